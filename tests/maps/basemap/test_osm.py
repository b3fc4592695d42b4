import configparser
from importlib.resources import files
from pathlib import Path

import pyogrio
import pytest

from maps.basemap.kinds import AREAS, LINES
from maps.basemap.osm import check_is_osm, read_areas, read_lines
from maps.basemap.refused import BasemapRefused, Reason

WORLD = (-180.0, -90.0, 180.0, 90.0)


def reason(path, read=check_is_osm):
    with pytest.raises(BasemapRefused) as refused:
        read(path)
    return refused.value.reason


def test_the_settings_of_the_reader_name_the_keys_that_kinds_are_made_of():
    told = configparser.ConfigParser()
    told.read_string(files("maps.basemap").joinpath("osmconf.ini").read_text())
    assert {*LINES, "name", "tunnel", "covered"} == set(told["lines"]["attributes"].split(","))
    assert set(AREAS) == set(told["multipolygons"]["attributes"].split(","))
    closed = told["general"]["closed_ways_are_polygons"].split(",")
    assert {entry.split("=")[0] for entry in closed} == set(AREAS)


@pytest.mark.parametrize("name", ["town.osm.pbf", "town.osm", "whatever"])
def test_pbf_and_xml_by_content(tmp_path, town, name):
    path = tmp_path / name
    contents = {"town.osm": town.xml().encode(), "whatever": b"\xef\xbb\xbf" + town.xml().encode()}
    path.write_bytes(contents.get(name, town.pbf()))
    lines, areas = read_lines(path, WORLD), read_areas(path, WORLD)
    assert sorted(set(lines.kinds.tolist())) == [
        *("coast", "main", "primary", "rail", "river"),
        *("secondary", "street", "tertiary"),
    ]
    assert sorted(areas.kinds.tolist()) == ["green", "water"]
    assert "Đường trunk" in lines.names.tolist()


def test_homes_gardens_and_tunnels_are_never_read(extract):
    lines, areas = read_lines(extract, WORLD), read_areas(extract, WORLD)
    assert not any("bà Tư" in name for name in lines.names)
    assert lines.kinds.tolist().count("main") == 2  # the trunk roads here and far away, not the tunnel
    assert areas.shapes.size == 2


def test_only_what_touches_the_bounds(extract):
    assert "Far away" not in read_lines(extract, (105.9, 9.9, 106.2, 10.2)).names.tolist()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\x0d",
        b'{"type": "FeatureCollection"}',
        b"SQLite format 3\0",
        b"<OGRVRTDataSource/>",
        b"<osmosis/>",
        b"<html><osm></osm></html>",
        b'<osm><!-- <OGRVRTDataSource><OGRVRTLayer name="lines"><SrcDataSource>/etc/passwd -->',
        b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm/>',
        b"<osm><OGRVRTDataSource/></osm>",
    ],
)
def test_a_file_that_is_something_else_never_reaches_gdal(tmp_path, monkeypatch, content):
    monkeypatch.setattr("pyogrio.read_info", None)
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(content)
    assert reason(path) is Reason.NOT_OSM
    assert reason(path, lambda p: read_lines(p, WORLD)) is Reason.NOT_OSM


def test_a_file_that_is_not_there(tmp_path):
    assert reason(tmp_path / "none.osm.pbf") is Reason.UNREADABLE


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_cut_off_extract_is_refused(tmp_path, town, keep):
    path = tmp_path / "town.osm.pbf"
    data = town.pbf()
    path.write_bytes(data[: int(len(data) * keep)])
    assert reason(path, lambda p: read_lines(p, WORLD)) is Reason.UNREADABLE


def test_a_damaged_extract_is_refused(tmp_path, town):
    path = tmp_path / "town.osm.pbf"
    data = bytearray(town.pbf())
    data[-80:-40] = bytes(40)
    path.write_bytes(data)
    assert reason(path, lambda p: read_lines(p, WORLD)) is Reason.UNREADABLE


def test_what_gdal_writes_beside_lies_in_a_folder_that_is_gone_after(extract, tmp_path, monkeypatch):
    """An index too large for memory: it would stand where the command was started."""
    monkeypatch.setenv("OSM_MAX_TMPFILE_SIZE", "1")
    monkeypatch.chdir(tmp_path)
    seen = []
    real = pyogrio.raw.read
    monkeypatch.setattr("pyogrio.raw.read", lambda *a, **k: (seen.append(_folder()), real(*a, **k))[1])
    read_lines(extract, WORLD)
    assert (len(seen), seen[0].exists(), _folder(), list(tmp_path.iterdir())) == (1, False, None, [])


def _folder():
    told = pyogrio.get_gdal_config_option("CPL_TMPDIR")
    return told and Path(told)

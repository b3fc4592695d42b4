from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from tests.maps.basemap.extract import Extract
from tests.squares import written


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_BASEMAP", str(tmp_path / "var" / "basemap.pmtiles"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def town(tmp_path):
    made = Extract()
    made.way([(106.0, 10.05), (106.4, 10.05)], highway="trunk", name="Quốc lộ 1")
    made.way([(106.1, 10.0), (106.1, 10.1)], waterway="river")
    made.way([(106.2, 10.05), (106.21, 10.05), (106.21, 10.06), (106.2, 10.05)], building="yes")
    (tmp_path / "town.osm.pbf").write_bytes(made.pbf())
    return tmp_path / "town.osm.pbf"


def test_made_replaced_and_removed(run, town, tmp_path):
    assert run("import", "wards", written(tmp_path / "w.json")).exit_code == 0
    made = run("basemap", town, "--max-zoom", 11)
    assert made.exit_code == 0, made.stderr
    lines = made.stdout.splitlines()
    assert lines[:2] == ["Rivers and canals: 1", "Motorways and trunk roads: 1"]
    assert "tiles" in lines[2]
    assert lines[-1].endswith("© OpenStreetMap contributors")
    assert (tmp_path / "var" / "basemap.pmtiles").read_bytes().startswith(b"PMTiles")
    assert run("basemap", town, "--max-zoom", 10, "--lang", "vi").exit_code == 0
    assert [run("basemap", "--remove").stdout for _ in range(2)] == [
        *("The basemap has been removed.\n", "There is no basemap.\n")
    ]
    assert list((tmp_path / "var").iterdir()) == []


def test_without_wards_it_says_what_to_do_first(run, town):
    done = run("basemap", town)
    assert (done.exit_code, "ghe import wards" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<OGRVRTDataSource/>", "neither .osm.pbf nor .osm"),
        (Extract(nodes=[(1.0, 1.0)]).pbf(), "holds nothing of this city"),
    ],
)
def test_a_file_that_makes_none_is_refused_in_words(run, tmp_path, content, words):
    run("import", "wards", written(tmp_path / "w.json"))
    (tmp_path / "bad.osm.pbf").write_bytes(content)
    done = run("basemap", tmp_path / "bad.osm.pbf")
    assert (done.exit_code, done.stdout, words in done.stderr) == (1, "", True)
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("arguments", [(), ("--remove", "town.osm.pbf"), ("none.osm.pbf",)])
def test_one_file_or_none_but_not_both(run, town, arguments):
    assert run("basemap", *arguments).exit_code == 2

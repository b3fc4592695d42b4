from __future__ import annotations

from collections.abc import Callable

import geopandas
import pytest
from shapely.geometry import shape
from sqlalchemy import text

import maps
from app.domain.areas import AreaKind
from app.domain.errors import FileRefused
from app.domain.positions import Position
from app.store import areas, imports, venues
from app.usecases.find_ward import ward_of
from app.usecases.import_wards import import_wards, prepare
from app.usecases.read_areas import read_areas
from tests.squares import CODES, feature, square, take_in, written

BOW_TIE = [[[106.0, 10.0], [106.1, 10.1], [106.1, 10.0], [106.0, 10.1], [106.0, 10.0]]]


def problems(path, kind=AreaKind.WARD):
    with pytest.raises(FileRefused) as refused:
        read_areas(path, kind, maps.Columns())
    return [(p.place, p.problem.field, p.problem.kind) for p in refused.value.problems]


def test_every_problem_is_listed_with_its_feature(tmp_path):
    broken = [
        feature(0, coordinates=BOW_TIE),
        feature(1, code="00004"),
        feature(2, name=""),
        feature(3, code="0" * 17),
    ]
    assert sorted(problems(written(tmp_path / "w.json", broken))) == [
        (1, "00004", "area-code-repeated"),
        (1, "00004", "area-geometry-invalid"),
        (2, "00004", "area-code-repeated"),
        (3, "00010", "area-name-missing"),
    ]
    assert problems(written(tmp_path / "long.json", broken[3:])) == [(1, "0" * 17, "area-too-long")]


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_any_format_and_coordinate_system_gives_the_same_wards(tmp_path, suffix):
    frame = geopandas.GeoDataFrame(
        [feature(i)["properties"] for i in range(4)],
        geometry=[shape(feature(i)["geometry"]) for i in range(4)],
        crs="EPSG:4326",
    )
    frame.to_crs("EPSG:9210").to_file(tmp_path / f"wards.{suffix}")  # VN-2000
    there = read_areas(tmp_path / f"wards.{suffix}", AreaKind.WARD, maps.Columns())
    plain = read_areas(written(tmp_path / "w.json"), AreaKind.WARD, maps.Columns())
    assert [(a.code, a.name, a.population) for a in there.shapes] == [
        (a.code, a.name, a.population) for a in plain.shapes
    ]
    for one, other in zip(there.shapes, plain.shapes, strict=True):
        assert one.geometry.symmetric_difference(other.geometry).area < 1e-9


def test_a_new_version_moves_venues_to_the_wards_it_draws(
    database, tmp_path, now, new_venue: Callable[..., object]
):
    inside = new_venue("A", position=Position(10.05, 106.05)).venue.id
    beside = new_venue("B", address="x", position=Position(9.0, 106.05)).venue.id
    nowhere = new_venue("C", address="y", position=None).venue.id

    first = take_in(database, written(tmp_path / "1.json"), now)
    assert (first.new, first.venues_moved, first.venues_outside) == (True, 1, 1)
    later = new_venue("D", address="z", position=Position(10.05, 106.15)).venue
    assert later.ward == CODES[1]

    swapped = [feature(0, coordinates=square(1)), feature(1, coordinates=square(0))]
    second = take_in(database, written(tmp_path / "2.json", swapped), now)
    with database.reading() as session:
        found = venues.by_ids(session, [inside, beside, nowhere, later.id])
        assert areas.codes(session) == {CODES[0], CODES[1]}
        assert ward_of(session, Position(10.05, 106.05)) == CODES[1]
    assert {key: venue.ward for key, venue in found.items()} == {
        inside: CODES[1],
        beside: None,
        nowhere: None,
        later.id: CODES[0],
    }
    assert second.taken.id > first.taken.id


def test_the_same_boundaries_again_change_nothing(database, tmp_path, now):
    first = take_in(database, written(tmp_path / "1.json"), now)
    again = take_in(database, written(tmp_path / "copy.json"), now)
    assert (again.new, again.taken) == (False, first.taken)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM areas")).scalar_one() == 4


def test_a_transaction_that_fails_leaves_the_version_before_in_force(database, tmp_path, now):
    first = take_in(database, written(tmp_path / "1.json"), now)
    file = read_areas(written(tmp_path / "2.json", [feature(0)]), AreaKind.WARD, maps.Columns())
    twice = prepare(file) * 2  # the database's own key refuses the second
    with pytest.raises(Exception, match=r"(?i)unique"), database.writing() as session:
        import_wards(session, file, twice, source="x", now=now)
    with database.reading() as session:
        assert imports.newest(session, "ward") == first.taken
        assert areas.codes(session) == set(CODES)

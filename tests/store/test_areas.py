from __future__ import annotations

import pytest
from sqlalchemy import event

import maps
from app.domain.areas import Area, AreaKind, Boundary
from app.domain.positions import Position
from app.store import areas, imports
from app.store.migrate import differences
from tests.squares import CODES, NAMES, take_in, written


@pytest.fixture(autouse=True)
def wards(database, tmp_path, now):
    return take_in(database, written(tmp_path / "w.json"), now).taken


def test_the_schema_is_the_one_that_was_migrated(database):
    assert differences(database) == []


def test_what_is_kept_comes_back_whole(database, wards):
    with database.reading() as session:
        found = areas.areas(session, AreaKind.WARD)
        outlines = areas.full(session)
    assert [(area.code, area.name, area.population) for area in found] == [
        (code, name, 50_000) for code, name in zip(CODES, NAMES, strict=True)
    ]
    assert [maps.from_wkb(outline).area for _, outline in outlines] == pytest.approx([0.01] * 4)
    assert wards.source == "w.json"


def test_only_wards_around_a_point_are_read(database):
    with database.reading() as session:
        assert [code for code, _ in areas.around(session, Position(10.05, 106.15))] == [CODES[1]]
        assert [code for code, _ in areas.around(session, Position(10.05, 106.2))] == [CODES[1], CODES[2]]
        assert areas.around(session, Position(11.0, 106.15)) == []


def test_drawing_never_reads_the_full_outlines(database):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    with database.reading() as session:
        assert areas.drawn(session, AreaKind.WARD).keys() == set(CODES)
        assert areas.names(session, [CODES[2], "x"]) == {CODES[2]: NAMES[2]}
    assert not [sql for sql in statements if "geometry" in sql]


def test_each_kind_has_a_version_of_its_own_in_force(database, now):
    province = Area("79", AreaKind.PROVINCE, "Hồ Chí Minh", "Ho Chi Minh")
    with database.writing() as session:
        taken = imports.add(session, AreaKind.PROVINCE, "p.json", bytes(32), 1, now=now)
        areas.add(session, taken.id, [Boundary(province, (106.0, 10.0, 107.0, 11.0), b"drawn", b"full")])
    with database.reading() as session:
        assert areas.codes(session) == set(CODES)
        assert areas.codes(session, AreaKind.PROVINCE) == {"79"}
        assert areas.areas(session, AreaKind.PROVINCE) == [province]

from __future__ import annotations

import time

import pytest
from sqlalchemy import event, text

from app.domain.errors import FileRefused, FileTakenBefore
from app.domain.positions import Position
from app.domain.venue_kinds import VenueKind
from app.store import issued_codes, venues
from app.usecases.import_venues import add_owner, import_venues
from app.usecases.sign_in_owner import sign_in_owner
from app.web.venue_sheet import read_venues
from tests.squares import CODES, take_in, written

HEADER = "name,address,kind,capacity,latitude,longitude,parent_name,parent_code\n"


@pytest.fixture
def take(database, now):
    def take(lines: str, header: str = HEADER):
        file = read_venues((header + lines).encode())
        with database.writing() as session:
            owner, key = add_owner(session, now=now)
            return import_venues(session, file, owner, source="f.csv", now=now), key

    return take


def count(database, table="venues"):
    with database.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - a test's own word


def problems(take, lines):
    with pytest.raises(FileRefused) as refused:
        take(lines)
    return [(p.place, p.problem.kind) for p in refused.value.problems]


def test_each_line_becomes_a_venue_with_a_code_a_ward_and_its_parent(
    database, take, tmp_path, now, new_venue
):
    take_in(database, written(tmp_path / "w.json"), now)
    mall = new_venue("Vincom", kind=VenueKind.MALL, position=None, address="72 Lê Thánh Tôn")
    done, key = take(
        f'Phở Hòa Pasteur,"260C Pasteur, tầng 2",restaurant,80,10.05,106.05,Chợ Bến Thành,\n'
        f"Chợ Bến Thành,Lê Lợi,market,500,10.05,106.15,,\n"
        f"O'Brien,74 Hai Bà Trưng,bar,50,,,,{mall.code.typed}\n"
    )
    by_line = {line: (venue, code) for line, venue, code in done.placed}
    with database.reading() as session:
        stored = venues.by_ids(session, [venue.id for venue, _ in by_line.values()])
        found = issued_codes.by_codes(session, [code.code for _, code in by_line.values()])
    pho, market, bar = (stored[by_line[line][0].id] for line in (2, 3, 4))
    assert (pho.name, pho.registration.address) == ("Phở Hòa Pasteur", "260C Pasteur, tầng 2")
    assert (pho.ward, market.ward, bar.ward) == (CODES[0], CODES[1], None)
    assert (pho.registration.parent, bar.registration.parent) == (market.id, mall.venue.id)
    assert {place.venue.id for place in found.values()} == set(stored)
    with database.writing() as session:
        sign_in_owner(session, key, now=now)
        assert {venue.id for venue in venues.of_owner(session, pho.owner)} == set(stored)


def test_every_problem_is_named_by_line_and_nothing_is_kept(database, take):
    lines = (
        "A,1 Lê Lợi,shop,10,,,B,\n"
        ",2 Lê Lợi,shop,0,,,,\n"
        "B,3 Lê Lợi,castle,10,106.7,10.7,,\n"
        "C,4 Lê Lợi,shop,10,,,Z,\n"
        "D,5 Lê Lợi,shop,10,,,E,\n"
        "E,6 Lê Lợi,shop,10,,,D,\n"
        "F,7 Lê Lợi,shop,10,,,G,\n"
        "G,8 Lê Lợi,shop,10,,,,\n"
        "G,9 Lê Lợi,shop,10,,,,000000000\n"
    )
    assert problems(take, lines) == [
        (3, "missing"),
        (3, "range"),
        (4, "kind_unknown"),
        (4, "swapped"),
        (5, "parent_unknown"),
        (6, "parent_circle"),
        (7, "parent_circle"),
        (8, "parent_ambiguous"),
        (10, "parent_code"),
    ]
    assert (count(database), count(database, "codes"), count(database, "owners")) == (0, 0, 0)


def test_look_alikes_are_noted_not_refused(take, new_venue):
    new_venue("Phở Hòa", position=Position(10.0, 106.0))
    done, _ = take(
        "Pho Hoa,x,restaurant,9,10.0005,106,,\n"
        "Highlands,1 Lê Lợi,cafe,9,,,,\n"
        "HIGHLANDS,1 Lê  Lợi,cafe,9,,,,\n"
        "Highlands,2 Lê Lợi,cafe,9,,,,\n"
    )
    assert [(n.place, n.problem.kind, dict(n.problem.values).get("line")) for n in done.notes] == [
        (2, "alike_venue", None),
        (4, "alike_line", 3),
    ]
    assert len(done.placed) == 4


def test_the_same_file_twice_is_refused_by_name(database, take):
    take("A,1 Lê Lợi,shop,10,,,,\n")
    with pytest.raises(FileTakenBefore):
        take("A,1 Lê Lợi,shop,10,,,,\n")
    assert count(database) == 1


def test_a_thousand_branches_take_a_few_statements(database, take, tmp_path, now):
    take_in(database, written(tmp_path / "w.json"), now)
    statements = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, statement, *_: statements.append(statement)
    )
    lines = "".join(
        f"Bách Hóa Xanh {i},{i} Đường số {i},shop,40,{10 + i % 100 / 1000},{106 + i // 100 / 50},,\n"
        for i in range(1000)
    )
    started = time.perf_counter()
    done, _ = take(lines)
    assert len(done.placed) == count(database) == 1000
    assert {venue.ward for _, venue, _ in done.placed} == {CODES[0], CODES[1]}
    assert len(statements) < 40
    assert time.perf_counter() - started < 20  # alone 2 s; a shared machine may be slow

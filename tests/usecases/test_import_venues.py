from __future__ import annotations

import gc
import random
from contextlib import closing
from typing import NamedTuple

import pytest
from sqlalchemy import event, text

from app.domain.errors import FileRefused, FileTakenBefore
from app.domain.file_problems import MOST_TOLD, FileProblems
from app.domain.look_alikes import Place, alike
from app.domain.positions import Position
from app.domain.text import fold
from app.domain.venue_files import VenueLine
from app.domain.venue_kinds import VenueKind
from app.store import issued_codes, venues
from app.store.import_lines import ImportLines
from app.usecases.check_venue_file import check_venue_file
from app.usecases.import_venues import add_owner, import_venues
from app.usecases.sign_in_owner import sign_in_owner
from app.web.venue_sheet import VenueSheet
from tests.squares import CODES, take_in, written

HEADER = "name,address,kind,capacity,latitude,longitude,parent_name,parent_code\n"


class Taken(NamedTuple):
    placed: list
    notes: list
    key: str


@pytest.fixture
def take(database, now):
    def take(text: str, header: str = HEADER):
        file = VenueSheet((header + text).encode() if isinstance(text, str) else text)
        with closing(ImportLines()) as lines:
            notes = check_venue_file(database, file, lines)
            with database.writing() as session:
                owner, key = add_owner(session, now=now)
                import_venues(session, file, lines, owner, source="f.csv", now=now)
            return Taken(list(lines.with_codes()), list(notes), key)

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
    done = take(
        f'Phở Hòa Pasteur,"260C Pasteur, tầng 2",restaurant,80,10.05,106.05,Chợ Bến Thành,\n'
        f"Chợ Bến Thành,Lê Lợi,market,500,10.05,106.15,,\n"
        f"O'Brien,74 Hai Bà Trưng,bar,50,,,,{mall.code.typed}\n"
    )
    by_line = {line: venue for line, venue, *_ in done.placed}
    with database.reading() as session:
        stored = venues.by_ids(session, by_line.values())
        found = issued_codes.by_codes(session, [code for *_, code, _ in done.placed])
    assert [line for line, *_ in done.placed] == [2, 3, 4]
    pho, market, bar = (stored[by_line[line]] for line in (2, 3, 4))
    assert (pho.name, pho.registration.address) == ("Phở Hòa Pasteur", "260C Pasteur, tầng 2")
    assert (pho.ward, market.ward, bar.ward) == (CODES[0], CODES[1], None)
    assert (pho.registration.parent, bar.registration.parent) == (market.id, mall.venue.id)
    assert {place.venue.id for place in found.values()} == set(stored)
    with database.writing() as session:
        sign_in_owner(session, done.key, now=now)
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
    done = take(
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


def test_look_alikes_are_those_that_comparing_all_with_all_finds(database, take, new_venue):
    chance = random.Random(11)
    words = ("Phở", "Hòa", "Cơm", "Tấm", "Bình")

    def place():
        name = f"{' '.join(chance.choices(words, k=2))} {chance.randrange(3)}"
        position = Position(*(round(chance.uniform(-0.006, 0.006), 6) for _ in range(2)))
        return name, f"{chance.randrange(30)} Lê Lợi", position if chance.random() < 0.7 else None

    there = [place() for _ in range(40)]
    for name, address, position in there:
        new_venue(name, address=address, position=position)
    lines = [place() for _ in range(260)]
    done = take(
        "".join(
            f"{name},{address},shop,9,{f'{at.latitude:.6f},{at.longitude:.6f}' if at else ','},,\n"
            for name, address, at in lines
        )
    )
    expected, seen = {}, [(0, Place(fold(name), fold(address), at)) for name, address, at in there]
    for number, (name, address, at) in enumerate(lines, 2):
        here = Place(fold(name), fold(address), at)
        found = [(likeness, -line) for line, other in seen if (likeness := alike(here, other))]
        if found:
            expected[number] = -max(found)[1]
        seen.append((number, here))
    assert {n.place: dict(n.problem.values).get("line", 0) for n in done.notes} == expected
    assert {line > 0 for line in expected.values()} == {True, False}
    assert 50 < len(expected) < 250


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
    done = take(lines)
    assert len(done.placed) == count(database) == 1000
    with database.reading() as session:
        wards = {
            venue.ward for venue in venues.by_ids(session, [venue for _, venue, *_ in done.placed]).values()
        }
    assert wards == {CODES[0], CODES[1]}
    assert len(statements) < 40


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr("app.store.import_lines.SLICE", 3)
    monkeypatch.setattr("app.usecases.check_venue_file.SLICE", 3)


def test_what_stands_far_apart_is_found_all_the_same(database, take, small_slices):
    between = "".join(f"Shop {i},{i} Đường {i},shop,5,,,,\n" for i in range(20))
    done = take(
        f"Kiosk,1 Lê Lợi,shop,9,,,Floor,\nFloor,1 Lê Lợi,shop,9,,,Mall,\n{between}Mall,1 Lê Lợi,mall,9,,,,\n"
        "KIOSK,1 Lê  Lợi,shop,9,,,,\n"
    )
    assert [(n.place, dict(n.problem.values)["line"]) for n in done.notes] == [(25, 2)]
    ids = {line: venue for line, venue, *_ in done.placed}
    with database.reading() as session:
        stored = venues.by_ids(session, ids.values())
    around = {line: stored[ids[line]].registration.parent for line in (2, 3, 24)}
    assert around == {2: ids[3], 3: ids[24], 24: None}
    assert list(ids) == list(range(2, 26))
    assert count(database, "codes") == len(ids)


def test_a_file_that_is_wrong_throughout_is_told_in_part_and_counted_whole(database, take):
    lines = 2 * MOST_TOLD + 500
    with pytest.raises(FileRefused) as refused:
        take("".join(f"Shop {i},{i} Đường {i},shop,many,,,,\n" for i in range(lines)))
    assert (len(refused.value.problems), refused.value.count) == (MOST_TOLD, lines)
    assert [p.place for p in refused.value.problems] == list(range(2, MOST_TOLD + 2))
    assert count(database) == 0


def test_a_file_that_was_cut_off_is_refused(database, take):
    whole = (HEADER + "A,1 Lê Lợi,shop,10,,,,\nB,2 Lê Lợi,shop,10,,,,\n").encode()
    middle = whole.rindex("ợ".encode()) + 1
    for end, kind in ((middle, "encoding"), (whole.rindex(b",shop") + 3, "kind_unknown")):
        with pytest.raises(FileRefused) as refused:
            take(whole[:end])
        assert kind in {p.problem.kind for p in refused.value.problems}
    assert count(database) == 0
    take(whole)
    assert count(database) == 2


class Watched(VenueSheet):
    """Counts how many of its lines live while it is read, beside those that tests before it left behind."""

    alive = 0

    def read(self, problems):
        gc.collect()
        before = living()
        for line in super().read(problems):
            if line.number % 40 == 0:
                self.alive = max(self.alive, living() - before)
            yield line


def living():
    return sum(type(each) is VenueLine for each in gc.get_objects())


def test_no_more_lines_than_a_slice_are_ever_in_memory(database, monkeypatch):
    monkeypatch.setattr("app.store.import_lines.SLICE", 20)
    monkeypatch.setattr("app.usecases.check_venue_file.SLICE", 20)
    sheet = Watched((HEADER + "".join(f"Shop {i},{i},shop,5,,,,\n" for i in range(120))).encode())
    with closing(ImportLines()) as lines:
        check_venue_file(database, sheet, lines)
        assert [len(some) for some in lines.outer_first()] == [20] * 6
    assert 0 < sheet.alive <= 41, "the slice being written and the one being read"
    kept = [*sheet.read(FileProblems())]
    assert (len(kept), sheet.alive >= 100) == (120, True), "this notices"

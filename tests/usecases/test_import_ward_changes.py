"""Counts across a change of boundaries: old codes in a file, and old numbers on a new map."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from app.domain.change_lines import read_changes
from app.domain.errors import FileRefused
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.parents import Parent
from app.domain.roles import Role
from app.domain.sheets import read_sheet
from app.usecases.import_case_counts import import_case_counts
from app.usecases.import_ward_changes import import_ward_changes
from app.usecases.map_view import Asked
from app.usecases.view_map import view_map
from tests.squares import CODES, merged, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
# The old first ward went into the second, and the third gave a part away.
TABLE = (
    "old_code,new_code,share,from\n"
    f"{CODES[0]},{CODES[1]},1,2026-11-16\n{CODES[1]},{CODES[1]},1,2026-11-16\n"
    f"{CODES[2]},{CODES[3]},0.6,2026-11-16\n{CODES[2]},{CODES[2]},0.4,2026-11-16\n"
)
BEGINNING = date(2026, 11, 16)
"""A Monday."""


@pytest.fixture
def take(database, tmp_path, now):
    def take(features=None, **more):
        path = tmp_path / f"{uuid4()}.json"
        return take_in(database, written(path, features), now, **more)

    return take


@pytest.fixture
def read(database):
    def read(function, *arguments, **named):
        with database.reading() as session:
            return function(session, *arguments, **named)

    return read


@pytest.fixture
def count(database, policy, now):
    def count(text):
        with database.writing() as session:
            return import_case_counts(
                session, text.encode(), source="c.csv", disease="covid-19", policy=policy, now=now
            )

    return count


@pytest.fixture
def change(database, now):
    def change(text=TABLE):
        with database.writing() as session:
            return import_ward_changes(
                session, read_changes(read_sheet(text.encode())), source="t.csv", now=now
            )

    return change


@pytest.fixture
def seen(read, policy, now):
    def seen(until):
        view = read(view_map, EPIDEMIOLOGIST, Asked(until=until), policy=policy, now=now)
        return {ward.area.code: ward.shown.now for ward in view.wards}, view.elsewhere.now

    return seen


def counts_of(*lines):
    return "date,ward_code,cases\n" + "".join(f"{day},{code},{cases}\n" for day, code, cases in lines)


def test_counts_under_old_wards_are_shown_under_the_new_ones(take, count, change, seen):
    take(valid_from=date(2020, 1, 1))
    before = date(2026, 11, 15)
    count(counts_of((before, CODES[0], 3), (before, CODES[1], 4), (before, CODES[2], 5)))
    take(merged(), valid_from=BEGINNING)
    assert seen(before) == ({CODES[0]: 3, CODES[1]: 4, CODES[2]: 5, CODES[3]: 0}, 0)
    # Without a table what the old wards became is not known: nothing is guessed, nothing is lost.
    assert seen(BEGINNING) == ({CODES[1]: 4, CODES[2]: 5, CODES[3]: 0}, 3)
    change()
    assert seen(BEGINNING) == ({CODES[1]: 7, CODES[2]: 0, CODES[3]: 5}, 0)
    assert seen(before) == ({CODES[0]: 3, CODES[1]: 4, CODES[2]: 5, CODES[3]: 0}, 0)


def test_a_later_number_for_the_new_ward_replaces_those_of_its_parts(take, count, change, seen):
    take(valid_from=date(2020, 1, 1))
    day = date(2026, 11, 17)
    count(counts_of((day, CODES[0], 3), (day, CODES[1], 4)))
    take(merged(), valid_from=BEGINNING)
    change()
    assert seen(day)[0][CODES[1]] == 7
    count(counts_of((day, CODES[1], 9)))
    assert seen(day)[0][CODES[1]] == 9


def test_old_codes_in_a_file_are_put_under_the_wards_of_today_and_told(take, count, change, seen):
    take(merged())
    change()
    day = date(2026, 11, 18)
    done = count(counts_of((day, CODES[0], 3), (day, CODES[1], 4), (day, CODES[2], 5), (day, CODES[3], 1)))
    assert (done.lines, done.converted, done.cases, done.ward_days) == (4, 2, 13, 2)
    assert [(n.problem.kind, dict(n.problem.values)) for n in done.notes] == [
        ("codes_converted", {"lines": 2}),
        ("codes_divided", {"codes": CODES[2]}),
        ("parts_added", {"lines": 2, "columns": "ward_code"}),
    ]
    assert seen(day) == ({CODES[1]: 7, CODES[2]: 0, CODES[3]: 6}, 0)


def test_a_file_of_todays_codes_is_not_converted(take, count, change):
    take(merged())
    change()
    done = count(counts_of((date(2026, 11, 18), CODES[2], 5)))
    assert (done.converted, done.notes) == (0, ())


def test_a_late_file_of_past_days_keeps_the_codes_of_its_days(take, count, change, seen):
    take(valid_from=date(2020, 1, 1))
    take(merged(), valid_from=BEGINNING)
    change()
    before = date(2026, 11, 14)
    done = count(counts_of((before, CODES[0], 3), (before, CODES[2], 5)))
    assert done.converted == 0
    assert seen(before) == ({CODES[0]: 3, CODES[1]: 0, CODES[2]: 5, CODES[3]: 0}, 0)
    assert seen(BEGINNING) == ({CODES[1]: 3, CODES[2]: 0, CODES[3]: 5}, 0)


def test_codes_that_lead_nowhere_are_refused_by_line(take, count, change):
    take(merged())
    change()
    day = date(2026, 11, 18)
    with pytest.raises(FileRefused) as refused:
        count(counts_of((day, CODES[0], 3), (day, "99999", 4), (day, "{{7*7}}", 1)))
    assert [(p.place, p.problem.kind) for p in refused.value.problems] == [
        (3, "ward_unknown"),
        (4, "ward_unknown"),
    ]


def test_lost_zeros_of_old_codes_are_restored_too(take, count, change):
    take(merged())
    change()
    done = count(counts_of((date(2026, 11, 18), "4", 3)))
    assert (done.converted, done.notes[0].problem.kind) == (1, "zeros_restored")


def test_a_table_replaces_the_lines_of_the_codes_it_names(take, change, count, seen):
    take(merged())
    first = change()
    assert (first.new, first.old, first.divided, first.elsewhere) == (True, 3, 1, ())
    assert not change().new
    day = date(2026, 11, 18)
    change(f"old_code,new_code,from\n{CODES[0]},{CODES[3]},2026-11-16\n")
    count(counts_of((day, CODES[0], 3)))
    assert seen(day)[0][CODES[3]] == 3


def test_a_table_may_not_close_a_circle_with_what_is_known(take, change):
    take()
    change("old_code,new_code\n1,2\n")
    with pytest.raises(FileRefused, match="codes_circle"):
        change("old_code,new_code\n2,1\n")
    assert change("old_code,new_code\n2,3\n").elsewhere == ("3",)


def test_wards_imported_again_with_their_districts_leave_every_count_where_it_is(take, count, change, seen):
    """The second version has the same wards; that the table exchanges two codes must not do it twice."""
    take()
    change(f"old_code,new_code,from\n{CODES[0]},{CODES[1]},2025-07-01\n{CODES[1]},{CODES[0]},2025-07-01\n")
    day = date(2026, 11, 18)
    count(counts_of((day, CODES[0], 3), (day, CODES[1], 4)))
    before = seen(day)
    again = take(parents=dict.fromkeys(CODES, Parent("D1", "Quận 1", "District 1")))
    assert again.in_force == again.taken
    assert seen(day) == before == ({CODES[0]: 3, CODES[1]: 4, CODES[2]: 0, CODES[3]: 0}, 0)

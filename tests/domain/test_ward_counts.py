from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.areas import Import
from app.domain.ward_changes import Change, WardChanges
from app.domain.ward_counts import Converter, StoredCount, next_beginning, order

DAY, REFORM, LATER = date(2026, 11, 20), date(2025, 7, 1), date(2027, 1, 1)


def version(number, valid_from=None):
    return Import(number, "ward", "w.json", bytes(32), 4, datetime(2026, 1, 1, tzinfo=UTC), valid_from)


OLD, NEW = version(1, date(2020, 1, 1)), version(2, REFORM)
CHANGES = [
    Change("A", "A", 1, REFORM),
    Change("B", "A", 1, REFORM),
    Change("C", "D", 0.6, REFORM),
    Change("C", "C", 0.4, REFORM),
]


def converter(known="ACD", of=NEW, versions=(OLD, NEW), changes=CHANGES):
    return Converter(WardChanges(changes), set(known), of, versions)


def stored(ward, cases, of=1, day=DAY, number=10):
    return StoredCount(ward, day, cases, number, of)


def test_counts_of_merged_wards_are_added_up_under_the_new_one():
    counts = [stored("A", 3), stored("B", 5), stored("C", 2), stored("B", 1, day=REFORM)]
    assert converter().imported(counts) == {("A", DAY): 8, ("D", DAY): 2, ("A", REFORM): 1}


def test_counts_under_the_wards_in_force_are_left_alone():
    assert converter().imported([stored("C", 2, of=2), stored("A", 1, of=2)]) == {
        ("C", DAY): 2,
        ("A", DAY): 1,
    }


def test_the_newest_versions_number_of_a_wards_day_counts_alone():
    counts = [stored("B", 5), stored("A", 9, of=2, number=11)]
    assert converter().imported(counts) == {("A", DAY): 9}
    assert converter().imported(counts[::-1]) == {("A", DAY): 9}


def test_a_map_of_older_days_keeps_newer_codes_as_they_are():
    old = converter(known="ABC", of=OLD)
    assert old.imported([stored("A", 3, of=2), stored("D", 4, of=2)]) == {("A", DAY): 3, ("D", DAY): 4}


def test_counts_that_nobody_noted_the_version_of_go_by_the_wards_in_force():
    counts = [stored("A", 3, of=None), stored("C", 2, of=None), stored("B", 5, of=None)]
    assert converter().imported(counts) == {("A", DAY): 3, ("C", DAY): 2}  # B: older, for a ward that has one
    assert converter().imported(counts[2:]) == {("A", DAY): 5}


def test_a_code_of_nowhere_stays_itself():
    assert converter().imported([stored("Z", 3)]) == {("Z", DAY): 3}


def test_cases_of_our_own_are_all_added():
    own = {("A", DAY): 1, ("B", DAY): 2, ("C", DAY): 3, ("", DAY): 4, ("Z", DAY): 5}
    assert converter().added(own) == {("A", DAY): 3, ("C", DAY): 3, ("", DAY): 4, ("Z", DAY): 5}


def test_changes_of_a_later_version_have_not_happened():
    third = version(3, LATER)
    later = [*CHANGES, Change("A", "D", 1, LATER)]
    assert converter(versions=(OLD, NEW, third), changes=later).ward("B", 1) == "A"
    assert converter(known="CD", of=third, versions=(OLD, NEW, third), changes=later).ward("B", 1) == "D"
    assert converter(known="CD", of=third, versions=(OLD, NEW, third), changes=later).ward("A", 2) == "D"


def test_a_corrected_version_of_the_same_wards_changes_no_code():
    """Boundaries without a day, imported again for a detail, beside a table that led old codes to them."""
    first, again = version(1), version(2)
    exchanged = [Change("A", "B", 1, REFORM), Change("B", "A", 1, REFORM), Change("O", "A", 1, REFORM)]
    for changes in (exchanged, [replace(change, changed_on=None) for change in exchanged[:1]]):
        same = converter(known="AB", of=again, versions=(first, again), changes=changes)
        assert [same.ward(code, 1) for code in "AB"] == ["A", "B"]
    reform = [Change("A", "B", 1, LATER), Change("B", "B", 1, LATER)]
    later = converter(known="AB", of=again, versions=(first, again), changes=reform)
    assert later.ward("A", 1) == "B"  # since the day of the first import


def test_wards_that_are_no_more_are_followed_whatever_the_day_of_their_import():
    undated = version(1)  # imported in 2026, the reform was in 2025
    assert converter(versions=(undated, NEW)).ward("B", 1) == "A"


def test_versions_stand_in_the_order_of_their_beginnings():
    assert sorted([NEW, OLD, version(3), version(4)], key=order) == [version(3), version(4), OLD, NEW]
    assert next_beginning(OLD, [OLD, NEW, version(3, LATER)]) == REFORM
    assert next_beginning(NEW, [OLD, NEW]) is None
    assert next_beginning(NEW, [OLD, NEW, version(3, REFORM)]) is None


@given(st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from([DAY, REFORM])), st.integers(0, 50)))
def test_no_case_is_lost_or_cut_up(counts):
    rows = [stored(ward, cases, day=day) for (ward, day), cases in counts.items()]
    converted = converter().imported(rows)
    for day in (DAY, REFORM):
        assert sum(n for (_, d), n in converted.items() if d == day) == sum(
            n for (_, d), n in counts.items() if d == day
        )
    assert all(isinstance(cases, int) for cases in converted.values())


@pytest.mark.parametrize("of", [1, None])
def test_nothing_is_nothing(of):
    assert converter().imported([]) == {}
    assert converter().imported([stored("A", 0, of=of)]) == {("A", DAY): 0}

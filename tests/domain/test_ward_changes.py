from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ward_changes import Change, Followed, WardChanges

REFORM, EARLIER, LATER = date(2025, 7, 1), date(2021, 1, 1), date(2027, 1, 1)


def followed(changes, code, known, **between):
    return WardChanges(changes).follow(code, known, **between)


def whole(code):
    return Followed(code, divided=False)


def test_a_code_without_changes_leads_to_itself():
    assert followed([], "A", {"A"}) == whole("A")
    assert followed([Change("B", "C")], "X", {"C"}) == whole("X")


def test_merged_wards_lead_to_the_same():
    changes = [Change("A", "N", changed_on=REFORM), Change("B", "N", changed_on=REFORM)]
    assert {followed(changes, code, {"N"}).code for code in "AB"} == {"N"}


def test_a_divided_ward_goes_whole_to_the_largest_share_and_says_so():
    changes = [Change("A", "N", 0.3), Change("A", "M", 0.5), Change("A", "O", 0.2)]
    assert followed(changes, "A", {"N", "M", "O"}) == Followed("M", divided=True)
    halves = [Change("A", "N", 0.5), Change("A", "M", 0.5)]
    assert followed(halves, "A", {"N", "M"}) == Followed("M", divided=True)  # equal: the smaller code


@pytest.mark.parametrize(
    "days", [(EARLIER, REFORM), (None, None), (REFORM, REFORM), (None, REFORM), (REFORM, None)]
)
def test_chains_are_followed_to_the_code_in_force(days):
    changes = [Change("A", "M", changed_on=days[0]), Change("M", "N", changed_on=days[1])]
    assert followed(changes, "A", {"N"}) == whole("N")
    assert followed(changes, "M", {"N"}) == whole("N")


def test_a_division_on_the_way_is_told_at_the_end():
    changes = [Change("A", "M", 0.6, EARLIER), Change("A", "X", 0.4, EARLIER), Change("M", "N", 1, REFORM)]
    assert followed(changes, "A", {"N", "X"}) == Followed("N", divided=True)


def test_a_kept_code_stays_and_a_code_that_now_means_another_ward_is_left():
    kept = [Change("A", "A", changed_on=REFORM), Change("B", "A", changed_on=REFORM)]
    assert followed(kept, "A", {"A"}) == whole("A")
    # Most of the old ward B went to A, though a new ward bears its code.
    moved = [Change("B", "A", 0.7, REFORM), Change("B", "B", 0.3, REFORM), Change("A", "A", 1, REFORM)]
    assert followed(moved, "B", {"A", "B"}) == Followed("A", divided=True)


def test_changes_of_one_day_happen_at_once_where_both_codes_are_in_force():
    changes = [Change("A", "B", changed_on=REFORM), Change("B", "C", changed_on=REFORM)]
    assert followed(changes, "A", {"B", "C"}) == whole("B")
    assert followed(changes, "B", {"B", "C"}) == whole("C")


def test_two_wards_that_exchanged_their_codes_are_told_apart():
    changes = [Change("A", "B", changed_on=REFORM), Change("B", "A", changed_on=REFORM)]
    assert followed(changes, "A", {"A", "B"}) == whole("B")
    assert followed(changes, "B", {"A", "B"}) == whole("A")


def test_only_what_happened_after_the_code_and_before_the_next_boundaries_counts():
    changes = [Change("A", "B", changed_on=EARLIER), Change("A", "C", changed_on=REFORM)]
    known = {"A", "B", "C"}
    assert followed(changes, "A", known).code == "B"
    assert followed(changes, "A", known, after=EARLIER).code == "C"
    assert followed(changes, "A", known, after=REFORM).code == "A"
    later = [Change("A", "B", changed_on=REFORM), Change("B", "C", changed_on=LATER)]
    assert followed(later, "A", known, before=LATER).code == "B"
    assert followed(later, "A", known).code == "C"


def test_where_the_table_is_ahead_of_the_boundaries_the_last_known_ward_stays():
    changes = [Change("A", "B", changed_on=REFORM), Change("B", "C", changed_on=LATER)]
    assert followed(changes, "A", {"A"}) == whole("A")
    assert followed(changes, "A", {"B"}) == whole("B")
    assert followed(changes, "A", {"Z"}) == whole("C")


@pytest.mark.parametrize(
    ("changes", "rings"),
    [
        ([Change("A", "B"), Change("B", "A")], [("A", "B")]),
        ([Change("C", "A"), Change("A", "B"), Change("B", "C")], [("A", "B", "C")]),
        ([Change("A", "B", 1, REFORM), Change("B", "A", 1, REFORM)], []),  # they exchanged their codes
        ([Change("A", "B"), Change("B", "A", 1, REFORM)], [("A", "B")]),
        ([Change("A", "B"), Change("B", "A"), Change("X", "Y"), Change("Y", "X")], [("A", "B"), ("X", "Y")]),
        ([Change("A", "A"), Change("B", "A")], []),
        ([Change("A", "B", 1, EARLIER), Change("B", "A", 1, REFORM)], []),  # there, and years later back
        ([Change("A", "B", 0.4), Change("A", "A", 0.6), Change("B", "A")], []),
        ([], []),
    ],
)
def test_circles_are_found(changes, rings):
    assert WardChanges(changes).circles() == rings


CODES = st.sampled_from("ABCDE")
CHANGES = st.lists(
    st.builds(Change, CODES, CODES, st.just(1.0), st.sampled_from([None, EARLIER, REFORM])), max_size=12
)


@given(CHANGES, CODES, st.sets(CODES), st.sampled_from([None, EARLIER, REFORM]))
def test_following_ends_and_never_leaves_the_wards_in_force(changes, code, known, after):
    end = followed(changes, code, known, after=after)
    if code in known:
        assert end.code in known
    if end.code not in known:
        assert end.code == code or end.code in {change.new for change in changes}

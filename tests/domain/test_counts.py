from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counts import by_ward, larger, read_count, read_day, read_ward
from app.domain.windows import Window

COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.dates(date(2021, 7, 1), date(2021, 7, 20))),
    st.integers(0, 50),
)


@pytest.mark.parametrize("text", ["2021-07-04", "04/07/2021", "4/7/2021", "04-07-2021", "04.07.2021"])
def test_the_day_comes_first_unless_the_year_does(text):
    assert read_day(text) == date(2021, 7, 4)


@pytest.mark.parametrize("text", ["2021-02-29", "07/13/2021", "4/7/21", "44380", "", "2021-07-04 00:00"])
def test_what_is_no_day_is_not_made_into_one(text):
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["-1", "1.5", "1,5", "1.000", "1e3", "", "+2", "\u0663"])
def test_only_digits_are_a_count(text):
    assert read_count(text) is None


def test_leading_zeros_are_restored_only_where_they_can_mean_one_ward():
    assert read_ward("4", {"00004", "26734"}) == "00004"
    assert read_ward("26734", {"00004", "26734"}) == "26734"
    assert read_ward("5", {"00004", "26734"}) is None
    assert read_ward("4", {"04", "00004"}) is None


@given(one=COUNTS, other=COUNTS)
def test_of_two_sources_the_larger_counts_and_nothing_is_lost(one, other):
    merged = larger(one, other)
    assert merged == larger(other, one)
    assert merged.keys() == one.keys() | other.keys()
    assert all(merged[key] >= max(one.get(key, 0), other.get(key, 0)) for key in merged)
    assert sum(merged.values()) <= sum(one.values()) + sum(other.values())


@given(counts=COUNTS, days=st.integers(1, 10))
def test_windows_side_by_side_count_every_case_once(counts, days):
    last = date(2021, 7, 20)
    window = Window.ending(last, days)
    total = 0
    while window.last >= date(2021, 7, 1):
        total += sum(by_ward(counts, window).values())
        assert window.days == days
        window = window.moved(-1)
    assert total == sum(counts.values())

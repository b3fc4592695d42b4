"""The rule against an attacker who knows it: every data set of small cities, and controls that must fail."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from itertools import product

import pytest

from app.science import disclosure_blocks
from app.science.disclosure_blocks import too_much_together
from tests.science.disclosure_attacker import (
    Counts,
    data_sets,
    found_out,
    grouped,
    hidden,
    is_open,
    small_city,
    told,
)

SMALL = [
    pytest.param(("A", "A", "B", "B"), 9, 2, 14, id="two districts of two, k 2"),
    pytest.param(("A", "A", "B", "B"), 9, 3, 18, id="two districts of two, k 3"),
    pytest.param(("A", "A", "A", "B", "B"), 2, 3, 12, id="three and two, k 3"),
    pytest.param((None, None, None, None, None), 3, 3, 12, id="no districts, k 3"),
]
LARGER = [
    pytest.param(("A", "A", "A", "B", "B", "B"), 3, 3, 12, id="two districts of three, k 3"),
    pytest.param(("A", "A", "A", "A", "A", "B"), 3, 3, 12, id="five and one, k 3"),
    pytest.param(("A", "A", None, "B", "B", "B"), 3, 4, 12, id="one without a district, k 4"),
    pytest.param((None,) * 6, 2, 4, 12, id="six without districts, k 4"),
    pytest.param(("A", "A", "A", "A", "B"), 9, 4, 16, id="four and one, k 4"),
]


@pytest.mark.parametrize(("districts", "columns", "k", "most"), SMALL)
def test_nobody_finds_out_a_hidden_number_of_any_data_set(districts, columns, k, most):
    city = small_city(districts, columns)
    groups = grouped(data_sets(len(city), most), lambda counts: told(city, counts, k))
    assert any(hidden(release) for release in groups)
    assert found_out(groups, k) == []


@pytest.mark.long
@pytest.mark.parametrize(("districts", "columns", "k", "most"), LARGER)
def test_nor_of_larger_cities(districts, columns, k, most):
    city = small_city(districts, columns)
    groups = grouped(data_sets(len(city), most), lambda counts: told(city, counts, k))
    assert found_out(groups, k) == []


TWO_WEEKS = [
    pytest.param(("A", "A", "B", "B"), 2, 6, id="k 2"),
    pytest.param(("A", "A", "A"), 3, 9, id="three wards, k 3"),
]


@pytest.mark.parametrize(("districts", "k", "most"), TWO_WEEKS)
def test_nor_by_two_releases_and_by_knowing_why_one_waited_for_two_weeks(districts, k, most):
    # Each data set is two weeks. A week that tells too little waits: then both are told as one.
    city = small_city(districts)
    weeks = list(data_sets(len(city), most))
    blocks = {counts: told(city, counts, k) for counts in data_sets(len(city), 2 * most)}

    def release(both: tuple[Counts, Counts]) -> Hashable:
        first, second = (blocks[week] for week in both)
        if too_much_together(first):
            return (blocks[_sum(both)],)
        return (first, "waits") if too_much_together(second) else (first, second)

    groups = grouped(product(weeks, weeks), release)
    assert {len(out) for out in groups} == {1, 2}
    for out, group in groups.items():
        if len(out) == 1 and sum(_sum(group[0])) > most:
            continue  # data sets of so many cases are not all here
        for period, published in enumerate(out):
            for ward in [] if published == "waits" else hidden(published):
                for own in (None, *product(range(len(city)), range(2))):
                    values = [
                        _others(both, out, period, ward, own)
                        for both in group
                        if own is None or both[own[1]][own[0]]
                    ]
                    assert not values or is_open(values, k), (out, ward, own)


def _sum(both: tuple[Counts, Counts]) -> Counts:
    return tuple(map(sum, zip(*both, strict=True)))


def _others(
    both: tuple[Counts, Counts], out: tuple[object, ...], period: int, ward: int, own: tuple[int, int] | None
) -> int:
    """Cases of others in a ward and a released period; one's own is in a ward and a week."""
    if len(out) == 1:
        return _sum(both)[ward] - (own is not None and own[0] == ward)
    return both[period][ward] - (own == (ward, period))


# Controls: each of these is what somebody might have built, and each is found out.


def test_a_threshold_one_lower_is_found_out(monkeypatch):
    monkeypatch.setattr(disclosure_blocks, "least_told", lambda wards, k: k if wards == 1 else k + wards - 1)
    city = small_city(("A", "A", "B", "B"))
    assert found_out(grouped(data_sets(4, 12), lambda counts: told(city, counts, 3)), 3)


def test_telling_the_zeros_of_a_city_with_few_cases_is_found_out():
    city = small_city(("A", "A", "B", "B"))

    def with_zeros(counts: Counts) -> Hashable:
        blocks = told(city, counts, 3)
        zeros = tuple(at for at, n in enumerate(counts) if not n)
        return blocks, zeros if len(blocks) == 1 else ()

    groups = grouped(data_sets(4, 12), with_zeros)
    assert found_out(groups, 3, lambda out: [ward for ward in hidden(out[0]) if ward not in out[1]])


def test_hiding_small_numbers_under_a_published_total_is_found_out():
    def primary(counts: Counts) -> Hashable:
        return tuple(None if 0 < n < 3 else n for n in counts), sum(counts)

    groups = grouped(data_sets(4, 12), primary)
    exact = [one for one in found_out(groups, 3, _gone) if one[3] == one[4]]
    assert exact, "some hidden numbers are known to the last case"


def test_hiding_the_smallest_shown_number_too_is_found_out():
    # Complementary suppression whose choice depends on the counts: no single number is missing from the
    # total, and yet who knows the rule knows more than the total.
    def complement(counts: Counts) -> Hashable:
        shown = [None if 0 < n < 3 else n for n in counts]
        if shown.count(None) == 1 and any(shown):
            shown[min((n, at) for at, n in enumerate(shown) if n)[1]] = None
        return tuple(shown), sum(counts)

    groups = grouped(data_sets(4, 12), complement)
    assert [one for one in found_out(groups, 3, _gone) if _gone(one[0])[1:]]


def _gone(release: tuple[tuple[int | None, ...], int]) -> list[int]:
    return [at for at, shown in enumerate(release[0]) if shown is None]


def test_releases_whose_periods_overlap_are_found_out():
    city = small_city(("A", "A", "B", "B"))
    weeks = list(data_sets(4, 6))
    blocks = {counts: told(city, counts, 3) for counts in data_sets(4, 12)}

    def both_grains(both: tuple[Counts, Counts]) -> Hashable:
        return blocks[both[0]], blocks[_sum(both)]

    groups = grouped(product(weeks, weeks), both_grains)
    exact = [
        out
        for out, group in groups.items()
        for ward in hidden(out[1])
        if ward not in hidden(out[0]) and len({_sum(both)[ward] for both in group}) == 1
    ]
    assert exact, "two weeks less the first tell what is hidden"


def test_the_share_that_may_be_hidden_is_a_third():
    assert Fraction(1, 3) == disclosure_blocks.MOST_HIDDEN

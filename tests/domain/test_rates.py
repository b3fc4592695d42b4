from __future__ import annotations

import pytest

from app.domain.rates import LEAST_POPULATION, is_reliable, rate_per_100k
from app.domain.shipped_decisions import DECISIONS


def test_a_rate_is_cases_for_100_000_residents():
    assert rate_per_100k(37, 50_000) == 74.0
    assert rate_per_100k(0, LEAST_POPULATION) == 0.0


@pytest.mark.parametrize("population", [None, 0, 17, LEAST_POPULATION - 1])
def test_too_few_residents_or_nobody_knows_how_many_bear_no_rate(population):
    assert rate_per_100k(3, population) is None
    assert not is_reliable(population)


def test_one_case_in_fewer_residents_would_cross_the_lowest_break_of_the_ministry():
    lowest = DECISIONS["qd-4800-byt"].rate.breaks[0]
    assert rate_per_100k(1, LEAST_POPULATION) == lowest
    assert rate_per_100k(1, LEAST_POPULATION + 1) < lowest


def test_there_is_no_negative_case():
    with pytest.raises(ValueError, match="negative"):
        rate_per_100k(-1, 50_000)

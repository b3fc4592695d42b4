from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, EmptyIncidence, NegativeCount, ShapesDiffer
from app.science.incidence import checked_counts, checked_coverage, checked_incidence, infection_pressure


@pytest.mark.parametrize("counts", [[1, -1], [1, np.nan], [np.inf]])
def test_no_count_is_negative_or_missing(counts):
    with pytest.raises(NegativeCount):
        checked_counts(counts)


def test_fractions_are_refused_only_where_whole_numbers_are_counted():
    assert checked_counts([1.5, 2]).tolist() == [1.5, 2]
    with pytest.raises(NegativeCount):
        checked_counts([1.5, 2], whole=True)


def test_no_days_no_cases_and_tables_are_refused():
    with pytest.raises(EmptyIncidence):
        checked_counts([])
    assert checked_counts([0, 0]).tolist() == [0, 0]
    with pytest.raises(EmptyIncidence):
        checked_incidence([0, 0])
    with pytest.raises(ShapesDiffer):
        checked_counts([[1, 2], [3, 4]])


@pytest.mark.parametrize("coverage", [0, 1, -0.5, 95, np.nan])
def test_an_interval_covers_some_share(coverage):
    with pytest.raises(BadParameter):
        checked_coverage(coverage)


def test_infection_pressure_by_hand():
    assert infection_pressure([10, 0, 5, 1], [0, 0.6, 0.4]) == pytest.approx([0, 6, 4, 3])
    assert infection_pressure([10], [0, 0.6, 0.4]).tolist() == [0]

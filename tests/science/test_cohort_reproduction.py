from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.cohort_reproduction import cohort_reproduction
from app.science.errors import EmptyIncidence, MassAtZero, ShapesDiffer
from app.science.serial_intervals import shifted_gamma


def test_infected_are_shared_among_those_who_could_have_been_it():
    # Day two: weights 0.5 from two cases of day zero, 0.5 from one of day one: pressure 1.5.
    found = cohort_reproduction([2, 1, 3], [0, 0.5, 0.5])
    assert found.mean == pytest.approx([(1 * 0.5 / 1) + 3 * 0.5 / 1.5, 3 * 0.5 / 1.5, 0])
    # Day zero: one of day one for certain, three of day two with probability two thirds, over two cases.
    assert found.sd == pytest.approx([np.sqrt(3 * (2 / 3) * (1 / 3)) / 2, np.sqrt(3 * (1 / 3) * (2 / 3)), 0])
    assert found.complete == pytest.approx([1, 0.5, 0])


@given(st.lists(st.integers(0, 20), min_size=5, max_size=40).filter(lambda days: days[0] > 0))
def test_everybody_after_the_first_day_has_one_infector(days):
    counts = np.array(days)
    found = cohort_reproduction(counts, shifted_gamma(4, 2))
    explained = np.nansum(found.mean * counts)
    assert explained <= counts[1:].sum() + 1e-9
    assert explained == pytest.approx(counts[1:].sum(), abs=1e-6)


def test_imported_cases_infect_and_have_no_infector_here():
    found = cohort_reproduction([0, 0, 4], [0, 0.5, 0.5], imported=[1, 1, 5])
    assert found.mean == pytest.approx([2, 2, 0])


def test_days_without_a_case_have_no_number_and_orphans_no_infector():
    found = cohort_reproduction([1, 0, 0, 0, 7, 7], [0, 1])
    assert np.isnan(found.mean).tolist() == [False, True, True, True, False, False]
    assert found.mean[[0, 4]].tolist() == [0, 1]


def test_the_last_days_are_low_and_can_be_completed():
    weights = shifted_gamma(5, 2)
    flat = cohort_reproduction(np.full(60, 100), weights)
    assert flat.mean[-5] < 0.5
    assert flat.mean[-5] / flat.complete[-5] == pytest.approx(1, abs=1e-6)
    assert flat.complete[0] == pytest.approx(1)


def test_input_without_an_answer_is_refused_by_name():
    with pytest.raises(EmptyIncidence):
        cohort_reproduction([0, 0], [0, 1])
    with pytest.raises(ShapesDiffer):
        cohort_reproduction([1, 0], [0, 1], imported=[1])
    with pytest.raises(MassAtZero):
        cohort_reproduction([1, 0], [1, 0])

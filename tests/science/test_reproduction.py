from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.errors import BadParameter, EmptyIncidence, MassAtZero, NegativeCount, ShapesDiffer
from app.science.reproduction import estimated_reproduction
from app.science.serial_intervals import shifted_gamma

FLU = shifted_gamma(2.6, 1.5)

# Onsets a day of SARS in Canada from 23 February 2003, travellers and all others: Health Canada 2003.
TRAVELLERS = np.zeros(40)
TRAVELLERS[[0, 5, 18, 29, 37]] = 1
OTHERS = np.array([
    0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 2, 2, 0, 2, 2, 5, 7, 9, 7, 3, 4, 1, 3,
    5, 7, 7, 7, 7, 3, 3, 4, 3, 5,
])  # fmt: skip


def test_imported_cases_infect_but_were_not_infected_here():
    found = estimated_reproduction([0, 2, 3], [0, 0.6, 0.4], imported=[4, 0, 1], window=2)
    # Pressure: 0.6 x 4 = 2.4 on day one, 0.6 x 2 + 0.4 x 4 = 2.8 on day two. Prior Gamma(1, 5).
    assert found.cases.tolist() == [5]
    assert found.pressure == pytest.approx([5.2])
    assert found.shape == pytest.approx([6])
    assert found.mean == pytest.approx([6 / 5.4])
    assert found.sd == pytest.approx([np.sqrt(6) / 5.4])


def test_the_first_day_was_infected_elsewhere_in_any_case():
    said = estimated_reproduction([0, 2, 3], [0, 0.6, 0.4], imported=[4, 0, 0], window=1)
    unsaid = estimated_reproduction([4, 2, 3], [0, 0.6, 0.4], window=1)
    assert said.mean.tolist() == unsaid.mean.tolist()


def test_sars_in_canada_is_overestimated_where_travellers_count_as_infected_there():
    weights = shifted_gamma(8.4, 3.8)
    known = estimated_reproduction(OTHERS, weights, imported=TRAVELLERS)
    naive = estimated_reproduction(OTHERS + TRAVELLERS, weights)
    assert known.pressure == pytest.approx(naive.pressure)
    assert np.all(known.mean <= naive.mean)
    with_travellers = naive.cases > known.cases
    assert with_travellers.sum() == 5 + 7 + 7 + 3
    assert np.all(known.mean[with_travellers] < naive.mean[with_travellers])


def test_only_imports_leave_r_below_what_the_pressure_would_show():
    found = estimated_reproduction(np.zeros(30), FLU, imported=np.full(30, 10))
    assert np.all(found.cases == 0)
    assert found.mean[-1] == pytest.approx(1 / (1 / 5 + 70), rel=1e-6)


@given(st.floats(0.6, 2), st.integers(1, 10))
def test_a_curve_that_follows_the_renewal_equation_gives_its_r_back(r, window):
    days = [1000.0]
    for _ in range(30):
        back = min(len(days), FLU.size - 1)
        days.append(r * float(np.array(days)[::-1][:back] @ FLU[1 : back + 1]))
    found = estimated_reproduction(days, FLU, window=window, prior_mean=1, prior_sd=1e3)
    assert found.mean == pytest.approx(r, rel=1e-3)


def test_ten_times_the_cases_narrow_the_interval_about_the_same_r():
    days = np.full(20, 5)
    few, many = (estimated_reproduction(days * factor, FLU) for factor in (1, 10))
    assert np.all(many.sd < few.sd / 3)
    assert many.mean[-1] == pytest.approx(few.mean[-1], rel=0.05)


def test_few_cases_leave_r_unsettled():
    found = estimated_reproduction([5, 1, 0, 1, 2, 1, 1, 1, 2, 3, 4, 5, 6], FLU)
    assert found.cases.tolist() == [7, 8, 11, 14, 17, 22]
    assert found.settled.tolist() == [False, False, True, True, True, True]
    # A coefficient of variation of 0.3 takes a shape of eleven and a bit.
    assert found.shape[found.settled].min() > 11


def test_cases_out_of_nowhere_are_not_settled_however_many():
    found = estimated_reproduction([1] + 30 * [0] + 20 * [40], [0, 0, 0, 1], window=2)
    assert found.pressure[30] == 0
    assert found.cases[30] == 80
    assert not found.settled[30]


def test_windows_lie_in_the_days_after_the_first():
    found = estimated_reproduction(np.ones(10), FLU, window=9)
    assert (found.first.tolist(), found.last.tolist()) == ([1], [9])
    for window in (0, 10):
        with pytest.raises(BadParameter):
            estimated_reproduction(np.ones(10), FLU, window=window)


def test_input_without_an_answer_is_refused_by_name():
    with pytest.raises(EmptyIncidence):
        estimated_reproduction(np.zeros(10), FLU)
    with pytest.raises(NegativeCount):
        estimated_reproduction([1, -1, 3], FLU, window=1)
    with pytest.raises(ShapesDiffer):
        estimated_reproduction([1, 1, 3], FLU, imported=[1, 1], window=1)
    with pytest.raises(MassAtZero):
        estimated_reproduction([1, 1, 3], [0.5, 0.5], window=1)
    for prior in ({"prior_mean": 0}, {"prior_sd": -1}):
        with pytest.raises(BadParameter):
            estimated_reproduction([1, 1, 3], FLU, window=1, **prior)

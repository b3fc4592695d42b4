from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.combining import infected_by_one
from app.science.errors import BadParameter

doses = st.floats(0, 50)


def test_variable_cases_infect_fewer_of_those_who_met_them_long():
    # The caution of the reference: a dose of one and k = 0.2 give 30 %, not the 63 % of identical cases.
    assert infected_by_one(1.0, 0.2) == pytest.approx(0.301, abs=5e-4)
    assert infected_by_one(1.0, 1e9) == pytest.approx(0.632, abs=5e-4)


def test_small_doses_add_up():
    assert infected_by_one(1e-6, 0.2) == pytest.approx(1e-6, rel=1e-4)


def test_it_is_the_mean_over_gamma_strengths():
    strength = np.random.default_rng(1).gamma(0.3, 1 / 0.3, 400_000)
    assert infected_by_one(0.7, 0.3) == pytest.approx((1 - np.exp(-0.7 * strength)).mean(), abs=2e-3)


@given(doses, doses)
def test_visits_shared_with_one_case_are_not_independent(one, other):
    together = infected_by_one(one + other, 0.2)
    apart = 1 - (1 - infected_by_one(one, 0.2)) * (1 - infected_by_one(other, 0.2))
    assert together <= apart + 1e-12


def test_impossible_input_is_named():
    for dose, dispersion in ((-1.0, 0.2), (1.0, 0.0)):
        with pytest.raises(BadParameter):
            infected_by_one(dose, dispersion)

from __future__ import annotations

import numpy as np
import pytest

from app.science.profile_likelihood import ends, highest


def test_a_normal_likelihood_gives_the_normal_interval():
    low, high = ends(lambda x: -((x - 3) ** 2) / 2, 3, (-10, 10), 0.95)
    assert (low, high) == pytest.approx((3 - 1.959964, 3 + 1.959964), abs=1e-6)


def test_an_end_beyond_the_bounds_is_the_bound():
    assert ends(lambda x: -((x - 3) ** 2) / 2, 3, (2, 4), 0.95) == (2, 4)
    low, high = ends(lambda x: x, 4, (0, 4), 0.5)
    assert (low, high) == pytest.approx((4 - 0.454936 / 2, 4), abs=1e-6)


@pytest.mark.parametrize("peak", [-4.99, -1.234, 0, 4.5])
def test_the_peak_is_found_wherever_it_is(peak):
    assert highest(lambda x: -np.abs(x - peak), (-5, 5)) == pytest.approx(peak, abs=1e-6)


def test_a_peak_at_a_bound_is_found_there():
    assert highest(lambda x: x, (-5, 5)) == pytest.approx(5, abs=1e-6)

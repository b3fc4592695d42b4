"""Backward tracing under superspreading: Endo and others 2020, Wellcome Open Research 5:239.

The paper prints the formulas and sums them up as "3-10 times more infections than a randomly chosen case" and
"by a factor of 2-3" more cases averted; the figures are its formulas at parameters that it shows.
"""

import numpy as np
import pytest

from app.science.errors import BadParameter
from app.science.superspreading import (
    Tracing,
    averted_both_ways,
    averted_forward,
    offspring_of_infector,
    third_generation,
)

SHOWN = Tracing(backward=0.8, traced=0.9, quarantine=0.8, detected=0.2)


@pytest.mark.published(
    "T13", "Endo 2020, mean offspring of the infector of a case", tolerance="printed digits"
)
@pytest.mark.parametrize(
    ("reproduction", "dispersion", "offspring"), [(2.5, 0.1, 28.5), (1.2, 0.2, 8.2), (1.2, 0.3, 6.2)]
)
def test_the_infector_of_a_case_infected_many(reproduction, dispersion, offspring):
    assert offspring_of_infector(reproduction, dispersion) == pytest.approx(offspring, abs=1e-9)


@pytest.mark.published("T13", "Endo 2020, third generation averted each way", tolerance="printed digits")
@pytest.mark.parametrize(
    ("reproduction", "dispersion", "third", "forward", "both", "ratio"),
    [
        (1.2, 0.1, 20.448, 0.1846, 0.5701, 3.0888),
        (2.5, 0.2, 100.0, 0.1800, 0.5688, 3.1600),
        (2.5, 0.5, 53.125, 0.2118, 0.5777, 2.7280),
    ],
)
def test_what_each_direction_averts(reproduction, dispersion, third, forward, both, ratio):
    generation = third_generation(reproduction, dispersion)
    ahead = averted_forward(reproduction, dispersion, SHOWN)
    either = averted_both_ways(reproduction, dispersion, SHOWN)
    assert generation == pytest.approx(third, abs=5e-4)
    assert ahead / generation == pytest.approx(forward, abs=5e-5)
    assert either / generation == pytest.approx(both, abs=5e-5)
    assert either / ahead == pytest.approx(ratio, abs=5e-5)


def test_the_formula_is_what_a_simulated_generation_shows():
    # Each case has one infector, so infectors are met in proportion to their offspring.
    rng = np.random.default_rng(20)
    k, mean = 0.3, 1.2
    offspring = rng.negative_binomial(k, k / (k + mean), 2_000_000)
    met = (offspring**2).sum() / offspring.sum()
    assert met == pytest.approx(offspring_of_infector(mean, k), rel=0.01)


def test_looking_back_in_vain_averts_what_looking_forward_does():
    in_vain = Tracing(backward=0, traced=0.9, quarantine=0.8, detected=0.2)
    assert averted_both_ways(1.2, 0.1, in_vain) == pytest.approx(averted_forward(1.2, 0.1, in_vain))
    assert averted_both_ways(1.2, 0.1, SHOWN) > 2 * averted_forward(1.2, 0.1, SHOWN)


@pytest.mark.parametrize(("reproduction", "dispersion"), [(-1, 0.1), (1, 0), (1, -0.1), (float("nan"), 0.1)])
def test_impossible_numbers_are_refused(reproduction, dispersion):
    with pytest.raises(BadParameter):
        offspring_of_infector(reproduction, dispersion)


def test_a_share_is_a_share():
    with pytest.raises(BadParameter):
        Tracing(backward=1.1, traced=0.9, quarantine=0.8, detected=0.2)

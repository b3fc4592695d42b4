"""The effect of contact tracing against Bradshaw and others, Nature Communications 12:232, 2021.

Mean effective reproduction number of 1,000 outbreaks, manual tracing alone, nine of ten contacts found; two
of the paper's scenarios share each setting. The figures are those of the paper's own program: tracing starts
with a positive test, but with isolation, whatever the test says, once an infector has been found.
"""

import math

import pytest

from app.simulation.branching_settings import Start
from app.simulation.tracing_effect import SCENARIOS, effect

SOURCE = "Bradshaw 2021, Nature Communications 12:232"
PUBLISHED = {
    "none": (2.28, 2.32),
    "forward 2 days": (2.05, 2.07),
    "forward 6 days": (2.02, 2.01),
    "both ways 2 days": (1.87, 1.87),
    "both ways 6 days": (1.55, 1.53),
}


def sigmas(lower, higher):
    """By how many standard errors the one lies below the other."""
    return (higher.pooled - lower.pooled) / math.hypot(lower.pooled_error, higher.pooled_error)


@pytest.mark.published("T14", f"{SOURCE}: order of the scenarios", tolerance="3 standard errors")
def test_the_published_order_comes_out():
    none, forward_2, forward_6, both_2, both_6 = (effect(name, 80, 11) for name in SCENARIOS)
    assert sigmas(forward_2, none) > 3
    assert sigmas(forward_6, forward_2) > -3  # the paper: hardly any difference
    assert sigmas(both_2, forward_6) > 3
    assert sigmas(both_6, both_2) > 3


def test_with_one_start_for_all_only_the_wider_window_makes_looking_backward_worth_it():
    # In two days before symptoms hardly anybody was infected, so nobody finds their infector there.
    forward_2, forward_6, both_2, both_6 = (
        effect(name, 60, 12, start=Start.ISOLATION) for name in list(SCENARIOS)[1:]
    )
    assert sigmas(both_6, forward_6) > 3
    assert abs(sigmas(both_2, forward_2)) < 3
    assert (
        sigmas(both_2, forward_6) < -3
    )  # so the published place of these two is the start, not the direction


@pytest.mark.long
@pytest.mark.published("T14", f"{SOURCE}: mean effective reproduction numbers", tolerance="0.05")
@pytest.mark.parametrize("scenario", PUBLISHED)
def test_the_published_reproduction_numbers(scenario):
    found = effect(scenario, 1000, 2021)
    assert found.reproduction == pytest.approx(sum(PUBLISHED[scenario]) / 2, abs=0.05)
    assert found.standard_error < 0.02
    assert found.published == PUBLISHED[scenario]

"""Published waiting times, restated."""

from __future__ import annotations

import pytest

from app.domain.distributions import Distribution, Family
from app.science.distributions import cdf, deviation, mean, pdf, quantile

HE = Distribution(Family.GAMMA, 20.516508, 1.592124, 12.272481)
ASHCROFT = Distribution(Family.GAMMA, 97.18750, 3.71875, 25.62500)


@pytest.mark.published(
    "T12", "He and others 2020, corrected: infectiousness by days since onset", tolerance="5e-6"
)
def test_he_corrected():
    assert cdf(HE, 0) == pytest.approx(0.44224, abs=5e-6)
    assert mean(HE) == pytest.approx(0.61377, abs=5e-6)
    assert deviation(HE) == pytest.approx(2.84495, abs=5e-6)
    printed = [
        0.01506, 0.03789, 0.07150, 0.10738, 0.13393, 0.14316, 0.13438,
        0.11287, 0.08612, 0.06042, 0.03938, 0.02404, 0.01384, 0.00756,
    ]  # fmt: skip
    assert pdf(HE, range(-5, 9)) == pytest.approx(printed, abs=5e-6)
    printed = [0.0905, 0.1802, 0.3021, 0.4422, 0.5824, 0.7067, 0.8064, 0.9288, 0.9786]
    assert cdf(HE, [-3, -2, -1, 0, 1, 2, 3, 5, 7]) == pytest.approx(printed, abs=5e-5)


@pytest.mark.published(
    "T12", "Ashcroft and others 2020: infectiousness by days since onset", tolerance="5e-6"
)
def test_ashcroft():
    assert cdf(ASHCROFT, 0) == pytest.approx(0.43661, abs=5e-6)
    assert mean(ASHCROFT) == pytest.approx(0.50945, abs=5e-6)
    assert deviation(ASHCROFT) == pytest.approx(2.65099, abs=5e-6)
    assert pdf(ASHCROFT, 0.24055) == pytest.approx(0.1511372, abs=5e-8)


@pytest.mark.published("T12", "He and others 2020: serial interval", tolerance="5e-4")
def test_he_serial_interval():
    serial = Distribution(Family.GAMMA, 8.1237578, 0.6361684, 7.0)
    assert mean(serial) == pytest.approx(5.770, abs=5e-4)
    assert cdf(serial, 0) == pytest.approx(0.0756, abs=5e-5)


@pytest.mark.published("T12", "Incubation of COVID-19: Li 2020, Lauer 2020, McAloon 2020", tolerance="5e-4")
def test_incubation():
    li = Distribution(Family.LOGNORMAL, 1.434065, 0.6612)
    assert (mean(li), quantile(li, 0.5)) == pytest.approx((5.2208, 4.1957), abs=5e-4)
    assert quantile(li, 0.95) == pytest.approx(12.449, abs=5e-4)
    lauer = Distribution(Family.LOGNORMAL, 1.621, 0.418)
    found = [quantile(lauer, share) for share in (0.5, 0.975, 0.99)]
    assert found == pytest.approx([5.058, 11.476, 13.375], abs=5e-4)
    mcaloon = Distribution(Family.LOGNORMAL, 1.63, 0.50)
    assert (mean(mcaloon), quantile(mcaloon, 0.5)) == pytest.approx((5.783, 5.104), abs=5e-4)


@pytest.mark.published("T12", "Ferretti and others 2020: generation time", tolerance="5e-4")
def test_generation_time():
    ferretti = Distribution(Family.WEIBULL, 2.826, 5.665)
    assert (mean(ferretti), deviation(ferretti)) == pytest.approx((5.046, 1.935), abs=5e-4)


def test_the_superseded_profile_of_he_would_be_noticed():
    original = Distribution(Family.GAMMA, 2.115779, 0.6898583, 2.306691)
    assert mean(original) == pytest.approx(0.76029, abs=5e-6)
    assert abs(mean(original) - mean(HE)) > 0.1

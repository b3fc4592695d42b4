"""The reproduction number, by window and by day of onset, against EpiEstim and the R package R0."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from app.science.cohort_reproduction import cohort_reproduction
from app.science.growth import fitted_growth, reproduction_from_growth
from app.science.reproduction import Reproduction, estimated_reproduction
from app.science.serial_intervals import shifted_gamma
from tests.reference import epiestim

SEVEN = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
THREE = (0.025, 0.5, 0.975)

PRUSSIA_1918 = np.array([
    10, 4, 4, 19, 6, 13, 28, 23, 35, 27, 42, 51, 43, 78, 86, 80, 109, 126, 126, 159, 190, 209, 161, 199,
    227, 246, 269, 243, 259, 264, 243, 289, 247, 289, 263, 230, 235, 227, 208, 184, 179, 139, 157, 141,
    128, 142, 129, 99, 109, 79, 86, 73, 86, 71, 80, 71, 58, 56, 42, 61, 48, 47, 47, 40, 36, 47, 31, 39,
    23, 29, 27, 28, 20, 30, 21, 24, 28, 16, 13, 15, 21, 16, 17, 16, 13, 32, 5, 9, 14, 25, 17, 15, 14,
    12, 13, 23, 13, 21, 12, 11, 12, 7, 11, 15, 12, 3, 22, 8, 10, 10, 6, 7, 15, 15, 1, 20, 2, 2, 2, 17,
    16, 15, 11, 3, 1, 3,
])  # fmt: skip
"""Influenza deaths a day from 29 September: Peiper 1920, in Nishiura 2007 and in the R package R0."""


def rows(found: Reproduction, levels: tuple[float, ...]) -> np.ndarray:
    """As EpiEstim prints them: days from one, mean, sd, quantiles."""
    return np.column_stack([found.first + 1, found.last + 1, found.mean, found.sd, found.quantiles(levels)])


def generation_time(mean: float, sd: float) -> np.ndarray:
    """Gamma by days centred on the whole one, day zero left out, cut where 99.99 % is reached."""
    edges = np.concatenate([[0], np.arange(0.5, 60)])
    mass = np.diff(stats.gamma.cdf(edges, (mean / sd) ** 2, scale=sd**2 / mean))
    mass = mass[: int(np.argmax(np.cumsum(mass) > 0.9999)) + 1]
    mass[0] = 0
    return mass / mass.sum()


@pytest.mark.published("T1", "Cori 2013, EpiEstim example 1: influenza 2009, 25 windows", tolerance="1e-6")
def test_influenza_of_2009_with_the_given_serial_interval():
    found = estimated_reproduction(epiestim.FLU_2009, epiestim.FLU_WEIGHTS)
    assert rows(found, SEVEN) == pytest.approx(epiestim.FLU_2009_EXAMPLE_1, abs=1e-6)


@pytest.mark.published("T1", "Cori 2013, EpiEstim example 3: influenza 2009, parametric", tolerance="1e-6")
def test_influenza_of_2009_with_a_parametric_serial_interval():
    found = estimated_reproduction(epiestim.FLU_2009, shifted_gamma(2.6, 1.5))
    assert rows(found, SEVEN) == pytest.approx(epiestim.FLU_2009_EXAMPLE_3, abs=1e-6)


@pytest.mark.published("T2", "Cori 2013, web appendix 11: EpiEstim discr_si(k, 2.6, 1.5)", tolerance="1e-7")
def test_the_discrete_shifted_gamma():
    printed = [0, 0.2331721, 0.3585794, 0.1981108, 0.1033427, 0.0529052]
    printed += [0.0268215, 0.0135162, 0.0067834, 0.0033944, 0.0016947, 0.0008446]
    assert shifted_gamma(2.6, 1.5)[:12] == pytest.approx(printed, abs=1e-7)


@pytest.mark.published("T3", "EpiEstim Flu1918: influenza in Baltimore, 85 windows", tolerance="1e-6")
def test_influenza_of_1918():
    found = estimated_reproduction(epiestim.FLU_1918, epiestim.FLU_WEIGHTS)
    assert rows(found, THREE) == pytest.approx(epiestim.FLU_1918_WINDOWS, abs=1e-6)


@pytest.mark.published("T3", "EpiEstim Measles1861: measles in Hagelloch, 41 windows", tolerance="1e-6")
def test_measles_of_1861():
    found = estimated_reproduction(epiestim.MEASLES_1861, epiestim.MEASLES_WEIGHTS)
    assert rows(found, THREE) == pytest.approx(epiestim.MEASLES_1861_WINDOWS, abs=1e-6)


@pytest.mark.published("T4", "Wallinga-Teunis, EpiEstim: ten cases a day for 100 days", tolerance="1e-9")
def test_cohorts_of_a_flat_curve_replace_themselves():
    found = cohort_reproduction(np.full(100, 10), epiestim.FLU_WEIGHTS)
    assert found.mean[11:80] == pytest.approx(1, abs=1e-9)
    assert found.mean[9:80].mean() == pytest.approx(1, abs=1e-3)
    assert found.mean[-1] == 0


@pytest.mark.published("T4", "Wallinga-Teunis, R package R0: influenza in Prussia 1918", tolerance="1e-6")
def test_cohorts_of_influenza_in_prussia():
    printed = [
        2.322239,
        2.272013,
        1.998474,
        1.843703,
        2.019297,
        1.867488,
        1.644993,
        1.553265,
        1.553317,
        1.601317,
    ]
    found = cohort_reproduction(PRUSSIA_1918, generation_time(3, 1.5))
    assert found.mean[:10] == pytest.approx(printed, abs=1e-6)


@pytest.mark.published("T19", "R package R0: gamma generation time by days", tolerance="1e-9")
def test_the_generation_time_of_that_package():
    printed = [0, 0.2553188589, 0.3247178420, 0.2199060781, 0.1144367560, 0.0515687896, 0.0212246257]
    assert generation_time(2.45, 1.38)[:7] == pytest.approx(printed, abs=1e-9)


@pytest.mark.published("T19", "R package R0, exponential growth: influenza in Prussia 1918", tolerance="1e-6")
def test_the_reproduction_number_from_the_growth_of_influenza_in_prussia():
    growth = fitted_growth(PRUSSIA_1918[:27], overdispersed=False)
    rates = np.array([growth.rate, growth.low, growth.high])
    # The package spreads each day's mass over the day that follows: Wallinga and Lipsitch, equation 3.6.
    spread = rates / -np.expm1(-rates)
    found = spread * reproduction_from_growth(rates, generation_time(3, 1.5))
    assert found == pytest.approx([1.525895, 1.494984, 1.557779], abs=1e-6)

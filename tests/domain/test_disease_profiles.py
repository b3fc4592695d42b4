"""The profiles that ship: every value sound, cited, and as the cited paper has it."""

from __future__ import annotations

import math
import re

import pytest
from scipy import stats

from app.domain.disease_checks import checked_disease, cited_values
from app.domain.disease_profiles import DISEASES
from app.domain.diseases import BY_AIR
from app.domain.distributions import Distribution, Family
from app.domain.policy import Policy
from app.domain.retention import days_needed, required_days
from app.domain.spaces import SpaceKind
from app.science.distributions import mean as mean_of

SLUGS = ["covid-19", "influenza", "measles", "pertussis", "mpox", "ebola"]
profiles = pytest.mark.parametrize("disease", DISEASES.values(), ids=DISEASES.keys())


def frozen(waiting: Distribution):
    """By scipy alone, so that our own conversion is not judged by itself."""
    first, second, shift = waiting.first, waiting.second, waiting.shift
    if waiting.family is Family.GAMMA:
        return stats.gamma(first, loc=-shift, scale=1 / second)
    if waiting.family is Family.LOGNORMAL:
        return stats.lognorm(second, loc=-shift, scale=math.exp(first))
    return stats.weibull_min(first, loc=-shift, scale=second)


def test_six_diseases_ship_under_their_slugs():
    assert list(DISEASES) == SLUGS
    assert [disease.slug for disease in DISEASES.values()] == SLUGS


@profiles
def test_a_profile_passes_the_checks_that_a_citys_own_must_pass(disease):
    assert checked_disease(disease) is disease


@profiles
def test_every_value_has_a_source_with_who_and_when_or_says_that_it_is_assumed(disease):
    assert set(disease.sources) == set(cited_values(disease))
    for field, source in disease.sources.items():
        # Somebody's name or an office's, and the year close behind it.
        named = re.search(r"(?:[A-Z][\w-]+|CDC|WHO|PAHO)[^:;.]{0,90}\b(?:1[89]|20)\d\d\b", source)
        assert named, (disease.slug, field, source)


@profiles
def test_the_backward_window_is_the_incubations_quantiles_outward(disease):
    low, high = frozen(disease.incubation).ppf([0.025, 0.975])
    assert disease.incubation_window == (math.floor(low), math.ceil(high))


@pytest.mark.parametrize(
    ("slug", "least", "most"),
    [
        ("covid-19", 0.95, 0.97),  # He 2020: 3 % before four days, 1 % after the eighth
        ("influenza", 0.98, 1),
        ("measles", 0.98, 1),
        ("pertussis", 0.98, 1),
        ("mpox", 0.99, 1),
        ("ebola", 0.99, 1),
    ],
)
def test_the_forward_window_covers_what_its_source_says(slug, least, most):
    disease = DISEASES[slug]
    curve = frozen(disease.infectiousness)
    share = curve.cdf(disease.infectious_after) - curve.cdf(-disease.infectious_before)
    assert least < share <= most


@pytest.mark.parametrize(
    ("slug", "field", "mean", "deviation"),
    [
        ("covid-19", "incubation", 5.78, 3.08),  # McAloon 2020
        ("covid-19", "infectiousness", 0.614, 2.845),  # He 2020, corrected
        ("covid-19", "serial_interval", 5.77, 4.48),  # He 2020
        ("influenza", "serial_interval", 3.6, 1.6),  # Cowling 2009
        ("measles", "serial_interval", 11.7, 11.7 * 0.16),  # Vink 2014; spread of Hagelloch
        ("pertussis", "serial_interval", 22.8, 22.8 * 0.3),  # Vink 2014; spread assumed
        ("mpox", "serial_interval", 8.5, 5.0),  # Madewell 2023
        ("mpox", "infectiousness", 0.6, 3.0),  # Ponce 2024: 8.7 - 8.1
        ("ebola", "incubation", 10.3, 8.2),  # WHO Ebola Response Team 2015
        ("ebola", "serial_interval", 14.2, 9.6),  # the same
    ],
)
def test_means_and_deviations_are_those_of_the_cited_papers(slug, field, mean, deviation):
    waiting = getattr(DISEASES[slug], field)
    assert frozen(waiting).mean() == pytest.approx(mean, abs=0.01 * max(1, mean))
    assert frozen(waiting).std() == pytest.approx(deviation, abs=0.02 * deviation)
    assert mean_of(waiting) == pytest.approx(frozen(waiting).mean())


@pytest.mark.parametrize(
    ("slug", "quantiles"),
    [
        ("influenza", {0.05: 0.7, 0.5: 1.4, 0.95: 2.8}),  # Lessler 2009, influenza A
        ("measles", {0.05: 8.9, 0.5: 12.5, 0.95: 17.7}),  # Lessler 2009
        ("mpox", {0.025: 3.6, 0.05: 4.2, 0.5: 8.5, 0.95: 17.3, 0.975: 19.9}),  # Miura 2022
        ("pertussis", {0.5: math.sqrt(7 * 10), 0.975: 21}),  # CDC 2021
    ],
)
def test_incubations_have_the_published_quantiles(slug, quantiles):
    curve = frozen(DISEASES[slug].incubation)
    for share, days in quantiles.items():
        assert curve.ppf(share) == pytest.approx(days, abs=0.15)


@pytest.mark.parametrize(
    ("slug", "share", "within"),
    [("covid-19", 0.442, 0.001), ("influenza", 0.045, 0.035), ("mpox", 0.53, 0.10)],
)
def test_the_share_passed_on_before_onset_is_the_published_one(slug, share, within):
    # He 2020 44 %; Lau 2010 1 to 8 %; Ward 2022 53 % (43 to 62 %).
    assert frozen(DISEASES[slug].infectiousness).cdf(0) == pytest.approx(share, abs=within)


@pytest.mark.parametrize("slug", ["influenza", "pertussis", "ebola"])
def test_infectiousness_follows_from_serial_interval_and_incubation(slug):
    disease = DISEASES[slug]
    left = frozen(disease.serial_interval).mean() - frozen(disease.incubation).mean()
    assert frozen(disease.infectiousness).mean() == pytest.approx(left, abs=0.05)


def hazard(attack_rate: float) -> float:
    return -math.log(1 - attack_rate)


_FERRETTIS_DAYS = 11
"""From two days before onset to eight after."""


def days_of(slug: str) -> int:
    return DISEASES[slug].infectious_before + DISEASES[slug].infectious_after + 1


def test_the_hazard_of_covid_is_ferrettis():
    # 1.1 % an hour is an average over days -2 to 8 already: not to be divided by the peak of the curve.
    covid = DISEASES["covid-19"]
    curve = frozen(covid.infectiousness)
    ours, theirs = ((curve.cdf(9) - curve.cdf(-before)) / (before + 9) for before in (4, 2))
    assert (covid.infectious_before, covid.infectious_after) == (4, 8)
    assert covid.dose.per_hour == pytest.approx(hazard(0.011) * ours / theirs, rel=1e-3)


@pytest.mark.parametrize(
    ("slug", "household"), [("influenza", 0.145), ("measles", 0.756), ("pertussis", 0.80)]
)
def test_the_other_hazards_follow_from_households(slug, household):
    # Carcione 2011, Hope Simpson 1952, CDC 2021, each against 16.6 % of Madewell 2020.
    ratio = hazard(household) / hazard(0.166) * _FERRETTIS_DAYS / days_of(slug)
    assert DISEASES[slug].dose.per_hour == pytest.approx(hazard(0.011) * ratio, rel=5e-3)


def test_what_settles_and_decays_is_that_of_caimira():
    # 1.88e-4 m/s from 1.5 m; decay 1.1537 an hour at 20 °C and 50 % humidity.
    assert DISEASES["covid-19"].dose.loss_per_hour == pytest.approx(3600 * 1.88e-4 / 1.5 + 1.1537, abs=0.01)


@profiles
def test_only_what_passes_through_the_air_has_a_dose_and_a_tail(disease):
    assert (disease.dose is not None) == (disease.mode in BY_AIR)
    assert bool(disease.tail) == (disease.mode in BY_AIR)


@profiles
def test_larger_spaces_never_have_lower_thresholds(disease):
    order = [SpaceKind.CABIN, SpaceKind.ROOM, SpaceKind.HALL, SpaceKind.OPEN_AIR]
    minutes = [disease.thresholds.minutes[kind] for kind in order]
    assert minutes == sorted(minutes)


def test_the_default_retention_is_exactly_what_the_default_diseases_need():
    policy = Policy()
    active = [DISEASES[slug] for slug in policy.diseases]
    assert required_days(active) == policy.retention_days == 21
    needed = {slug: days_needed(disease) for slug, disease in DISEASES.items()}
    assert needed == {
        "covid-19": 21, "influenza": 11, "measles": 21, "pertussis": 42, "mpox": 30, "ebola": 46,
    }  # fmt: skip


@profiles
def test_a_profile_has_its_name_in_both_languages(disease):
    assert disease.called("vi")
    assert disease.called("en")
    assert disease.called("xx") == disease.slug

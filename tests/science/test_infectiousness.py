from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.distributions import Distribution, Family
from app.science.distributions import cdf
from app.science.errors import BadParameter, NotADistribution
from app.science.infectiousness import averaged, curve_of, window_share

ZONE, TODAY = ZoneInfo("Asia/Ho_Chi_Minh"), date(2026, 11, 23)
COVID = DISEASES["covid-19"]
DAY = timedelta(days=1)


def curve(onset: Onset | None = None, sample: date | None = None, disease=COVID):
    return curve_of(Dates(onset, sample, None), disease, zone=ZONE, today=TODAY)


def noon(day: int) -> datetime:
    return datetime(2026, 11, day, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("slug", sorted(DISEASES))
def test_the_mean_over_the_forward_window_is_one(slug):
    # Onset known to the day: the window is smeared over that day, so what lies outside it is small.
    disease = DISEASES[slug]
    found = curve(Onset(date(2026, 11, 10)), disease=disease)
    hours = (disease.infectious_before + disease.infectious_after + 1) * 24
    assert found.given_off[-1] == pytest.approx(hours, rel=0.12)


def test_a_case_infects_most_around_its_onset():
    found = curve(Onset(date(2026, 11, 10)))
    days = [found.mean_level(noon(day), noon(day) + DAY) for day in range(8, 18)]
    assert max(days) == days[2] or max(days) == days[1]
    assert days[9] < 0.1 * max(days)


def test_a_vague_onset_spreads_what_a_case_gives_off():
    sharp, vague = (curve(Onset(date(2026, 11, 10), p)) for p in (Precision.DAY, Precision.WEEK))
    assert vague.mean_level(noon(10), noon(11)) < sharp.mean_level(noon(10), noon(11))
    assert vague.mean_level(noon(16), noon(17)) > sharp.mean_level(noon(16), noon(17))


def test_without_symptoms_the_sample_stands_for_the_onset_and_less_is_given_off():
    ill, well = curve(Onset(date(2026, 11, 10))), curve(None, date(2026, 11, 10))
    share = well.given_off[-1] / ill.given_off[-1]
    width = COVID.sample_window[1] - COVID.sample_window[0]
    assert share < COVID.without_symptoms * (1 + width / 5)
    assert well.mean_level(noon(10), noon(11)) < 0.7 * ill.mean_level(noon(10), noon(11))


def test_averaging_over_the_onset_agrees_with_many_onsets():
    days = np.linspace(-3, 9, 25)
    onsets = (np.arange(4000) + 0.5) / 4000 * 3.0
    brute = cdf(COVID.infectiousness, days[:, None] - onsets).mean(axis=1)
    assert averaged(COVID.infectiousness, days, 3.0) == pytest.approx(brute, abs=2e-6)


def test_an_empty_interval_is_named():
    with pytest.raises(BadParameter):
        averaged(COVID.infectiousness, [0.0], 0.0)


def test_a_profile_that_never_infects_in_its_own_window_is_named():
    late = replace(COVID, infectiousness=Distribution(Family.GAMMA, 4.0, 100.0, -50.0))
    with pytest.raises(NotADistribution):
        window_share(late)

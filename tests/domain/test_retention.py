from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.disease_profiles import DISEASES
from app.domain.errors import RetentionTooShort
from app.domain.policy import Policy
from app.domain.retention import checked_retention, days_needed, first_kept_day, required_days

COVID, MPOX = DISEASES["covid-19"], DISEASES["mpox"]


def test_a_disease_needs_its_longest_look_back_and_the_time_until_the_report():
    assert days_needed(COVID) == 14 + 7
    early = replace(COVID, infectious_before=20)
    assert days_needed(early) == 20 + 7


def test_days_after_onset_never_lengthen_it():
    assert days_needed(replace(COVID, infectious_after=60)) == days_needed(COVID)


def test_the_longest_disease_decides():
    assert required_days([COVID, MPOX]) == days_needed(MPOX) > days_needed(COVID)
    assert required_days([]) == 0


def test_a_retention_below_it_is_refused_by_name_and_one_at_it_is_not():
    enough = replace(Policy(), retention_days=30)
    assert checked_retention(enough, [COVID, MPOX]) is enough
    with pytest.raises(RetentionTooShort) as refused:
        checked_retention(replace(Policy(), retention_days=29), [COVID, MPOX])
    assert (refused.value.disease, refused.value.days) == ("mpox", 30)


def test_the_day_of_infection_of_a_case_reported_in_time_is_still_kept(now):
    onset = date(2026, 11, 23 - COVID.reporting_days)
    infected = date.fromordinal(onset.toordinal() - COVID.incubation_window[1])
    assert first_kept_day(Policy(), now=now) <= infected

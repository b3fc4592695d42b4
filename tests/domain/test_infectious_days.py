from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.infectious_days import asked_days, infected_days, infectious_days

TODAY = date(2026, 11, 23)
LONG_AGO = TODAY - timedelta(days=90)
COVID, MEASLES = DISEASES["covid-19"], DISEASES["measles"]


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def onset(ago: int, precision: Precision = Precision.DAY, isolated: int | None = None) -> Dates:
    return Dates(Onset(day(ago), precision), None, None if isolated is None else day(isolated))


def asked(dates: Dates, disease=COVID, oldest_kept: date = LONG_AGO) -> tuple[date, date]:
    return asked_days(dates, disease, today=TODAY, oldest_kept=oldest_kept)


def test_the_backward_window_runs_from_the_longest_incubation_to_the_shortest():
    assert infected_days(onset(4), COVID, today=TODAY) == (day(18), day(5))
    assert infected_days(onset(4), MEASLES, today=TODAY) == (day(23), day(12))


def test_an_uncertain_onset_widens_it_both_ways():
    assert infected_days(onset(6, Precision.WEEK), COVID, today=TODAY) == (day(6 + 4 + 14), day(6 - 4 + 1))


def test_it_never_reaches_beyond_today():
    assert infected_days(onset(0, Precision.WEEK), COVID, today=TODAY) == (day(18), day(0))


def test_without_symptoms_the_sample_stands_for_the_onset():
    dates = Dates(None, day(3), None)
    first, last = COVID.sample_window
    expected = day(3) + timedelta(days=first - 14), min(day(3) + timedelta(days=last - 1), TODAY)
    assert infected_days(dates, COVID, today=TODAY) == expected


def test_a_patient_is_asked_for_both_directions():
    assert asked(onset(4)) == (day(18), day(0))
    assert asked(onset(4, isolated=2)) == (day(18), day(2)), "the last day is where the infectious days end"
    assert asked(onset(4))[1] == infectious_days(onset(4), COVID, today=TODAY)[1]


def test_where_infecting_begins_before_any_infection_can_have_been_that_counts():
    early = replace(COVID, incubation_window=(0, 1), infectious_before=3)
    assert asked(onset(4), early)[0] == day(7)


@pytest.mark.parametrize(("kept", "first"), [(30, 18), (18, 18), (17, 17), (2, 2), (0, 0)])
def test_nothing_is_asked_for_that_is_not_kept_any_more(kept, first):
    assert asked(onset(4), oldest_kept=day(kept)) == (day(first), day(0))


def test_days_never_stand_in_the_wrong_order():
    first, last = asked(onset(50, isolated=45), oldest_kept=day(21))
    assert first == last == day(45)

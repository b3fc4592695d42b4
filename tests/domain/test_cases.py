from __future__ import annotations

from datetime import date

import pytest

from app.domain.case_dates import Onset, Precision, checked_dates
from app.domain.disease_profiles import DISEASES
from app.domain.errors import InputRefused
from app.domain.infectious_days import infectious_days

TODAY = date(2026, 11, 23)
COVID = DISEASES["covid-19"]


def days(**given) -> tuple[date, date]:
    dates = checked_dates(given.get("onset"), given.get("sample"), given.get("isolated"), today=TODAY)
    return infectious_days(dates, COVID, today=TODAY)


def test_a_case_infects_from_four_days_before_onset():
    assert days(onset=Onset(date(2026, 11, 10))) == (date(2026, 11, 6), date(2026, 11, 18))


def test_an_uncertain_onset_widens_the_window_on_both_sides():
    assert days(onset=Onset(date(2026, 11, 10), Precision.DAYS)) == (date(2026, 11, 4), date(2026, 11, 20))


def test_the_window_ends_today():
    assert days(onset=Onset(date(2026, 11, 22))) == (date(2026, 11, 18), TODAY)


def test_isolation_ends_it():
    window = days(onset=Onset(date(2026, 11, 10)), isolated=date(2026, 11, 12))
    assert window == (date(2026, 11, 6), date(2026, 11, 12))


def test_without_symptoms_onset_would_have_been_from_a_week_before_the_sample_to_three_days_after():
    assert days(sample=date(2026, 11, 10)) == (date(2026, 10, 30), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("given", "field", "kind"),
    [
        ({}, "onset", "onset_or_sample"),
        ({"onset": Onset(date(2026, 11, 24))}, "onset", "future"),
        ({"sample": date(2026, 8, 1)}, "sample", "long_ago"),
        ({"sample": TODAY, "isolated": date(2026, 12, 1)}, "isolated", "future"),
    ],
)
def test_dates_that_cannot_be_are_refused_by_name(given, field, kind):
    with pytest.raises(InputRefused) as refused:
        days(**given)
    assert [(p.field, p.kind) for p in refused.value.problems] == [(field, kind)]

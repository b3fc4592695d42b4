"""When a case may have infected others, when it may have been infected, and for which days that asks."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.domain.case_dates import Dates
from app.domain.diseases import Disease
from app.domain.spans import Span, day_span


def onset_days(dates: Dates, disease: Disease, *, today: date) -> tuple[date, date]:
    """First and last day on which the onset was, or for a case without symptoms would have been.

    Without an onset the sample stands for it, through the profile's window; without either, today does.
    """
    if dates.onset is not None:
        return dates.onset.earliest, dates.onset.latest
    sample = dates.sample_on or today
    first, last = disease.sample_window
    return sample + timedelta(days=first), sample + timedelta(days=last)


def infectious_days(dates: Dates, disease: Disease, *, today: date) -> tuple[date, date]:
    """The first and last local day on which the case may have infected somebody, up to today.

    Being isolated ends it with that day.
    """
    first, last = onset_days(dates, disease, today=today)
    first -= timedelta(days=disease.infectious_before)
    last += timedelta(days=disease.infectious_after)
    if dates.isolated_on is not None:
        last = min(last, max(dates.isolated_on, first))
    return min(first, today), min(last, today)


def infectious_span(dates: Dates, disease: Disease, *, zone: ZoneInfo, today: date) -> Span:
    """The same as a span of time."""
    first, last = infectious_days(dates, disease, today=today)
    return Span(day_span(first, zone).start, day_span(last, zone).end)


def infected_days(dates: Dates, disease: Disease, *, today: date) -> tuple[date, date]:
    """The first and last local day of the backward window: when the case may have been infected, up to today.

    From the longest incubation before the earliest onset to the shortest before the latest.
    """
    first, last = onset_days(dates, disease, today=today)
    shortest, longest = disease.incubation_window
    first, last = first - timedelta(days=longest), last - timedelta(days=shortest)
    return min(first, today), min(last, today)


def asked_days(dates: Dates, disease: Disease, *, today: date, oldest_kept: date) -> tuple[date, date]:
    """The days whose visits a patient is asked for: both directions, as far back as visits are kept.

    An onset before everything kept leaves the newest day that is asked for.
    """
    first, last = infectious_days(dates, disease, today=today)
    first = min(first, infected_days(dates, disease, today=today)[0])
    return min(max(first, oldest_kept), last), last

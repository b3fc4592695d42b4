"""When a case may have infected others."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.domain.case_dates import Dates
from app.domain.diseases import Disease
from app.domain.spans import Span, day_span


def infectious_days(dates: Dates, disease: Disease, *, today: date) -> tuple[date, date]:
    """The first and last local day on which the case may have infected somebody, up to today.

    Without an onset the sample day stands for it: an asymptomatic case is traced around its sample. Being
    isolated ends it with that day.
    """
    first = last = dates.sample_on or today
    if dates.onset is not None:
        first, last = dates.onset.earliest, dates.onset.latest
    first -= timedelta(days=disease.infectious_before)
    last += timedelta(days=disease.infectious_after)
    if dates.isolated_on is not None:
        last = min(last, max(dates.isolated_on, first))
    return min(first, today), min(last, today)


def infectious_span(dates: Dates, disease: Disease, *, zone: ZoneInfo, today: date) -> Span:
    """The same as a span of time."""
    first, last = infectious_days(dates, disease, today=today)
    return Span(day_span(first, zone).start, day_span(last, zone).end)

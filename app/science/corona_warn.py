"""The rule of the Corona-Warn-App's check-ins, the one national system whose rule is public in every part.

A policy to choose, and a baseline to beat: no rooms, no zones, half an hour of air at most, and whoever was
in the same venue counts by the minute. In the app's order: the case's stay becomes a warning on a ten-minute
grid, is cut at UTC midnight and weighted by its day; the other's stay is cut at UTC midnight; each overlap is
rounded to whole minutes, weighted, and added up by day. `corona_warn_columns` does the same for whole cities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from app.domain.spans import Span
from app.science.corona_warn_intervals import in_utc, overlap_minutes, split_at_midnight, warning_interval
from app.science.corona_warn_risk import HIGH_TENTHS, TENTHS, transmission_risk_level

MAX_AGE_DAYS: Final = 10
"""Overlaps that ended before the UTC midnight this many days back no longer count."""
_EVER: Final = datetime.min.replace(tzinfo=UTC)


class CheckIn(NamedTuple):
    """One stay: who, where, from when to when. Ends at or before its start are ignored, as in the app."""

    person: Hashable
    venue: Hashable
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What one person shared with the case on one UTC day."""

    minutes: float
    """Normalised minutes: whole minutes of overlap times the weight of the case's day."""
    high: bool


def corona_warn_minutes(
    case_stays: Iterable[CheckIn],
    other_stays: Iterable[CheckIn],
    onset: date,
    *,
    today: date | None = None,
) -> dict[tuple[Hashable, date], Day]:
    """What everybody shared with one case, by person and UTC day; nobody without an overlap is in it.

    Args:
        case_stays: The stays of the case; its own stays among the others are left out.
        other_stays: The stays of everybody else, where need be of the whole city.
        onset: Day of the case's first symptoms; for a case without any, the day that stands for it.
        today: Leaves out what is older than `MAX_AGE_DAYS`; None keeps everything.

    Raises:
        NaiveTime: a time without a zone.
    """
    case_stays = list(case_stays)
    own = {stay.person for stay in case_stays}
    warnings: dict[Hashable, list[tuple[Span, int]]] = {}
    for stay in case_stays:
        warnings.setdefault(stay.venue, []).extend(_warnings(stay, onset))
    oldest = _EVER if today is None else _oldest(today)
    sums: Counter[tuple[Hashable, date]] = Counter()
    for stay in other_stays:
        if stay.person in own:
            continue
        for part in split_at_midnight(stay.start, stay.end):
            for warning, tenths in warnings.get(stay.venue, ()):
                minutes = overlap_minutes(part, warning)
                if minutes is not None and min(part.end, warning.end) >= oldest:
                    sums[stay.person, part.start.date()] += tenths * minutes
    return {key: Day(tenths / 10, tenths >= HIGH_TENTHS) for key, tenths in sums.items()}


def _warnings(stay: CheckIn, onset: date) -> list[tuple[Span, int]]:
    """The parts of a case's stay that warn anybody, with the weight of a minute in tenths."""
    start, end = in_utc(stay.start), in_utc(stay.end)
    interval = warning_interval(Span(start, end)) if start < end else None
    if interval is None:
        return []
    parts = split_at_midnight(interval.start, interval.end)
    weighed = [(part, TENTHS[transmission_risk_level((part.start.date() - onset).days)]) for part in parts]
    return [(part, tenths) for part, tenths in weighed if tenths]


def _oldest(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=MAX_AGE_DAYS), time(), tzinfo=UTC)

"""Stays as the Corona-Warn-App sees them: cut at midnight, widened to a warning, rounded to minutes.

Source: the app's technical specification for check-ins (2021) and the tests of its public source code, whose
cases are reproduced in `tests/reference`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from app.domain.spans import Span
from app.science.errors import NaiveTime

SHORTEST: Final = timedelta(minutes=10)
"""A case's stay below this warns nobody."""
LONGEST_DECAY: Final = timedelta(minutes=30)
"""How long aerosols stay at most; after a shorter stay as long as the stay was."""
GRID: Final = timedelta(minutes=10)
_MINUTE: Final = timedelta(minutes=1)
_CHECK_OUT_STEP, _LONGEST_CHECK_OUT = 15, 23 * 60 + 45


def split_at_midnight(start: datetime, end: datetime) -> list[Span]:
    """The stay as spans of one UTC day each; none when it does not end after it starts.

    Raises:
        NaiveTime: a time without a zone.
    """
    start, end = in_utc(start), in_utc(end)
    parts = []
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), tzinfo=UTC)
        parts.append(Span(start, min(midnight, end)))
        start = midnight
    return parts


def warning_interval(stay: Span) -> Span | None:
    """When others are warned of a case's stay: with the air left behind, on the ten-minute grid, in UTC.

    The length, decay included, is rounded to the grid, halves up. It begins in the grid cell of the start, or
    ends in that of the end where the stay covers more of that one. None when the stay is under ten minutes.
    """
    start, end = in_utc(stay.start), in_utc(stay.end)
    if end - start < SHORTEST:
        return None
    end += min(end - start, LONGEST_DECAY)
    first, last = _on_grid(start), _on_grid(end)
    length = (end - start + GRID / 2) // GRID * GRID
    if end - last > first + GRID - start:
        return Span(last + GRID - length, last + GRID)
    return Span(first, first + length)


def overlap_minutes(stay: Span, warning: Span) -> int | None:
    """Whole minutes, halves up, that a stay shares with a warning; None when they only touch."""
    shared = stay.overlap(warning)
    if shared is None:
        return None
    return (in_utc(shared.end) - in_utc(shared.start) + _MINUTE / 2) // _MINUTE


def default_check_out(
    default_minutes: int | None, *, now: datetime | None = None, ends_at: datetime | None = None
) -> timedelta:
    """After how long the app checks somebody out by itself.

    Args:
        default_minutes: The venue's usual length of stay; None or 0 where the code names none.
        now: When they check in.
        ends_at: When the event ends; asked only where there is no usual length.

    Returns:
        Rounded to a quarter of an hour, halves up, between 15 minutes and 23 h 45.

    Raises:
        NaiveTime: a time without a zone.
    """
    minutes = default_minutes or 0
    if not minutes and now is not None and ends_at is not None:
        minutes = (in_utc(ends_at) - in_utc(now)) // _MINUTE
    rounded = (minutes + _CHECK_OUT_STEP // 2) // _CHECK_OUT_STEP * _CHECK_OUT_STEP
    return timedelta(minutes=min(max(rounded, _CHECK_OUT_STEP), _LONGEST_CHECK_OUT))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, where differences are elapsed time on every day of the year.

    Raises:
        NaiveTime: it has no zone.
    """
    if moment.tzinfo is None:
        raise NaiveTime("a check-in needs aware times")
    return moment.astimezone(UTC)


def _on_grid(moment: datetime) -> datetime:
    """The beginning of the grid cell; the grid divides the hour, so it is the same from any midnight."""
    return moment - (moment - datetime.combine(moment.date(), time(), tzinfo=UTC)) % GRID

"""Half-open intervals of aware time: [start, end)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The time from `start` up to but not including `end`; both aware, never empty.

    Raises:
        ValueError: naive times, or an end that is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware times")
        if self.end <= self.start:
            raise ValueError("a span ends after it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def contains(self, moment: datetime) -> bool:
        """Whether the moment lies inside; the end itself does not."""
        return self.start <= moment < self.end

    def overlap(self, other: Span) -> Span | None:
        """The time the two share, or None when they only touch or lie apart."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def extended(self, tail: timedelta) -> Span:
        """The same span ending later by `tail`."""
        return Span(self.start, self.end + tail)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time as few spans: in order, overlapping and touching ones made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def total(spans: Iterable[Span]) -> timedelta:
    """How long the spans last together, shared time counted once."""
    return sum((span.length for span in joined(spans)), timedelta())


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of a moment in the city's zone."""
    return moment.astimezone(zone).date()


def day_span(day: date, zone: ZoneInfo) -> Span:
    """The whole of a local day in UTC, 23 to 25 hours where clocks change.

    In UTC because Python subtracts two times of one zone by the wall clock, which would make every day 24.
    """
    midnight, next_midnight = (
        datetime.combine(day + timedelta(days=n), time(), tzinfo=zone).astimezone(UTC) for n in (0, 1)
    )
    return Span(midnight, next_midnight)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included; empty when they are in the wrong order."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

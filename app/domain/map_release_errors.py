"""Why the public map is not released, or a release is not found."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Refusal
from app.domain.windows import Window


class PeriodReleased(Refusal):
    """The public map has been released for some of these days: periods never overlap."""

    def __init__(self, disease: str, released: Window) -> None:
        super().__init__(f"{disease}: released to {released.last}")
        self.released = released


class PeriodUnfinished(Refusal):
    """The public map is released for days that are over."""

    def __init__(self, period: Window) -> None:
        super().__init__(f"not over: {period.last}")
        self.period = period


class WeekTooQuiet(Refusal):
    """Over a third of the wards could not be told by themselves: the release waits and covers two weeks."""

    def __init__(self, week: Window, fortnight: Window) -> None:
        super().__init__(f"{week.first}: waits for {fortnight.last}")
        self.week = week
        self.fortnight = fortnight


class NumbersMissing(Refusal):
    """The numbers of a disease do not reach to the end of a period: what is released can never be mended."""

    def __init__(self, period: Window, newest: date | None) -> None:
        super().__init__(f"numbers to {newest}, not {period.last}")
        self.period = period
        self.newest = newest


class NoSafeRelease(Refusal):
    """Whatever would be released for a period would tell too much."""


class MapReleaseUnknown(Refusal):
    """No such release of the public map."""

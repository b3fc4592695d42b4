"""Spans of whole local days that a map covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LONGEST_WINDOW: Final = 56
"""Days a map may cover."""
A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Whole local days, both ends included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int = A_WEEK) -> Window:
        """The `days` days up to and including `last`."""
        return cls(last - timedelta(days=days - 1), last)

    @classmethod
    def week(cls, until: date) -> Window:
        """The last whole week, Monday to Sunday, that is over by the end of a day."""
        return cls.ending(until - timedelta(days=until.isoweekday() % A_WEEK))

    @property
    def is_week(self) -> bool:
        """Whether it is such a week: the one grain in which small numbers can be hidden for good."""
        return self == Window.week(self.last)

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: Window) -> bool:
        """Whether any day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def moved(self, windows: int) -> Window:
        """The window that many window lengths later; earlier when below zero."""
        step = timedelta(days=self.days * windows)
        return Window(self.first + step, self.last + step)

"""When an illness was noticed, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.errors import InputRefused, Problem


class Precision(StrEnum):
    """How well the onset is known."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"


MARGIN = {Precision.DAY: 0, Precision.DAYS: 2, Precision.WEEK: 4}
"""Days by which the onset may lie earlier or later."""


@dataclass(frozen=True, slots=True)
class Onset:
    """The first day of symptoms, and how well it is known."""

    day: date
    precision: Precision = Precision.DAY

    @property
    def earliest(self) -> date:
        """The first day it can have been."""
        return self.day - timedelta(days=MARGIN[self.precision])

    @property
    def latest(self) -> date:
        """The last day it can have been."""
        return self.day + timedelta(days=MARGIN[self.precision])


@dataclass(frozen=True, slots=True)
class Dates:
    """When the illness was noticed: at least one of the first two is known. Made by `checked_dates`."""

    onset: Onset | None
    sample_on: date | None
    isolated_on: date | None


_OLDEST_ONSET = timedelta(days=60)


def checked_dates(
    onset: Onset | None, sample_on: date | None, isolated_on: date | None, *, today: date
) -> Dates:
    """Check the dates of a case.

    Raises:
        InputRefused: neither onset nor sample; a date in the future, or too long ago to trace.
    """
    problems = []
    if onset is None and sample_on is None:
        problems.append(Problem("onset", "onset_or_sample"))
    named = {"onset": onset.day if onset else None, "sample": sample_on, "isolated": isolated_on}
    for field, day in named.items():
        if day is not None and day > today:
            problems.append(Problem(field, "future"))
        elif day is not None and day < today - _OLDEST_ONSET:
            problems.append(Problem(field, "long_ago", (("days", _OLDEST_ONSET.days),)))
    if problems:
        raise InputRefused(problems)
    return Dates(onset, sample_on, isolated_on)

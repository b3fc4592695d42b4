"""Test results of followed contacts, kept so that thresholds can one day be fitted to them.

What is kept says what an exposure was made of and how the test came out: no person, case, venue, official or
date. While the case keeps its own copies a result hangs on its contact, so that it can be corrected; then
nothing leads back any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.domain.errors import InputRefused, Problem
from app.domain.spaces import SpaceKind


class Result(StrEnum):
    """How the test of a followed contact came out."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_TESTED = "not_tested"
    """Followed to the end without a test: without these rows the tested would look like everybody."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the exposure was made of, as the tracer saw it when the result was recorded."""

    hours: float
    least: float
    most: float
    band: int
    minutes_together: int
    minutes_after: int
    minutes_by_space: Mapping[SpaceKind, int]
    """Minutes together by kind of place: what the thresholds go by."""
    exposures: int
    assurance: str
    """The weakest of all."""
    flags: tuple[str, ...]
    generation: int
    days_to_sample: int | None
    """Whole days from the last exposure to the sample; None without a sample."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """One row. `contact` is None once the case has lost its copies."""

    id: UUID
    contact: UUID | None
    disease: str
    rule: str
    result: Result
    week: str
    features: Features


def week_of(day: date) -> str:
    """2026-W48: the ISO week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def checked_sample(
    result: Result, sampled_on: date | None, *, first: date, last: date, today: date
) -> int | None:
    """Whole days from the last day of exposure to the sample; None for somebody who was not tested.

    Args:
        result: How it came out.
        sampled_on: When the sample was taken, as far as somebody said so.
        first: The first day of exposure.
        last: The last.
        today: The day of recording.

    Raises:
        InputRefused: a result without a day, or a day that cannot be.
    """
    if result is Result.NOT_TESTED:
        return None
    if sampled_on is None:
        raise InputRefused([Problem("sampled", "missing")])
    if sampled_on > today:
        raise InputRefused([Problem("sampled", "future")])
    if sampled_on < first:
        raise InputRefused([Problem("sampled", "before_exposure")])
    return (sampled_on - last).days

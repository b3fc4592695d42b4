"""The numbers of an outbreak as a page shows them, and why one of them is not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from app.science import errors

T = TypeVar("T")


class Reason(StrEnum):
    """Why there is no number."""

    ALL_ALIKE = "all-alike"
    IMPORTED = "imported"
    NO_CASES = "no-cases"
    NO_POPULATION = "no-population"
    NO_PROFILE = "no-profile"
    NO_SERIAL_INTERVAL = "no-serial-interval"
    TOO_FEW_CASES = "too-few-cases"
    TOO_FEW_DAYS = "too-few-days"
    TOO_FEW_PLACES = "too-few-places"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A number that is not given. Better none than one that means nothing."""

    reason: Reason
    least: int | None = None
    """How many cases or days it takes, or at most can take, where that is a number."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the interval in which it lies in 95 of 100 cases."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Unreported:
    """Cases of one day that fell ill by then and are not reported yet."""

    day: date
    known: int
    total: Estimate | None
    """Known and still to come; None where too little is known to say."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The newest days, whose reports are still coming in."""

    days: tuple[Unreported, ...]
    missing: float
    """Still to come, over the days that can be estimated."""
    complete: date
    """The last day nearly all of whose cases are reported, by estimate."""


@dataclass(frozen=True, slots=True)
class WindowR:
    """The reproduction number of one window of days; no estimate where there are too few cases."""

    first: date
    last: date
    cases: int
    r: Estimate | None


@dataclass(frozen=True, slots=True)
class Reproductions:
    """Window by window, the newest last."""

    windows: tuple[WindowR, ...]
    serial_mean: float
    serial_sd: float


@dataclass(frozen=True, slots=True)
class GrowthRate:
    """A day, over the days named; negative when cases become fewer."""

    first: date
    last: date
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Projected:
    """One day to come: its middle, half of the futures, and 19 in 20 of them."""

    day: date
    median: float
    half: tuple[float, float]
    most: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The city-wide numbers."""

    first: date
    cases: tuple[int, ...]
    """A day, from `first`: the days that are shown."""
    correction: Correction | Unsaid
    reproduction: Reproductions | Unsaid
    growth: GrowthRate | Unsaid
    projection: tuple[Projected, ...] | Unsaid

    @property
    def last_week(self) -> tuple[int, int]:
        """Cases of the last seven days, and of the seven before."""
        return sum(self.cases[-7:]), sum(self.cases[-14:-7])


_REASONS: Final = {
    errors.ConstantValues: Reason.ALL_ALIKE,
    errors.EmptyIncidence: Reason.NO_CASES,
    errors.TooFewCases: Reason.TOO_FEW_CASES,
    errors.TooFewPlaces: Reason.TOO_FEW_PLACES,
    errors.TooMany: Reason.TOO_MANY,
}
"""What data can lack. Any other refusal of the methods is a mistake of ours and is not hidden."""


def said(compute: Callable[[], T]) -> T | Unsaid:
    """The number, or why the method refuses to give it."""
    try:
        return compute()
    except tuple(_REASONS) as refused:
        return Unsaid(_REASONS[type(refused)])

"""The values of areas: what was counted or measured, or why there is nothing to show."""

import math
from dataclasses import dataclass


class BadValue(ValueError):
    """A value that cannot be one: below zero, a fraction of a case, not a number."""


@dataclass(frozen=True, slots=True)
class Count:
    """Cases, venues, people: whole numbers.

    Attributes:
        now: The number.
        before: The same in the period before, None where the reader may not or cannot compare.
        detail: One more line for the reader, in words ("12,3 trên 100.000 dân"); may be empty.

    Raises:
        BadValue: If a number is below zero or not whole.
    """

    now: int
    before: int | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        for number in (self.now, self.before):
            # Neither NaN nor infinity is its own floor.
            if number is not None and (number // 1 != number or number < 0):
                raise BadValue(f"a count is a whole number from 0: {self}")


@dataclass(frozen=True, slots=True)
class Rate:
    """Cases per 100,000 people, or a share (1 is all): any number from 0.

    Raises:
        BadValue: If a number is below zero or not finite.
    """

    now: float
    before: float | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        for number in (self.now, self.before):
            if number is not None and not (math.isfinite(number) and number >= 0):
                raise BadValue(f"a rate is a number from 0: {self}")


@dataclass(frozen=True, slots=True)
class Level:
    """A level that somebody decided: 1 is the first class of the scale."""

    number: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """There is a number, too small to be shown to this reader."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class NoData:
    """Nobody has reported a number; not the same as zero."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unreliable:
    """There is a number, but what it would be divided by is not to be trusted."""

    detail: str = ""


Value = Count | Rate | Level | Hidden | NoData | Unreliable

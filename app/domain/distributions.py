"""Waiting times in days, as the literature reports them. What they amount to is computed in `science`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import InputRefused, Problem

SUMS_TO_ONE: Final = 1e-6
"""How far the shares of a daily profile may be from one."""


class Family(StrEnum):
    """The families that the literature of incubation and infectiousness uses."""

    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    WEIBULL = "weibull"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A waiting time X = Y - shift in days, Y of the family.

    gamma: `first` shape, `second` rate a day. lognormal: mean and deviation of the logarithm. weibull:
    shape and scale in days. A shift lets X be negative, as infectiousness before onset is.
    """

    family: Family
    first: float
    second: float
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Daily:
    """A waiting time given day by day: share `shares[n]` falls, evenly, on day `first_day + n`."""

    first_day: int
    shares: tuple[float, ...]


Waiting = Distribution | Daily


def waiting_problems(field: str, waiting: Waiting) -> list[Problem]:
    """What keeps this from being a distribution."""
    if isinstance(waiting, Daily):
        numbers = waiting.shares
        sound = all(math.isfinite(share) and share >= 0 for share in numbers)
        if not sound or not numbers or abs(math.fsum(numbers) - 1) > SUMS_TO_ONE:
            return [Problem(field, "not_one")]
        return []
    if not all(math.isfinite(n) for n in (waiting.first, waiting.second, waiting.shift)):
        return [Problem(field, "not_positive")]
    positive = waiting.second > 0 and (waiting.family is Family.LOGNORMAL or waiting.first > 0)
    return [] if positive else [Problem(field, "not_positive")]


def checked_waiting(field: str, waiting: Waiting) -> Waiting:
    """The same.

    Raises:
        InputRefused: parameters outside the family's range, or daily shares that do not add up to one.
    """
    if problems := waiting_problems(field, waiting):
        raise InputRefused(problems)
    return waiting

"""How infectious one case was, moment by moment, given how well its onset is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.domain.case_dates import Dates
from app.domain.diseases import Disease
from app.domain.distributions import Waiting
from app.domain.infectious_days import onset_days
from app.domain.spans import Span, day_span
from app.science.distributions import cdf
from app.science.errors import BadParameter, NotADistribution

Floats = NDArray[np.float64]
STEPS_A_DAY: Final = 96
_DAY: Final = timedelta(days=1)
_HOURS_A_DAY: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What a case has given off since `origin`, in hours of its mean infectiousness, every 15 minutes.

    Shape of `given_off`: (steps + 1,), never falling. A case of mean infectiousness gives off one an hour.
    """

    origin: datetime
    given_off: Floats

    def until(self, hours: ArrayLike) -> Floats:
        """Given off up to so many hours after the origin (any shape)."""
        steps = np.asarray(hours, dtype=float) * (STEPS_A_DAY / _HOURS_A_DAY)
        return np.asarray(np.interp(steps, np.arange(len(self.given_off)), self.given_off))

    def mean_level(self, start: datetime, end: datetime) -> float:
        """Infectiousness between two moments, against the case's mean over its infectious days."""
        first, last = _hours(start - self.origin), _hours(end - self.origin)
        return (self._at(last) - self._at(first)) / (last - first)

    def _at(self, hours: float) -> float:
        """One value of `until`, without arrays: a trace asks for it six times an exposure."""
        step = hours * (STEPS_A_DAY / _HOURS_A_DAY)
        below = min(max(int(step), 0), len(self.given_off) - 2)
        before, after = self.given_off.item(below), self.given_off.item(below + 1)
        return before + (after - before) * min(max(step - below, 0.0), 1.0)


def _hours(length: timedelta) -> float:
    return length / timedelta(microseconds=1) / 3.6e9


def curve_of(dates: Dates, disease: Disease, *, zone: ZoneInfo, today: date) -> Curve:
    """The curve of one case: the profile's infectiousness averaged over every moment the onset can have been.

    Normalised so that the mean over the forward window is one, which is what a hazard per hour averaged over
    that window asks for (Ferretti and others 2024 report such an average); a case without symptoms gives off
    the profile's share of that.

    Raises:
        NotADistribution: the profile has no infectiousness inside its own forward window.
    """
    first, last = onset_days(dates, disease, today=today)
    begins, ends = day_span(first, zone).start, day_span(last, zone).end
    strength = 1.0 if dates.onset is not None else disease.without_symptoms
    before, after = disease.infectious_before, disease.infectious_after + 1
    share = window_share(disease)
    width = (ends - begins) / _DAY
    offsets = np.arange(-before * STEPS_A_DAY, round((width + after) * STEPS_A_DAY) + 1) / STEPS_A_DAY
    average = averaged(disease.infectiousness, offsets, width)
    hours = (before + after) * _HOURS_A_DAY
    return Curve(begins - before * _DAY, (average - average[0]) * (hours * strength / share))


def steady_curve(window: Span) -> Curve:
    """The curve of somebody unknown: mean infectiousness over the whole window, as an event asks for.

    Of whom nothing is known but that they were there, the mean over the infectious days is what to expect.
    """
    steps = math.ceil(_hours(window.length) * STEPS_A_DAY / _HOURS_A_DAY)
    given_off = np.arange(steps + 1, dtype=np.float64) * (_HOURS_A_DAY / STEPS_A_DAY)
    return Curve(window.start, given_off)


def window_share(disease: Disease) -> float:
    """Share of transmission inside the forward window of a case whose onset is known to the moment.

    Raises:
        NotADistribution: none of it.
    """
    edges = cdf(disease.infectiousness, [-disease.infectious_before, disease.infectious_after + 1])
    share = float(edges[1] - edges[0])
    if not share > 0:
        raise NotADistribution(f"{disease.slug}: no infectiousness between its own first and last day")
    return share


def averaged(waiting: Waiting, days: ArrayLike, width: float) -> Floats:
    """Share of a waiting time over at `days` after the first of `width` days, any of which may be its start.

    Args:
        waiting: Counted from a start that is only known to lie, evenly, in [0, width).
        days: When to look, any shape, in days after the earliest start.
        width: Days, above 0.

    Raises:
        BadParameter: the width is not above zero.
    """
    if not width > 0:
        raise BadParameter(f"an interval of {width} days")
    at = np.asarray(days, dtype=float)
    integral = _integrated(waiting, float(at.min()) - width, float(at.max()))
    return (integral(at) - integral(at - width)) / width


def _integrated(waiting: Waiting, low: float, high: float) -> Callable[[Floats], Floats]:
    """The running integral of the distribution function, by the trapezoid rule on a grid of 15 minutes."""
    grid = np.arange(np.floor(low * STEPS_A_DAY) - 1, np.ceil(high * STEPS_A_DAY) + 2) / STEPS_A_DAY
    share = cdf(waiting, grid)
    steps = (share[1:] + share[:-1]) / (2 * STEPS_A_DAY)
    running = np.concatenate(([0.0], np.cumsum(steps)))
    return lambda x: np.asarray(np.interp(x, grid, running))

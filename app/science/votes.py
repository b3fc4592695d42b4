"""Where a case's time at risk went: each case has one vote, spread over the hours before its onset."""

from __future__ import annotations

import numpy as np

from app.domain.distributions import Waiting
from app.science.errors import BadParameter, NegativeSpan, NotADistribution
from app.science.infectiousness import averaged
from app.science.visit_columns import DAY, Floats, Ints

Window = tuple[float, float]
"""Shortest and longest incubation that is looked at, in days."""


def backward_window(onset: tuple[int, int], window: Window) -> tuple[int, int]:
    """When the infection was, from the longest incubation before the onset to the shortest, in microseconds.

    Args:
        onset: First and last moment at which the illness can have begun, in microseconds.
        window: Shortest and longest incubation, in days.

    Raises:
        NegativeSpan: an onset that ends before it begins.
        BadParameter: a window that is empty or reaches past the onset.
    """
    shortest, longest = window
    if onset[1] <= onset[0]:
        raise NegativeSpan("an onset lies in an interval that is not empty")
    if not 0 <= shortest < longest:
        raise BadParameter(f"an incubation of {shortest} to {longest} days")
    return onset[0] - round(longest * DAY), onset[1] - round(shortest * DAY)


def votes(incubation: Waiting, window: Window, onset: tuple[int, int], start: Ints, end: Ints) -> Floats:
    """Share of one case's infection that falls into each span, shape as `start`, between 0 and 1.

    The incubation's density, averaged over every moment at which the illness can have begun, is integrated
    over the span and divided by its integral over the whole backward window, nights and time at home
    included. So the vote of a case over all hours of its window is one, and what no span covers is
    elsewhere. Every hour is taken as equally risky but for its distance from the onset.

    Args:
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days.
        onset: First and last moment at which the illness can have begun, in microseconds.
        start: Of the spans, in microseconds.
        end: Of the spans, in microseconds.

    Raises:
        NegativeSpan: an onset or a span that ends before it begins.
        BadParameter: a window that is empty.
        NotADistribution: the incubation has nothing inside the window.

    Source: looking back by the incubation period, as backward tracing does (Endo and others 2020, Wellcome
    Open Res 5:239); averaging over the interval of an onset as in Reich and others 2009 (Stat Med 28:2769).
    """
    first, last = backward_window(onset, window)
    if np.any(end < start):
        raise NegativeSpan("a visit ends before it begins")
    edges = np.concatenate((np.clip(start, first, last), np.clip(end, first, last), [first, last]))
    later = averaged(incubation, (onset[1] - edges) / DAY, (onset[1] - onset[0]) / DAY)
    whole = later[-2] - later[-1]
    if not whole > 0:
        raise NotADistribution(f"no incubation between {window[0]} and {window[1]} days")
    share: Floats = (later[: len(start)] - later[len(start) : -2]) / whole
    return np.clip(share, 0.0, 1.0)

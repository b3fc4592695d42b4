"""The search itself: the most likely cluster in the data and in replicates, and those that do not overlap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.science.errors import BadParameter
from app.science.places import Floats
from app.science.scan_statistics import (
    Cluster,
    gumbel_p,
    log_likelihood_ratio,
    monte_carlo_p,
    recurrence_days,
    relative_risk,
)
from app.science.scan_zones import SAME, Circles, Ints

_AT_ONCE: Final = 2_000_000
"""Cases dealt out at a time: bounds the memory of the replicates to about 100 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What is expected under the null hypothesis.

    Attributes:
        circles: The candidate circles.
        scale: Cases expected per weight enclosed, by window, shape (w,): windows of one day, two days, and so
            on; a purely spatial scan has one window.
        total: All cases.
        least: Fewest cases of a cluster.
        today: The day on which all windows end; None if purely spatial.
        every_days: Days between scans, if prospective.
    """

    circles: Circles
    scale: Floats
    total: int
    least: int
    today: int | None = None
    every_days: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Clusters of one or more data sets, one row each, sorted by data set."""

    data_set: Ints
    window: Ints
    entry: Ints
    """The position in `Circles` at which the circle ends."""
    cases: Ints
    expected: Floats
    llr: Floats

    def rows(self, which: Ints) -> Found:
        """Some of them, in this order."""
        return Found(
            self.data_set[which], self.window[which], self.entry[which],
            self.cases[which], self.expected[which], self.llr[which],
        )  # fmt: skip


def evaluated(model: Model, cases: Ints) -> Found:
    """Every circle that ends at a place with cases, in many data sets at once; cases of shape (s, w, n).

    Other circles hold as many cases as a smaller one and more people, so none can be the most likely.
    """
    windows, circles = cases.shape[1], model.circles
    inside = np.take(cases.reshape(-1, cases.shape[2]), circles.places, axis=1)
    at = np.flatnonzero(inside)
    scanned, entry = np.divmod(at, max(len(circles.places), 1))
    centre = circles.centres[entry]
    added = inside.ravel()[at]
    running = np.cumsum(added)
    another = (np.diff(scanned, prepend=-1) != 0) | (np.diff(centre, prepend=-1) != 0)
    total = running - np.maximum.accumulate(np.where(another, running - added, 0))
    enough = np.flatnonzero(total >= model.least)
    data_set, window = np.divmod(scanned[enough], windows)
    closing = circles.closing[entry[enough]].astype(np.int64)
    expected = circles.enclosed[closing] * model.scale[window]
    llr = log_likelihood_ratio(total[enough], expected, model.total)
    return Found(data_set, window, closing, total[enough], expected, llr)


def greatest_by_chance(model: Model, draw: Callable[[int], Ints], replicates: int) -> Floats:
    """The greatest log likelihood ratio anywhere in each of many replicates, shape (replicates,).

    Args:
        model: What is expected.
        draw: Given k, the cases of k replicates under the null hypothesis, shape (k, w, n).
        replicates: How many.

    Raises:
        BadParameter: No replicate is asked for.
    """
    if replicates < 1:
        raise BadParameter("a p-value needs at least one replicate")
    from app.science.scan_kernel import greatest_ratios

    circles = model.circles
    lists = np.append(np.flatnonzero(np.diff(circles.centres, prepend=-1)), len(circles.centres))
    enclosed = circles.enclosed[circles.closing]
    step = max(1, _AT_ONCE // max(model.total, len(circles.places)))
    greatest = np.zeros(replicates)
    for start in range(0, replicates, step):
        cases = np.ascontiguousarray(draw(min(step, replicates - start)).swapaxes(1, 2))
        greatest[start : start + step] = greatest_ratios(
            lists, circles.places, enclosed, model.scale, cases, model.total, model.least
        )
    return greatest


def reported(points: Floats, model: Model, cases: Ints, maxima: Floats) -> tuple[Cluster, ...]:
    """The clusters in the data, the most likely first, none sharing a place with one before it.

    Of each centre only the most likely circle counts, as in SaTScan; and none is reported that every
    replicate reaches.

    Args:
        points: All places, shape (n, 2) or (n, 3): the centres of `model.circles`.
        model: What is expected.
        cases: By window and place, shape (w, n).
        maxima: From `greatest_by_chance`.
    """
    found = _best_of_centres(model, cases)
    taken = np.zeros(len(points), np.bool_)
    clusters = []
    for row in np.flatnonzero(found.llr > maxima.min() + SAME):
        entry = found.entry[row]
        far = np.linalg.norm(points - points[model.circles.centres[entry]], axis=1)
        inside = np.flatnonzero(far <= model.circles.radii[entry] * (1 + SAME))
        if not taken[inside].any():
            taken[inside] = True
            areas = tuple(inside[np.argsort(far[inside], kind="stable")].tolist())
            clusters.append(_cluster(model, found, int(row), areas, maxima))
    return tuple(clusters)


def _best_of_centres(model: Model, cases: Ints) -> Found:
    found = evaluated(model, cases[None])
    centre = model.circles.centres[found.entry]
    order = np.lexsort((found.window, found.entry, -found.llr, centre))
    best = order[np.diff(centre[order], prepend=-1) != 0]
    return found.rows(best[np.lexsort((centre[best], -found.llr[best]))])


def _cluster(model: Model, found: Found, row: int, areas: tuple[int, ...], maxima: Floats) -> Cluster:
    entry, observed = int(found.entry[row]), int(found.cases[row])
    expected, llr = float(found.expected[row]), float(found.llr[row])
    return Cluster(
        areas=areas,
        centre=int(model.circles.centres[entry]),
        radius_m=float(model.circles.radii[entry]),
        first_day=None if model.today is None else model.today - int(found.window[row]),
        last_day=model.today,
        observed=observed,
        expected=expected,
        relative_risk=relative_risk(observed, expected, model.total),
        llr=llr,
        p=monte_carlo_p(llr, maxima),
        gumbel_p=gumbel_p(llr, maxima),
        recurrence_days=None if model.today is None else recurrence_days(llr, maxima, model.every_days),
    )

"""Where cases are more frequent just now than places and days explain: the space-time permutation scan.

Kulldorff, Heffernan, Hartman, Assuncao and Mostashari, A space-time permutation scan statistic for disease
outbreak detection, PLoS Medicine 2 (2005) e59. It needs no population: each case has a place and a day, and
under the null hypothesis the days are dealt out anew over the same places. So weekdays, holidays and a rising
number of cases, the same everywhere, raise no alarm.
"""

from __future__ import annotations

import numpy as np

from app.science.errors import BadParameter, ShapesDiffer, TooFewCases
from app.science.places import Floats, checked
from app.science.scan_search import Model, greatest_by_chance, reported
from app.science.scan_statistics import Cluster
from app.science.scan_zones import Ints, Limits, circles


def permutation_scan(
    points: Floats,
    where: Ints,
    days: Ints,
    *,
    today: int,
    rng: np.random.Generator,
    longest_days: int = 7,
    every_days: float = 1.0,
    limits: Limits = Limits(),  # noqa: B008 frozen
    replicates: int = 999,
    least_cases: int = 2,
) -> tuple[Cluster, ...]:
    """Circles with more cases in some last days, up to today, than expected; the most likely first.

    Args:
        points: Centroids or venues, shape (n, 2) or (n, 3), metres; see `places`.
        where: Place of each case, positions in `points`, shape (c,).
        days: Day of each case, on any count of whole days, shape (c,).
        today: The last day, on which all windows end.
        rng: Draws the replicates.
        longest_days: Longest window.
        every_days: Days between scans, for the recurrence interval.
        limits: Greatest share of all cases (of all days) inside a circle, and greatest radius.
        replicates: Monte Carlo replicates.
        least_cases: Fewest cases of a cluster.

    Returns:
        The clusters, no two sharing a place, without those that every replicate reaches.

    Raises:
        ShapesDiffer: Not one day for each case.
        TooFewCases: Fewer cases than a cluster has.
        BadParameter: A place that is none, a day after today, or another parameter that means nothing.
        TooMany: More circles than memory holds; a radius is needed.
    """
    from app.science.scan_kernel import counts_by_window

    _check_cases(checked(points), where, days, today)
    if least_cases < 1 or longest_days < 1 or not every_days > 0:
        raise BadParameter("windows, clusters and the time between scans are at least one")
    if len(where) < least_cases:
        raise TooFewCases(f"{len(where)} cases")
    # Places without a case on any day can hold none in a replicate either: they are centres only.
    places, column = np.unique(where, return_inverse=True)
    ages = today - days
    at_most = np.cumsum(np.bincount(ages, minlength=longest_days))[:longest_days]
    found = circles(points, points[places], np.bincount(column).astype(np.float64), limits)
    model = Model(found, at_most / len(days), len(days), least_cases, today, every_days)

    def counted(dealt: Ints) -> Ints:
        return counts_by_window(dealt, column, longest_days, len(places))

    def draw(count: int) -> Ints:
        return counted(rng.permuted(np.tile(ages, (count, 1)), axis=1))

    maxima = greatest_by_chance(model, draw, replicates)
    return reported(points, model, counted(ages[None, :])[0], maxima)


def _check_cases(points: Floats, where: Ints, days: Ints, today: int) -> None:
    if where.ndim != 1 or where.shape != days.shape:
        raise ShapesDiffer(f"{where.shape} places and {days.shape} days of cases")
    if not np.issubdtype(where.dtype, np.integer) or not np.issubdtype(days.dtype, np.integer):
        raise BadParameter("places and days are whole numbers")
    if where.min(initial=0) < 0 or where.max(initial=0) >= len(points):
        raise BadParameter("a case at a place that is none")
    if days.max(initial=today) > today:
        raise BadParameter("a case after today")

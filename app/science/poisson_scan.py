"""Where a disease is more frequent than elsewhere: the purely spatial circular scan (Kulldorff 1997).

Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26 (1997) 1481-1496.
"""

from __future__ import annotations

import numpy as np

from app.science.errors import BadParameter, NegativeCount, ShapesDiffer, TooFewCases
from app.science.places import Floats, checked
from app.science.scan_search import Model, greatest_by_chance, reported
from app.science.scan_statistics import Cluster
from app.science.scan_zones import Ints, Limits, circles


def poisson_scan(
    points: Floats,
    cases: Ints,
    population: Floats,
    *,
    rng: np.random.Generator,
    limits: Limits = Limits(),  # noqa: B008 frozen
    replicates: int = 999,
    least_cases: int = 2,
) -> tuple[Cluster, ...]:
    """Circles with a higher rate inside than outside, the most likely first, not overlapping.

    Args:
        points: Centroids or venues, shape (n, 2) or (n, 3), metres; see `places`.
        cases: Cases of each, shape (n,).
        population: People at risk, visits, or adjusted expected cases of each, shape (n,).
        rng: Draws the replicates: all cases dealt out again in proportion to the population.
        limits: Greatest share of the population inside a circle, and greatest radius.
        replicates: Monte Carlo replicates; 999 give p-values down to 0.001.
        least_cases: Fewest cases of a cluster.

    Returns:
        The clusters, without those that every replicate reaches.

    Raises:
        ShapesDiffer: Not one case count and one population for each place.
        NegativeCount: A count that is negative or not whole.
        TooFewCases: Fewer cases than a cluster has.
        BadParameter: Cases where nobody is at risk, or a population or another parameter that means nothing.
        TooMany: More circles than memory holds; a radius is needed.
    """
    total = _checked_total(checked(points), cases, population, least_cases)
    weights = population.astype(np.float64)
    model = Model(
        circles(points, points, weights, limits), np.array([total / weights.sum()]), total, least_cases
    )
    shares = weights / weights.sum()
    maxima = greatest_by_chance(
        model, lambda k: rng.multinomial(total, shares, size=k)[:, None, :], replicates
    )
    return reported(points, model, cases[None, :], maxima)


def _checked_total(points: Floats, cases: Ints, population: Floats, least_cases: int) -> int:
    if not len(points) == len(cases) == len(population) or cases.ndim != 1 or population.ndim != 1:
        raise ShapesDiffer(f"{len(points)} places, {cases.shape} cases, {population.shape} populations")
    if not np.issubdtype(cases.dtype, np.integer) or np.any(cases < 0):
        raise NegativeCount("cases are counted in whole numbers from zero")
    if not np.isfinite(population).all() or np.any(population < 0):
        raise BadParameter("populations are finite and not negative")
    if np.any((population == 0) & (cases > 0)):
        raise BadParameter("cases where nobody is at risk")
    if least_cases < 1:
        raise BadParameter("a cluster has at least one case")
    if cases.sum() < least_cases:
        raise TooFewCases(f"{cases.sum()} cases")
    return int(cases.sum())

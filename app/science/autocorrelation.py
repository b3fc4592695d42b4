"""Whether neighbouring areas are alike: Moran's I, for the whole map and for each area, through PySAL.

Moran, Biometrika 37 (1950) 17; for single areas Anselin, Geographical Analysis 27 (1995) 93; for rates
Assuncao and Reis, Statistics in Medicine 18 (1999) 2147. The statistics are those of `esda`. The permutations
are drawn here, from a generator that the caller holds: `esda` seeds the one that a whole process shares.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from app.science.errors import (
    BadParameter,
    ConstantValues,
    NegativeCount,
    NoNeighbours,
    ShapesDiffer,
    TooFewPlaces,
)
from app.science.places import Floats, checked

if TYPE_CHECKING:
    from esda.moran import Moran as EsdaMoran
    from libpysal.weights import W

Neighbours = Sequence[Sequence[int]]
"""For each area the positions of its neighbours; all of them weigh the same."""

FEWEST: Final = 4
"""With fewer areas the variance of Moran's I is not defined."""


class Kind(StrEnum):
    """An area and its neighbours, each against the mean of the map."""

    HIGH_AMONG_HIGH = "high among high"
    LOW_AMONG_HIGH = "low among high"
    LOW_AMONG_LOW = "low among low"
    HIGH_AMONG_LOW = "high among low"


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I of one map.

    Attributes:
        statistic: Above `expected` where neighbours are alike, below where they are unlike.
        expected: Its mean if values were scattered at random, -1 / (n - 1).
        z: Standard deviations from there, if values were normal.
        p_normal: One-sided p-value for that, in the tail in which z lies.
        p: One-sided p-value, for likeness, from values dealt out anew: (1 + #) / (1 + N).
    """

    statistic: float
    expected: float
    z: float
    p_normal: float
    p: float


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """Moran's I of one area.

    Attributes:
        statistic: Positive where the area and its neighbours lie on the same side of the mean.
        kind: On which side they lie.
        p: Two-sided, from other areas' values dealt out to the neighbours. At least 2 / (1 + N).
        p_adjusted: The same against false discoveries among all areas (Benjamini and Hochberg 1995). Among
            n areas it can fall below 0.05 for a single one only with N over 40 n permutations.
    """

    statistic: float
    kind: Kind
    p: float
    p_adjusted: float


def nearest(points: Floats, count: int) -> list[tuple[int, ...]]:
    """For each place the `count` nearest others, by position; points of shape (n, 2) or (n, 3).

    Raises:
        BadParameter: Not at least one, and fewer than there are places.
    """
    if not 0 < count < len(checked(points)):
        raise BadParameter(f"{count} neighbours among {len(points)} places")
    found = scipy.spatial.cKDTree(points).query(points, count + 1)[1]
    return [tuple([int(other) for other in row if other != place][:count]) for place, row in enumerate(found)]


def moran(
    values: Floats, neighbours: Neighbours, *, rng: np.random.Generator, permutations: int = 999
) -> Moran:
    """Moran's I of values by area, shape (n,), with row-standardised weights.

    Raises:
        ShapesDiffer: Not one list of neighbours for each area.
        TooFewPlaces: Fewer than four areas.
        ConstantValues: The same value everywhere.
        NoNeighbours: An area without neighbours, or with one twice, or with one that does not exist.
        BadParameter: A value that is not finite, or no permutation.
    """
    from esda.moran import Moran as EsdaMoran  # takes seconds

    weights = _weights(values, neighbours)
    of = EsdaMoran(values, weights, permutations=0, two_tailed=False)
    return _global(of, weights, rng, permutations)


def moran_of_rates(
    cases: Floats,
    population: Floats,
    neighbours: Neighbours,
    *,
    rng: np.random.Generator,
    permutations: int = 999,
) -> Moran:
    """Moran's I of rates, each standardised by what its population lets it vary (Assuncao and Reis 1999).

    Without this, chance in small areas hides likeness. Cases and population have shape (n,).

    Raises:
        NegativeCount: Cases below zero.
        BadParameter: An area without population; and whatever `moran` refuses.
    """
    from esda.moran import Moran_Rate  # takes seconds

    if cases.shape != population.shape:
        raise ShapesDiffer(f"{cases.shape} cases, {population.shape} populations")
    if np.any(cases < 0):
        raise NegativeCount("cases are counted from zero")
    if not np.isfinite(population).all() or np.any(population <= 0):
        raise BadParameter("a rate needs somebody at risk")
    weights = _weights(cases / population, neighbours)
    of = Moran_Rate(cases, population, weights, permutations=0, two_tailed=False)
    return _global(of, weights, rng, permutations)


def local_moran(
    values: Floats, neighbours: Neighbours, *, rng: np.random.Generator, permutations: int = 999
) -> tuple[LocalMoran, ...]:
    """Moran's I of every area; values of shape (n,). Refuses what `moran` refuses."""
    from esda.moran import Moran_Local  # takes seconds

    weights = _weights(values, neighbours)
    _check_permutations(permutations)
    with warnings.catch_warnings():  # esda changes the filters of the whole process
        of = Moran_Local(values, weights, permutations=0)
    beyond = _beyond(of.z, neighbours, of.Is * of.den / of.n_1, rng, permutations)
    p = np.minimum(1.0, 2 * (1 + np.minimum(beyond, permutations - beyond)) / (1 + permutations))
    kinds = list(Kind)
    rows = zip(of.Is, of.q, p, scipy.stats.false_discovery_control(p), strict=True)
    return tuple(LocalMoran(float(i), kinds[q - 1], float(one), float(all_)) for i, q, one, all_ in rows)


def _weights(values: Floats, neighbours: Neighbours) -> W:
    from libpysal.weights import W  # takes seconds

    count = len(values)
    if values.ndim != 1 or len(neighbours) != count:
        raise ShapesDiffer(f"{values.shape} values, {len(neighbours)} lists of neighbours")
    if count < FEWEST:
        raise TooFewPlaces(f"{count} areas")
    if not np.isfinite(values).all():
        raise BadParameter("values are finite")
    if np.ptp(values) == 0:
        raise ConstantValues(f"{values[0]} in all {count} areas")
    for area, others in enumerate(neighbours):
        if not others or len(set(others)) < len(others) or not set(others) <= set(range(count)) - {area}:
            raise NoNeighbours(f"area {area} has the neighbours {list(others)}")
    return W({area: list(others) for area, others in enumerate(neighbours)}, silence_warnings=True)


def _check_permutations(permutations: int) -> None:
    if permutations < 1:
        raise BadParameter("a p-value needs at least one permutation")


def _global(of: EsdaMoran, weights: W, rng: np.random.Generator, permutations: int) -> Moran:
    _check_permutations(permutations)
    dealt = rng.permuted(np.tile(of.z, (permutations, 1)), axis=1)
    # Every row of weights adds up to one, and z has variance one, so this is I itself.
    by_chance = np.sum(dealt * (weights.sparse @ dealt.T).T, axis=1) / of.n
    larger = int(np.sum(by_chance >= of.I - 1e-12))
    p = (1 + larger) / (1 + permutations)
    return Moran(float(of.I), float(of.EI), float(of.z_norm), float(of.p_norm), p)


def _beyond(
    z: Floats, neighbours: Neighbours, products: Floats, rng: np.random.Generator, permutations: int
) -> Floats:
    """For each area in how many permutations z times the neighbours' mean is at least what it is."""
    most = max(len(others) for others in neighbours)
    dealt = rng.permuted(np.tile(np.arange(len(z) - 1), (permutations, 1)), axis=1)[:, :most]
    counts = np.zeros(len(z))
    for area, others in enumerate(neighbours):
        drawn = dealt[:, : len(others)]
        lag = z[drawn + (drawn >= area)].mean(axis=1)  # skips the area itself
        counts[area] = np.sum(z[area] * lag >= products[area] - 1e-12)
    return counts

"""Whether cases near each other also fall ill soon after each other: Knox's test, through PySAL.

Knox, The detection of space-time interactions, Applied Statistics 13 (1964) 25. The counts and the Poisson
tail are those of `pointpats`. The permutations are drawn here, from a generator that the caller holds and not
the one that a whole process shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from app.science.errors import BadParameter, ConstantValues, ShapesDiffer, TooFewPlaces, TooMany
from app.science.places import Floats, checked
from app.science.scan_zones import Ints

FEWEST: Final = 3
"""With two cases every order of their days is the same."""
MOST_PAIRS: Final = 3_000_000
"""Neighbours in space or in time that `pointpats` may hold as sets: about 300 MB."""
_AT_ONCE: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Knox:
    """Pairs of cases that are close.

    Attributes:
        both: Pairs close in space and in time.
        expected: How many of them if places and days had nothing to do with each other.
        near: Pairs close in space.
        soon: Pairs close in time.
        p: From days dealt out anew: (1 + #) / (1 + N). The one to use.
        p_poisson: Chance of *more* than `both` pairs, as PySAL computes it, if pairs were independent; they
            are not, as a case is in many pairs.
    """

    both: int
    expected: float
    near: int
    soon: int
    p: float
    p_poisson: float


def knox(
    points: Floats,
    days: Ints,
    *,
    radius_m: float,
    within_days: float,
    rng: np.random.Generator,
    permutations: int = 999,
) -> Knox:
    """Knox's test of space-time interaction.

    Args:
        points: Place of each case, shape (c, 2) or (c, 3), metres; see `places`.
        days: Day of each case, on any count of days, shape (c,).
        radius_m: Pairs at most so far apart are close in space.
        within_days: Pairs at most so many days apart are close in time.
        rng: Draws the permutations.
        permutations: How many.

    Raises:
        ShapesDiffer: Not one day for each case.
        TooFewPlaces: Fewer than three cases.
        ConstantValues: All on one day or at one place.
        BadParameter: A negative distance or time, a day that is not finite, or no permutation.
        TooMany: More close pairs than memory should hold; a shorter radius or period is needed.
    """
    _check(checked(points), days)
    if radius_m < 0 or within_days < 0 or permutations < 1:
        raise BadParameter("distances and times from zero, permutations from one")
    times = days.astype(np.float64)[:, None]
    for tree, reach in (
        (scipy.spatial.cKDTree(points), radius_m),
        (scipy.spatial.cKDTree(times), within_days),
    ):
        if int(tree.count_neighbors(tree, reach)) > MOST_PAIRS:
            raise TooMany(f"{len(points)} cases have too many close pairs")
    from pointpats.spacetime import Knox as PySalKnox  # takes seconds

    of = PySalKnox(points, times, radius_m, within_days, permutations=0)
    near = scipy.spatial.cKDTree(points).query_pairs(radius_m, output_type="ndarray")
    by_chance = _by_chance(near, times[:, 0], within_days, rng, permutations)
    return Knox(
        of.nst,
        float(of.expected[0, 0]),
        int(of.observed[0].sum()),
        int(of.observed[:, 0].sum()),
        (1 + int(np.sum(by_chance >= of.nst))) / (1 + permutations),
        float(of.p_poisson),
    )


def _by_chance(near: Ints, times: Floats, within: float, rng: np.random.Generator, permutations: int) -> Ints:
    """Pairs close in both once the days are dealt out anew, by permutation."""
    step = max(1, _AT_ONCE // max(len(near), len(times)))
    counts = []
    for start in range(0, permutations, step):
        dealt = rng.permuted(np.tile(times, (min(step, permutations - start), 1)), axis=1)
        counts.append(np.sum(np.abs(dealt[:, near[:, 0]] - dealt[:, near[:, 1]]) <= within, axis=1))
    return np.concatenate(counts)


def _check(points: Floats, days: Ints) -> None:
    if days.shape != (len(points),):
        raise ShapesDiffer(f"{len(points)} places, {days.shape} days")
    if len(points) < FEWEST:
        raise TooFewPlaces(f"{len(points)} cases")
    if not np.isfinite(days).all():
        raise BadParameter("days are finite")
    if np.ptp(days) == 0 or not np.ptp(points, axis=0).any():
        raise ConstantValues("all cases on one day or at one place")

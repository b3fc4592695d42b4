"""Candidate circles of a scan statistic: around every centre the places by distance, up to a limit.

A circle is a prefix of one centre's list of places. All lists stand under each other in one set of columns,
so that one running sum counts the cases of every circle; only as many pairs are kept as the limits allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from app.science.errors import BadParameter, TooMany
from app.science.places import Floats

Ints = NDArray[np.int64]
Index = NDArray[np.int32]

MOST_PAIRS: Final = 5_000_000
"""Pairs of a centre and a place that one scan may hold: about 400 MB while they are sorted."""
SAME: Final = 1e-9
"""Distances and ratios that differ by less are equal: rounding must not tell twins apart."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a circle may get.

    Attributes:
        share: Greatest share, in (0, 1], of the population (where there is none, of the cases) inside.
        radius_m: Greatest radius in metres, or None for no such limit.

    Raises:
        BadParameter: A share or a radius that means nothing.
    """

    share: float = 0.5
    radius_m: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise BadParameter(f"a share of {self.share} of the population")
        if self.radius_m is not None and not self.radius_m > 0:
            raise BadParameter(f"a radius of {self.radius_m} m")


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """All candidate circles, shape (m,): one entry per pair of a centre and a place.

    Entries are sorted by centre, then distance. Places at one distance enter together: the circle of an entry
    ends at its `closing` entry, and `enclosed` is the weight inside that circle.
    """

    centres: Index
    places: Index
    radii: Floats
    closing: Index
    enclosed: Floats


def circles(centres: Floats, places: Floats, weights: Floats, limits: Limits) -> Circles:
    """The circles that the limits allow. Centres at one spot share the circles of the first of them.

    Args:
        centres: Points, shape (c, 2) or (c, 3), metres.
        places: The places that can hold a case, shape (n, 2) or (n, 3); a circle that differs by other
            places alone is the same circle, so they can be left out.
        weights: Population or cases of each place, shape (n,), not negative.
        limits: Greatest share of the weights inside, and greatest radius.

    Raises:
        TooMany: More pairs than memory should hold; a smaller radius is needed.
    """
    centre, place, far = _pairs(centres, places, limits)
    last_of_list = np.diff(centre, append=-1) != 0
    closing = _next_true(last_of_list | (np.diff(far, append=np.inf) > SAME * np.append(far[1:], 0.0)))
    running = np.cumsum(weights[place])
    first = np.flatnonzero(np.diff(centre, prepend=-1))
    before = np.repeat(running[first] - weights[place[first]], np.diff(first, append=len(centre)))
    enclosed = (running - before)[closing]
    kept = enclosed <= limits.share * weights.sum() * (1 + SAME)
    position = np.cumsum(kept) - 1
    return Circles(
        centre[kept].astype(np.int32),
        place[kept].astype(np.int32),
        far[closing][kept],
        position[closing[kept]].astype(np.int32),
        enclosed[kept],
    )


def _pairs(centres: Floats, places: Floats, limits: Limits) -> tuple[Ints, Ints, Floats]:
    """Centre, place and distance of all pairs within the radius, sorted by centre, then by distance."""
    spots = np.sort(np.unique(centres, axis=0, return_index=True)[1])
    around, others = scipy.spatial.cKDTree(centres[spots]), scipy.spatial.cKDTree(places)
    reach = np.inf if limits.radius_m is None else limits.radius_m * (1 + SAME)
    count = int(around.count_neighbors(others, reach))
    if count > MOST_PAIRS:
        raise TooMany(f"{count} pairs of places; scan with a smaller radius")
    near = around.sparse_distance_matrix(others, reach, output_type="ndarray")
    order = np.lexsort((near["j"], near["v"], near["i"]))
    return spots[near["i"][order]], near["j"][order], near["v"][order]


def _next_true(flags: NDArray[np.bool_]) -> Ints:
    """For each position the first at or after it that is true; the last one is."""
    found = np.flatnonzero(flags)
    return found[np.searchsorted(found, np.arange(len(flags)))]

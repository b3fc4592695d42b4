"""Which venues of an outbreak hang together: those that several of its cases have in common.

Two venues are linked where cases of at least two households were in both. A link of one case would be that
person's route, and one of one household that family's; neither is ever in a network, and nor is a venue where
only one household was, because the venues of one household are the points of its route.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from app.science.errors import BadParameter, TooMany
from app.science.visit_columns import Ints, Visits, ordered, same_length

FEWEST: Final = 2
"""Households that a venue and a link have at least."""
MOST_PAIRS: Final = 5_000_000
"""Pairs of two venues of one case, all cases together: about 400 MB while they are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """When cases could have been infected or could infect: columns of one length, shape (periods,).

    A case may have several, which may overlap. `start` and `end` are microseconds.
    """

    case: Ints
    start: Ints
    end: Ints

    def __post_init__(self) -> None:
        same_length(self.case, self.start, self.end)
        ordered(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class VenueNetwork:
    """Venues, and what two of them have in common.

    Attributes:
        venue: Numbers of the venues as they were given, shape (n,), ascending.
        cases: Different cases at each, shape (n,).
        one, other: Positions in `venue` of the two ends of each link, shape (m,), `one` the smaller; in order
            of `one`, then `other`.
        common: Different cases that were at both, shape (m,).
        component: Number of the part that each venue belongs to, shape (n,): the part with the most venues is
            0; a venue without a link is a part of its own.
        too_few: Venues where cases were, but of too few households.
    """

    venue: Ints
    cases: Ints
    one: Ints
    other: Ints
    common: Ints
    component: Ints
    too_few: int


def venue_network(
    stays: Visits, periods: Periods, household: Ints, *, fewest_cases: int = FEWEST
) -> VenueNetwork:
    """The network of some cases' stays. Which of two venues came first is not asked: it shows no way.

    Args:
        stays: Of the cases; `person` is the case, from 0. They may overlap.
        periods: A stay counts where it overlaps one of its case's.
        household: Of each case, shape (cases,), any numbers; files of one person are one household.
        fewest_cases: A venue or a link with fewer is left out; more than two for what leaves the system.

    Raises:
        BadParameter: fewer than two cases asked for, or a stay or a period of a case without a household.
        TooMany: more pairs of venues than memory should hold.
    """
    if fewest_cases < FEWEST:
        raise BadParameter(f"{fewest_cases} cases at least: one would be a person's route")
    for case in (stays.person, periods.case):
        if case.min(initial=0) < 0 or case.max(initial=-1) >= len(household):
            raise BadParameter("a case that has no household")
    counted = stays.take(_overlap(stays, periods))
    venues, place = np.unique(counted.venue, return_inverse=True)
    case, at = np.unique(np.column_stack([counted.person, place]), axis=0).T
    seen, cases, homes = _different(at, case, household)
    kept = (cases >= fewest_cases) & (homes >= FEWEST)

    who, one, other = _pairs(case, at)
    pair, common, homes = _different(one * len(venues) + other, who, household)
    # Whatever is linked is kept: its two venues hold at least the cases and the households of the link.
    pair, common = (column[(common >= fewest_cases) & (homes >= FEWEST)] for column in (pair, common))
    position = np.cumsum(kept) - 1
    ends = position[pair // max(len(venues), 1)], position[pair % max(len(venues), 1)]
    return VenueNetwork(
        venues[seen[kept]],
        cases[kept],
        *ends,
        common,
        _components(*ends, int(kept.sum())),
        int((~kept).sum()),
    )


def _overlap(stays: Visits, periods: Periods) -> NDArray[np.bool_]:
    """Which stays overlap a period of their case; spans are half open."""
    by_case = np.argsort(periods.case, kind="stable")
    cases = periods.case[by_case]
    first, beyond = (np.searchsorted(cases, stays.person, side) for side in ("left", "right"))
    times = beyond - first
    stay = np.repeat(np.arange(len(stays.person)), times)
    nth = np.arange(len(stay)) - np.repeat(np.cumsum(times) - times, times)
    period = by_case[np.repeat(first, times) + nth]
    meets = (stays.start[stay] < periods.end[period]) & (periods.start[period] < stays.end[stay])
    found = np.zeros(len(stays.person), dtype=bool)
    found[stay[meets]] = True
    return found


def _pairs(case: Ints, at: Ints) -> tuple[Ints, Ints, Ints]:
    """Every two places of a case, from rows sorted by case, then place: case, smaller and larger place."""
    row = np.arange(len(case))
    later = np.searchsorted(case, case, "right") - row - 1
    if (count := int(later.sum())) > MOST_PAIRS:
        raise TooMany(f"{count} pairs of venues; look at fewer days or at one outbreak")
    first = np.repeat(row, later)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    return case[first], at[first], at[second]


def _different(key: Ints, case: Ints, household: Ints) -> tuple[Ints, Ints, Ints]:
    """Each key once, ascending, with how many cases and how many households it has; rows are different."""
    keys, cases = np.unique(key, return_counts=True)
    homes = np.unique(np.column_stack([key, household[case]]), axis=0)[:, 0]
    return keys, cases, np.unique(homes, return_counts=True)[1]


def _components(one: Ints, other: Ints, nodes: int) -> Ints:
    if not nodes:
        return np.zeros(0, dtype=np.int64)
    graph = scipy.sparse.csr_array((np.ones(len(one)), (one, other)), shape=(nodes, nodes))
    _, label = scipy.sparse.csgraph.connected_components(graph, directed=False)
    rank = np.empty(label.max() + 1, dtype=np.int64)
    rank[np.argsort(-np.bincount(label), kind="stable")] = np.arange(len(rank))
    component: Ints = rank[label]
    return component

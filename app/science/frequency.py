"""Whom and what several cases list: the people and gatherings to go to first.

Somebody who stands on the lists of many cases is likely to be infected and likely to be where infections
are, in whichever direction they went. So the lists of all open cases are one multiset, and its most
frequent come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.science.errors import BadParameter, ShapesDiffer
from app.science.visit_columns import Floats, Ints, Visits, same_length


class By(StrEnum):
    """What comes first."""

    LISTS = "lists"
    """Most lists, as published in frequency-based isolation; then whom some case more probably infected."""
    EXPECTED = "expected"
    """The larger expectation, then most lists: one long evening before three glimpses in a market."""


@dataclass(frozen=True, slots=True, eq=False)
class Listings:
    """Who stands on whose list: cases, people and P(case infected person), shape (listings,)."""

    case: Ints
    person: Ints
    probability: Floats

    def __post_init__(self) -> None:
        same_length(self.case, self.person, self.probability)
        if np.any(~((self.probability >= 0) & (self.probability <= 1))):
            raise BadParameter("a probability lies between 0 and 1")


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """People in the order in which to go to them, shape (people,)."""

    person: Ints
    lists: Ints
    """Cases that list them."""
    expected: Floats
    """F = sum over these cases of P(case infected person): infections expected, not a probability."""
    infected: Floats
    """Probability that at least one of these cases did, each on its own: 1 - prod(1 - P)."""


def listed(listings: Listings, *, by: By = By.LISTS) -> Listed:
    """Rank people by how often they are listed.

    Args:
        listings: The lists of all cases; several rows of one case and person are combined as independent.
        by: What comes first. Equal ones stand in order of their number.

    Source: Kojaku and others 2021 (Nature Physics 17:652), contact tracing from the most frequently listed.
    """
    pairs, place = np.unique(np.stack((listings.person, listings.case)), axis=1, return_inverse=True)
    escape = np.ones(pairs.shape[1])
    np.multiply.at(escape, place.ravel(), 1 - listings.probability)
    person, row = np.unique(pairs[0], return_inverse=True)
    lists = np.bincount(row, minlength=len(person)).astype(np.int64)
    expected = np.bincount(row, 1 - escape, minlength=len(person)).astype(np.float64)
    spared = np.ones(len(person))
    np.multiply.at(spared, row, escape)
    keys = (spared, -lists) if by is By.LISTS else (-lists, -expected)
    order = np.lexsort((person, *keys))
    return Listed(person[order], lists[order], expected[order], 1 - spared[order])


@dataclass(frozen=True, slots=True, eq=False)
class Gatherings:
    """Venues and windows in the order in which to go to them, shape (gatherings,)."""

    venue: Ints
    window: Ints
    """Which window: n is from `edges[n]` to `edges[n + 1]`."""
    cases: Ints
    expected: Floats
    """Sum of the cases' weights there."""


def gatherings(visits: Visits, edges: Ints, *, weight: Floats | None = None, least: int = 2) -> Gatherings:
    """Rank venues and windows by how many cases were there.

    Args:
        visits: Of cases only: `person` is the case. A visit over an edge counts in both windows.
        edges: When windows begin and end, in microseconds, rising, shape (windows + 1,): business days, or
        hours.
            What lies outside of them is left out.
        weight: What a visit counts towards `expected`, shape (visits,): its vote when looking back, a
        probability
            of infecting when looking forward; 1 without. Of several visits of a case to one gathering, the
            largest.
        least: Cases that make a gathering worth naming.

    Raises:
        BadParameter: edges that do not rise, or a negative weight.
        ShapesDiffer: a weight for another number of visits.

    Source: Kojaku and others 2021, the bipartite network of people and gatherings.
    """
    weights = np.ones(len(visits.person)) if weight is None else weight
    if weights.shape != visits.person.shape:
        raise ShapesDiffer(f"{weights.shape} weights for {visits.person.shape} visits")
    if len(edges) < 2 or np.any(np.diff(edges) <= 0) or np.any(~(weights >= 0)):  # noqa: PLR2004 - one window
        raise BadParameter("windows have at least two rising edges, and weights are not negative")
    first = np.maximum(np.searchsorted(edges, visits.start, "right") - 1, 0)
    last = np.minimum(np.searchsorted(edges, visits.end, "left") - 1, len(edges) - 2)
    times = np.maximum(last - first + 1, 0)
    visit = np.repeat(np.arange(len(times)), times)
    window = np.arange(len(visit)) - np.repeat(np.cumsum(times) - times, times) + first[visit]
    rows = np.stack((visits.venue[visit], window, visits.person[visit]))
    of_case, place = np.unique(rows, axis=1, return_inverse=True)
    largest = np.zeros(of_case.shape[1])
    np.maximum.at(largest, place.ravel(), weights[visit])
    there, row = np.unique(of_case[:2], axis=1, return_inverse=True)
    cases = np.bincount(row.ravel(), minlength=there.shape[1]).astype(np.int64)
    expected = np.bincount(row.ravel(), largest, minlength=there.shape[1]).astype(np.float64)
    order = np.lexsort((there[1], there[0], -expected, -cases))
    order = order[cases[order] >= least]
    return Gatherings(there[0][order], there[1][order], cases[order], expected[order])

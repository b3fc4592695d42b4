"""Source venues: where several cases may have been infected, against what chance would show.

The statistic of a venue is a sum of votes, not a count of independent events: cases share wards, jobs and
homes. So it is held against permutations within strata, one vote per household, without the cases that
were found through the venue's own trace, with the false discovery rate controlled over all venues, and
never under three independent cases. A venue that is merely popular is popular with everybody in the
stratum and does not stand out. What still does: a place that the ill share for another reason than falling
ill there, such as the canteen of the office in which they infected each other. A tracer looks at all
venues of one group together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.distributions import Waiting
from app.science.chance import Chance, Tally, by_chance, tally
from app.science.errors import BadParameter, ShapesDiffer, TooFewCases
from app.science.histories import Cases, OwnDays, Pool, Votes, from_own_days, from_pool, from_truth
from app.science.permutation import Correction, adjusted
from app.science.visit_columns import Ints, Visits
from app.science.votes import Window, backward_window

FEWEST: Final = 3
"""Independent cases under which a venue is never named: two meet anywhere."""
_FEWEST_PERMUTATIONS: Final = 999
_MOST_PERMUTATIONS: Final = 99_999
_FOR_ONE: Final = 40
"""Permutations per venue in the family, so that one venue alone can reach a q of 0.025."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundThrough:
    """Cases that became known through a venue's trace: positions of cases, and venues, shape (pairs,)."""

    case: Ints
    venue: Ints


@dataclass(frozen=True, slots=True)
class SourceVenue:
    """One venue: "5 cases, 0.8 expected", p and q."""

    venue: int
    cases: int
    """Independent cases, one a household, who were there when they may have been infected."""
    expected_cases: float
    """The same on average over the permutations."""
    votes: float
    """Sum of their shares of infection: what is tested."""
    expected_votes: float
    excess: float
    """Standard deviations by which the votes exceed their mean under the null; orders equal p-values."""
    left_out: int
    """Cases who were there too, not counted because the venue's own trace found them."""
    p: float
    q: float


@dataclass(frozen=True, slots=True, eq=False)
class SourceVenues:
    """The venues with at least three independent cases, the least likely by chance first."""

    rows: tuple[SourceVenue, ...]
    too_few: Ints
    """Venues where cases were in their windows, but under three independent ones: not tested, not to be
    named."""
    family: int
    """Venues that could have had three: the number the q-values correct for."""
    permutations: int

    @property
    def smallest_q(self) -> float:
        """What one venue alone can reach at best (Benjamini-Hochberg). Above 0.05: too few permutations."""
        return min(1.0, self.family / (1 + self.permutations))


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The cases' own visits: venues in order, and what is there."""

    venues: Ints
    tally: Tally
    left_out: NDArray[np.bool_]
    out: Ints


def source_venues(
    cases: Cases,
    visits: Visits,
    *,
    null: Pool | OwnDays,
    incubation: Waiting,
    window: Window,
    rng: np.random.Generator,
    found: FoundThrough | None = None,
    permutations: int | None = None,
    correction: Correction = Correction.BENJAMINI_HOCHBERG,
) -> SourceVenues:
    """Rank the venues at which cases may have been infected.

    Args:
        cases: The cases, any number from three.
        visits: Of all cases, and of the pool where there is one.
        null: Whose histories the cases might have had.
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days: the profile's backward window.
        rng: Draws the permutations.
        found: Cases found through a venue's own trace; they do not count for that venue.
        permutations: How many; by default so many that one venue alone can be discovered, 999 to 99,999.
        correction: Of the false discovery rate.

    Raises:
        TooFewCases: fewer than three cases.
        BadParameter: no permutation, a pair of `found` that is no case, or an empty window.
        ShapesDiffer: columns of different length.
        NegativeSpan: an onset that ends before it begins.
        NotADistribution: the incubation has nothing inside the window.
        TooMany: more pairs of a case and somebody's history than fit in memory.

    Source: p-values Phipson and Smyth 2010; false discovery Benjamini and Hochberg 1995, Benjamini and
    Yekutieli 2001; correcting only for venues that could ever be tested, Tarone 1990 (Biometrics 46:515).
    """
    if len(cases.person) < FEWEST:
        raise TooFewCases(f"source venues need {FEWEST} cases, not {len(cases.person)}")
    visits = _in_reach(cases, visits, window)
    seen = _seen(cases, visits, found, incubation, window)
    count = seen.tally.cases[0]
    tested = count >= FEWEST
    family = max(_testable(visits), int(tested.sum()))
    if permutations is None:
        permutations = min(max(_FOR_ONE * family, _FEWEST_PERMUTATIONS), _MOST_PERMUTATIONS)
    if permutations < 1:
        raise BadParameter(f"{permutations} permutations")
    rows: list[SourceVenue] = []
    if tested.any():
        table = _table(cases, visits, null, seen.venues[tested], incubation=incubation, window=window)
        observed, left_out = seen.tally.votes[0, tested], seen.left_out[:, tested]
        chance = by_chance(table, observed, cases.homes(), left_out, permutations=permutations, rng=rng)
        rows = _rows(seen, tested, chance, adjusted(chance.p, correction, family=family).tolist())
    return SourceVenues(tuple(rows), seen.venues[(count > 0) & ~tested], family, permutations)


def _in_reach(cases: Cases, visits: Visits, window: Window) -> Visits:
    """Visits inside any case's window: the same ones however the cases are permuted."""
    windows = [backward_window(cases.onset(case), window) for case in range(len(cases.person))]
    first, last = min(begin for begin, _ in windows), max(end for _, end in windows)
    return visits.take((visits.end > first) & (visits.start < last))


def _seen(
    cases: Cases, visits: Visits, found: FoundThrough | None, incubation: Waiting, window: Window
) -> _Seen:
    venues = np.unique(visits.venue[np.isin(visits.person, cases.person)])
    left_out = np.zeros((len(cases.person), len(venues)), dtype=bool)
    if found is not None:
        if found.case.shape != found.venue.shape:
            raise ShapesDiffer(f"{found.case.shape} cases found through {found.venue.shape} venues")
        if np.any((found.case < 0) | (found.case >= len(cases.person))):
            raise BadParameter("found through a venue, but no case")
        there = np.isin(found.venue, venues)
        left_out[found.case[there], np.searchsorted(venues, found.venue[there])] = True
    truth = from_truth(cases, visits, venues, incubation=incubation, window=window)
    present = np.zeros_like(left_out)
    present[np.repeat(np.arange(len(cases.person)), np.diff(truth.begin)), truth.venue] = truth.vote > 0
    counted = tally(truth, truth.own[None, :], cases.homes(), left_out)
    return _Seen(venues, counted, left_out, (left_out & present).sum(axis=0).astype(np.int64))


def _testable(visits: Visits) -> int:
    """Venues with at least three visitors. Who of them is ill plays no part: that keeps the test valid."""
    pairs = np.unique(np.stack((visits.venue, visits.person)), axis=1)
    return int(np.sum(np.unique(pairs[0], return_counts=True)[1] >= FEWEST))


def _table(
    cases: Cases, visits: Visits, null: Pool | OwnDays, venues: Ints, *, incubation: Waiting, window: Window
) -> Votes:
    if isinstance(null, Pool):
        return from_pool(cases, visits, null, venues, incubation=incubation, window=window)
    return from_own_days(cases, visits, null, venues, incubation=incubation, window=window)


def _rows(seen: _Seen, tested: NDArray[np.bool_], chance: Chance, q: list[float]) -> list[SourceVenue]:
    votes = seen.tally.votes[0, tested]
    over = votes - chance.votes
    excess = np.divide(over, chance.spread, out=np.full(len(over), np.inf), where=chance.spread > 0)
    rows = [
        SourceVenue(
            venue=int(seen.venues[tested][n]),
            cases=int(seen.tally.cases[0, tested][n]),
            expected_cases=float(chance.cases[n]),
            votes=float(votes[n]),
            expected_votes=float(chance.votes[n]),
            excess=float(excess[n]),
            left_out=int(seen.out[tested][n]),
            p=float(chance.p[n]),
            q=q[n],
        )
        for n in range(len(q))
    ]
    return sorted(rows, key=lambda row: (row.p, -row.excess, row.venue))

"""Likely infectors of a case, each with a weight, and the impossible ones with the reason why.

Nobody is dropped: an edge that cannot be is shown with its reasons, since most impossible edges are wrong
dates. An official's decision stands above the weights and keeps them visible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.distributions import Waiting
from app.science.distributions import cdf
from app.science.errors import BadParameter, NegativeSpan
from app.science.infectiousness import averaged
from app.science.visit_columns import DAY, NOBODY, Floats, Ints, ordered, same_length

UNTIMED: Final = -1
"""Start and end of an exposure of which only the strength is known: a shared household, say."""


class Impossible(IntFlag):
    """Why somebody cannot have infected the case."""

    NOT = 0
    ORDER = 1
    """The illnesses began in an order, or so close, that no serial interval allows."""
    ISOLATED = 2
    """They were isolated before the two met."""
    NO_EXPOSURE = 4
    """Nothing is known that the two shared."""
    INCUBATION = 8
    """From the time they shared to the onset is shorter or longer than any incubation."""


@dataclass(frozen=True, slots=True, eq=False)
class Ill:
    """Cases as columns, shape (cases,), in microseconds.

    The onset lies in [onset_from, onset_until), for a case without symptoms where it would have been;
    `isolated_at` is `NEVER` for whoever is not isolated.
    """

    onset_from: Ints
    onset_until: Ints
    isolated_at: Ints

    def __post_init__(self) -> None:
        same_length(self.onset_from, self.onset_until, self.isolated_at)
        ordered(self.onset_from, self.onset_until)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What pairs of cases shared, shape (exposures,): positions of cases, microseconds, summed hazard.

    A candidate with whom nothing is known to be shared has a row with a hazard of 0.
    """

    infector: Ints
    infected: Ints
    start: Ints
    end: Ints
    hazard: Floats

    def __post_init__(self) -> None:
        same_length(self.infector, self.infected, self.start, self.end, self.hazard)
        if np.any(self.end < self.start):
            raise NegativeSpan("an exposure ends before it begins")
        if np.any(~(self.hazard >= 0)) or np.any(self.infector == self.infected):
            raise BadParameter("a negative hazard, or somebody who infected themselves")


@dataclass(frozen=True, slots=True, eq=False)
class Infectors:
    """Pairs in order of the infected and the weight, shape (pairs,); `unknown` by case, shape (cases,).

    The weights of all pairs of one infected and its `unknown` add up to one.
    """

    infector: Ints
    infected: Ints
    gap: Floats
    """Density a day of the serial interval at the days between the onsets."""
    hazard: Floats
    """Of the exposures that were possible."""
    weight: Floats
    reasons: Ints
    """`Impossible`; its weight is 0 where any holds, unless an official said otherwise."""
    decided: NDArray[np.bool_]
    """An official named this one."""
    unknown: Floats
    """That somebody infected the case who is not on the list."""


def likely_infectors(
    ill: Ill,
    shared: Shared,
    *,
    serial_interval: Waiting,
    incubation: Waiting,
    reporting_share: float,
    typical: float | None = None,
    decided: Mapping[int, int] | None = None,
    least: float = 1e-3,
) -> Infectors:
    """Weigh who infected whom: density of the serial interval at the onset gap, times the hazard shared.

    Both onsets are intervals, and the density is averaged over every pair of moments in them. Exposures
    that cannot have infected (the infector isolated, the incubation impossible) add nothing. Somebody
    unknown weighs `typical` x (1 - reporting_share) / reporting_share, where `typical` is what the listed
    candidates of an average case weigh together: over many cases the unknown take about one less the
    reporting share, and more where the listed candidates are weak.

    Args:
        ill: All cases.
        shared: What they shared; several rows for one pair are summed.
        serial_interval: Days from the infector's onset to the infected's; may be negative.
        incubation: Days from infection to onset.
        reporting_share: Share of infections that become known cases, above 0 and up to 1.
        typical: Gap density x hazard over all candidates of an average case; by default the median over the
            cases given, so that one case alone leaves exactly one less the reporting share to the unknown.
        decided: By the infected, who infected them according to an official; -1 for somebody unknown.
        least: Probability under which an interval counts as impossible.

    Raises:
        BadParameter: a share outside its range, or a case that does not exist.

    Source: relative likelihoods of infectors as in Wallinga and Teunis 2004 (Am J Epidemiol 160:509), with
    the exposure as a further factor and a weight for cases not observed; interval onsets as in Reich and
    others 2009.
    """
    cases = len(ill.onset_from)
    named = {} if decided is None else dict(decided)
    _checked(cases, shared, named, reporting_share=reporting_share, least=least)
    listed, pair = np.unique(shared.infected * cases + shared.infector, return_inverse=True)
    of_officials = np.array([j * cases + i for j, i in named.items() if i != NOBODY], dtype=np.int64)
    unlisted = of_officials[~np.isin(of_officials, listed)]
    key = np.concatenate((listed, unlisted))
    infected, infector = np.divmod(key, max(cases, 1))
    per_row = _reasons(ill, shared, incubation, least)
    hazard = np.bincount(pair, shared.hazard * (per_row == 0), minlength=len(key)).astype(np.float64)
    why = np.zeros(len(key), dtype=np.int64)
    np.bitwise_or.at(why, pair, per_row)
    why[len(listed) :] = Impossible.NO_EXPOSURE
    gap, too_early = _gaps(ill, infector, infected, serial_interval, least)
    reasons = np.where(hazard > 0, 0, why) | int(Impossible.ORDER) * too_early.astype(np.int64)
    likely = np.where(reasons == 0, gap * hazard, 0.0)
    weight, unknown = _normalised(likely, infected, cases, reporting_share, typical)
    chosen = _decide(named, infector, infected, weight, unknown)
    order = np.lexsort((infector, -weight, infected))
    return Infectors(
        infector=infector[order],
        infected=infected[order],
        gap=gap[order],
        hazard=hazard[order],
        weight=weight[order],
        reasons=reasons[order],
        decided=chosen[order],
        unknown=unknown,
    )


def _checked(
    cases: int, shared: Shared, named: Mapping[int, int], *, reporting_share: float, least: float
) -> None:
    if not 0 < reporting_share <= 1 or not 0 <= least < 1:
        raise BadParameter(f"a reporting share of {reporting_share}, or a least probability of {least}")
    listed = np.concatenate((shared.infector, shared.infected, np.array(list(named), dtype=np.int64)))
    by = np.array(list(named.values()), dtype=np.int64)
    if np.any((listed < 0) | (listed >= cases)) or np.any((by < NOBODY) | (by >= cases)):
        raise BadParameter(f"a pair names somebody who is none of the {cases} cases")
    if any(infected == infector for infected, infector in named.items()):
        raise BadParameter("nobody infects themselves")


def _reasons(ill: Ill, shared: Shared, incubation: Waiting, least: float) -> Ints:
    """Why each exposure cannot have infected."""
    timed = shared.start != UNTIMED
    late = timed & (shared.start >= ill.isolated_at[shared.infector])
    longest = (ill.onset_until[shared.infected] - shared.start) / DAY
    shortest = (ill.onset_from[shared.infected] - shared.end) / DAY
    never = timed & (cdf(incubation, longest) - cdf(incubation, shortest) < least)
    return np.asarray(
        np.where(shared.hazard > 0, 0, int(Impossible.NO_EXPOSURE))
        | np.where(late, int(Impossible.ISOLATED), 0)
        | np.where(never, int(Impossible.INCUBATION), 0),
        dtype=np.int64,
    )


def _gaps(
    ill: Ill, infector: Ints, infected: Ints, serial: Waiting, least: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Density of the serial interval between two onsets; whether even the longest gap is too short."""
    width = (ill.onset_until - ill.onset_from) / DAY
    shortest = (ill.onset_from[infected] - ill.onset_from[infector]) / DAY
    longest = (ill.onset_until[infected] - ill.onset_from[infector]) / DAY
    density = np.zeros(len(infector))
    for wide in np.unique(width[infector]):
        rows = np.flatnonzero(width[infector] == wide)
        share = averaged(serial, np.stack((shortest[rows], longest[rows])), float(wide))
        density[rows] = (share[1] - share[0]) / width[infected[rows]]
    return np.maximum(density, 0.0), cdf(serial, longest) < least


def _normalised(
    likely: Floats, infected: Ints, cases: int, share: float, typical: float | None
) -> tuple[Floats, Floats]:
    together = np.bincount(infected, likely, minlength=cases).astype(np.float64)
    if typical is None:
        typical = float(np.median(together[together > 0])) if np.any(together > 0) else 1.0
    unlisted = typical * (1 - share) / share
    whole = together + unlisted
    unknown = np.divide(unlisted, whole, out=np.ones(cases), where=(whole > 0) & (together > 0))
    weight = np.divide(likely, whole[infected], out=np.zeros(len(likely)), where=whole[infected] > 0)
    return weight, unknown


def _decide(
    named: Mapping[int, int], infector: Ints, infected: Ints, weight: Floats, unknown: Floats
) -> NDArray[np.bool_]:
    """Put the officials' decisions into the weights; which pairs they named."""
    chosen = np.zeros(len(infector), dtype=bool)
    for case, by in named.items():
        theirs = infected == case
        chosen |= theirs & (infector == by)
        weight[theirs] = chosen[theirs]
        unknown[case] = float(by == NOBODY)
    return chosen

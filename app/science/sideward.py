"""Sideward: who shared the gathering at which one case was probably infected.

The windows found here are traced as any other: the rule for a case's presences serves a gathering, and so it
does an event, a venue and a window without a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import numpy as np

from app.domain.distributions import Waiting
from app.domain.spans import Span
from app.science.errors import BadParameter
from app.science.votes import Window, votes

V = TypeVar("V")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gathering(Generic[V]):
    """A venue and a window: a candidate source of one case, or an event under investigation."""

    venue: V
    span: Span
    share: float = 0.0
    """How much of the case's infection falls here if it happened at a recorded visit; 0 for an event."""


def likely_gatherings(
    onset: Span,
    visits: Sequence[tuple[V, Span]],
    *,
    incubation: Waiting,
    window: Window,
    support: Mapping[V, float] | None = None,
    most: int = 5,
) -> list[Gathering[V]]:
    """The visits at which one case was most probably infected, the likeliest first.

    Args:
        onset: When the illness can have begun: a day, or several.
        visits: Where the case was; those outside its backward window are left out.
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days.
        support: What else speaks for a venue, as a factor: observed to expected votes of `source_venues`,
        say. 1
            where nothing is given.
        most: How many to give at most.

    Returns:
        Gatherings whose shares, with those cut off by `most`, add up to one; none where no visit is in the
        window.

    Raises:
        BadParameter: negative support, or an empty window.

    Source: sideward tracing, Mancastroppa and others 2021 (Nat Commun 12:1919); gatherings rather than
    people as the thing to trace, Kojaku and others 2021 (Nature Physics 17:652).
    """
    weights = {} if support is None else support
    if any(not weight >= 0 for weight in weights.values()):
        raise BadParameter("support of a venue is a factor, not negative")
    start, end = (
        np.array([_microseconds(moment) for moment in moments], dtype=np.int64)
        for moments in ([span.start for _, span in visits], [span.end for _, span in visits])
    )
    days = (_microseconds(onset.start), _microseconds(onset.end))
    vote = votes(incubation, window, days, start, end)
    vote *= np.array([weights.get(venue, 1.0) for venue, _ in visits], dtype=float)
    whole = float(vote.sum())
    found = [
        Gathering(venue, span, float(share) / whole)
        for (venue, span), share in zip(visits, vote, strict=True)
        if share > 0
    ]
    return sorted(found, key=lambda gathering: (-gathering.share, gathering.span))[:most]


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)

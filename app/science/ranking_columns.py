"""The order of a trace's list over columns: the rule of `ranking`, without an object for each exposure.

Almost everybody shares one stay with a case; whoever shares several is ranked by `ranking` itself. A test on
random lists holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.domain.assurance import Assurance, Flag
from app.domain.ids import VenueId
from app.domain.spans import Span
from app.science.dose import Parts
from app.science.presence_columns import MICROSECONDS_AN_HOUR, Ints
from app.science.ranking import ranked
from app.science.tracing import Exposure

Floats = NDArray[np.float64]
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """One row an exposure, shape (rows,), those of one person together. Times in microseconds since 1970."""

    who: Ints
    """The number of the person, from 0 on, in the order of their ids."""
    venue: Ints
    """Its number in the order of ids."""
    start: Ints
    end: Ints
    together: Ints
    after: Ints
    weakness: Ints
    """As `tracing.WEAKNESS`."""
    parts: Mapping[str, Floats] | None
    """By the names of `dose.Parts`; None where there is no dose."""


def order_of(found: Shared) -> Ints:
    """The persons' numbers in the order in which to call them."""
    first = np.flatnonzero(np.diff(found.who, prepend=-1))
    several = np.diff(np.append(first, len(found.who))) > 1
    # One exposure: what was likely is at most what the span holds.
    whole = np.where(found.together + found.after > 0, found.end - found.start, 0)[first]
    together = np.minimum(found.together[first], whole)
    shared = together + np.rint((whole - together) / 2).astype(np.int64)
    if found.parts is None:
        hours = shared / MICROSECONDS_AN_HOUR
    else:
        hours = (found.parts["through_air"] + found.parts["close_by"])[first]
    weakest, start = found.weakness[first].copy(), found.start[first].copy()
    for place in np.flatnonzero(several).tolist():
        rows = range(int(first[place]), int(np.append(first, len(found.who))[place + 1]))
        (one,) = ranked([_exposure(found, row) for row in rows])
        hours[place] = one.hours
        shared[place] = (one.together + one.after / 2) // timedelta(microseconds=1)
        weakest[place] = found.weakness[rows.start : rows.stop].max()
        start[place] = found.start[rows.start : rows.stop].min()
    who = found.who[first]
    return np.asarray(who[np.lexsort((who, start, weakest, -shared, -hours))])


def _exposure(found: Shared, row: int) -> Exposure:
    """As much of an exposure as the rank of its person needs."""
    start, end = (_EPOCH + timedelta(microseconds=int(column[row])) for column in (found.start, found.end))
    parts = None if found.parts is None else Parts(**{n: float(c[row]) for n, c in found.parts.items()})
    return Exposure(
        who=UUID(int=int(found.who[row])),
        venue=VenueId(UUID(int=int(found.venue[row]))),
        zone=None,
        span=Span(start, end),
        together=timedelta(microseconds=int(found.together[row])),
        after=timedelta(microseconds=int(found.after[row])),
        assumed=False,
        assurance=Assurance.STATIC,
        flags=Flag(0),
        parts=parts,
    )

"""Where everybody truly was: the table, and small tools to make it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import SECOND, Bools, Floats, Index, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """One row a stay, by day, then person, then start. [start, end) in microseconds UTC.

    A person is in one place at a time, or in places inside one another: whoever is in a stall has a stay in
    its market around it.
    """

    person: Index
    venue: Index
    start: Ints
    end: Ints
    staff: Bools
    """Here for work; may be in before the doors open and after they close."""


def on_day(
    midnight: int,
    person: Index | Ints,
    venue: Index | Ints,
    start: Floats,
    end: Floats,
    *,
    staff: Bools | bool,
) -> Stays:
    """From minutes after midnight, to the second."""
    return Stays(
        person.astype(np.int32),
        venue.astype(np.int32),
        midnight + np.rint(start * 60).astype(np.int64) * SECOND,
        midnight + np.rint(end * 60).astype(np.int64) * SECOND,
        np.broadcast_to(np.asarray(staff, dtype=bool), person.shape).copy(),
    )

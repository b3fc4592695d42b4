"""What the system gets to see of the true stays: the table of check-ins."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.domain.assurance import Assurance
from app.simulation.columns import Index, Ints, Small, Words, take

ASSURANCES = tuple(Assurance)
"""What the numbers of `Scans.assurance` stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Scans:
    """One row a check-in, by day, then time of entry. Times in microseconds UTC, whole milliseconds."""

    person: Index
    venue: Index
    entered: Ints
    left: Ints
    """-1: never checked out."""
    received: Ints
    """When the check-in reached the server. A check-out arrives at `left`, or with a later check-in."""
    assurance: Small
    """Position in `ASSURANCES`."""
    flags: Small
    """The domain's `Flag` bits, as `domain.visits.start` would set them for these hours and delays."""
    stay: Ints
    """The true stay behind it: a row of the city's `stays`."""
    high: Words
    low: Words
    """128 random bits for the ids that the caller makes."""


def none() -> Scans:
    """No check-ins: what there is before the first day."""
    whole = np.zeros(0, dtype=np.int64)
    short, small, words = whole.astype(np.int32), whole.astype(np.int8), whole.astype(np.uint64)
    return Scans(short, short, whole, whole, whole, small, small, whole, words, words)


def as_known(scans: Scans, moment: int) -> Scans:
    """What a server knows at a moment: check-ins it has received, check-outs that have happened."""
    known = take(scans, scans.received <= moment)
    return replace(known, left=np.where(known.left <= moment, known.left, np.int64(-1)))

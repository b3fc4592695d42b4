"""Presences as columns: the form in which a whole city is traced."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.science.errors import NegativeSpan, ShapesDiffer

Ints = NDArray[np.int64]
MICROSECONDS_AN_HOUR = 3.6e9


@dataclass(frozen=True, slots=True, eq=False)
class Presences:
    """One row a presence, all columns of shape (rows,). Times in microseconds since 1970, UTC.

    Raises:
        ShapesDiffer: columns of different lengths.
        NegativeSpan: an end before the start, or ends out of order.
    """

    who: Ints
    """Whatever number names a person."""
    venue: Ints
    """From 0."""
    zone: Ints
    """-1: the venue as a whole."""
    start: Ints
    least_end: Ints
    end: Ints
    most_end: Ints

    def __post_init__(self) -> None:
        if len({getattr(self, field.name).shape for field in fields(self)}) != 1:
            raise ShapesDiffer("columns of presences")
        in_order = (self.start < self.least_end) & (self.least_end <= self.end) & (self.end <= self.most_end)
        if not in_order.all():
            raise NegativeSpan(f"presence {int(np.flatnonzero(~in_order)[0])}")

    def __len__(self) -> int:
        return len(self.who)

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Presences:
        """The same with only these rows: positions, or a mask."""
        return Presences(*(getattr(self, field.name)[rows] for field in fields(self)))

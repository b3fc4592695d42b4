"""Visits as columns, for methods that look at many people at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.science.errors import NegativeSpan, ShapesDiffer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY: Final = 24 * 3600 * 1_000_000
"""Times are whole microseconds since 1970 in UTC."""
NEVER: Final = np.iinfo(np.int64).max
NOBODY: Final = -1
"""No household, no infector, no venue."""


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Who was where: columns of one length, shape (visits,).

    `person` and `venue` are any numbers that stay the same within one call; `start` and `end` are
    microseconds. Overlapping visits of one person at one venue are one: join them first.
    """

    person: Ints
    venue: Ints
    start: Ints
    end: Ints

    def __post_init__(self) -> None:
        same_length(self.person, self.venue, self.start, self.end)
        ordered(self.start, self.end)

    def take(self, rows: NDArray[np.bool_] | Ints) -> Visits:
        """The same table with only these rows: positions, or a mask."""
        return Visits(self.person[rows], self.venue[rows], self.start[rows], self.end[rows])


def same_length(*columns: NDArray[np.generic]) -> None:
    """Let columns of one table pass.

    Raises:
        ShapesDiffer: they are not one-dimensional, or of different length.
    """
    if any(column.ndim != 1 or column.shape != columns[0].shape for column in columns):
        raise ShapesDiffer(f"columns of {', '.join(str(column.shape) for column in columns)}")


def ordered(start: Ints, end: Ints) -> None:
    """Let spans pass.

    Raises:
        NegativeSpan: one ends before or when it begins.
    """
    if np.any(end <= start):
        raise NegativeSpan(f"row {int(np.argmax(end <= start))} ends before or when it begins")

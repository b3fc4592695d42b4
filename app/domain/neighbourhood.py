"""Venues by where they are, so that a thousand new ones are not compared with each other one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venues import Venue

_CELL_DEGREES = 0.004
"""At least 150 m on the ground up to 70 degrees of latitude."""


def cell(position: Position) -> tuple[int, int]:
    """The square of the grid that holds a position."""
    return int(position.latitude // _CELL_DEGREES), int(position.longitude // _CELL_DEGREES)


def cells(position: Position | None) -> list[tuple[int, int]]:
    """The cell of a position and the eight around it."""
    if position is None:
        return []
    north, east = cell(position)
    return [(north + i, east + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


class Neighbourhood:
    """Venues to be asked for those near a new one, or at its address."""

    def __init__(self, there: Sequence[Venue]) -> None:
        self.by_cell: defaultdict[tuple[int, int], list[Venue]] = defaultdict(list)
        self.by_address: defaultdict[str, list[Venue]] = defaultdict(list)
        for venue in there:
            self.add(venue)

    def add(self, venue: Venue) -> None:
        """One more."""
        if venue.registration.position is not None:
            self.by_cell[cell(venue.registration.position)].append(venue)
        self.by_address[fold(venue.registration.address)].append(venue)

    def of(self, new: Registration) -> list[Venue]:
        """Those that may be within 150 m of it, or stand at its address."""
        near = [venue for square in cells(new.position) for venue in self.by_cell[square]]
        return [*near, *(v for v in self.by_address[fold(new.address)] if v not in near)]

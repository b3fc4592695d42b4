"""Which venues may be one place registered twice, or one posing as another."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add
from typing import NamedTuple

from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venues import Venue

LOOK_ALIKE_METRES = 150.0
LEAST_ALIKE = 0.75
"""Of two names, as `likeness` counts it."""


class Place(NamedTuple):
    """What of a venue is compared."""

    name: str
    """Folded, as the address is."""
    address: str
    position: Position | None

    @classmethod
    def of(cls, there: Registration) -> Place:
        """Of a registration."""
        return cls(fold(there.name), fold(there.address), there.position)


def likeness(one: str, other: str) -> float:
    """How alike two names read, 0 to 1: shared pairs of letters of the folded names (Dice)."""
    return _likeness(fold(one), fold(other))


def alike(new: Place, there: Place) -> float:
    """How alike the names of two venues are that may be one place; 0 where they are not or lie apart."""
    if new.position is not None and there.position is not None:
        close = new.position.metres_to(there.position) <= LOOK_ALIKE_METRES
    else:
        close = new.address == there.address
    found = _likeness(new.name, there.name) if close else 0.0
    return found if found >= LEAST_ALIKE else 0.0


def look_alikes(new: Registration, nearby: Iterable[Venue]) -> list[Venue]:
    """Venues that may be the same place registered twice, or may be posing as it; nearest name first."""
    place = Place.of(new)
    found = [(-alike(place, Place.of(venue.registration)), str(venue.id), venue) for venue in nearby]
    return [venue for _, _, venue in sorted((item for item in found if item[0]), key=lambda item: item[:2])]


def pairs(folded: str) -> set[str]:
    """The pairs of letters of a folded name, each once."""
    return set(map(add, folded, folded[1:]))


def _likeness(one: str, other: str) -> float:
    left, right = pairs(one), pairs(other)
    size = len(left) + len(right)
    return 2 * len(left & right) / size if size else float(one == other)

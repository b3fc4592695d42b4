"""Which ward a place lies in: point in polygon on the full outlines in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.positions import Position
from app.store import areas
from app.store.db import Session

WardFinder = Callable[[Sequence[Position]], list[str | None]]
"""From positions to the codes of their wards."""


def ward_of(session: Session, position: Position | None) -> str | None:
    """The code of the ward that holds a position; None without a position, or outside all of them."""
    if position is None:
        return None
    return _finder(areas.around(session, position))([position])[0]


def ward_finder(session: Session) -> WardFinder:
    """The same for many at once, in their order; the outlines are read once."""
    return _finder(areas.full(session))


def wards_of(session: Session, positions: Sequence[Position]) -> list[str | None]:
    """The same for these."""
    return ward_finder(session)(positions) if positions else []


def _finder(outlines: Sequence[tuple[str, bytes]]) -> WardFinder:
    if not outlines:
        return lambda positions: [None] * len(positions)
    import maps

    shapes = [maps.AreaShape(code, "", "", "", None, maps.from_wkb(outline)) for code, outline in outlines]

    def find(positions: Sequence[Position]) -> list[str | None]:
        longitudes = [position.longitude for position in positions]
        latitudes = [position.latitude for position in positions]
        return list(maps.area_of(longitudes, latitudes, shapes))

    return find

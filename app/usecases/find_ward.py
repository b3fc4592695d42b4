"""Which ward a place lies in: point in polygon on the full outlines in force."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.positions import Position
from app.store import areas
from app.store.db import Session


def ward_of(session: Session, position: Position | None) -> str | None:
    """The code of the ward that holds a position; None without a position, or outside all of them."""
    if position is None:
        return None
    return _codes([position], areas.around(session, position))[0]


def wards_of(session: Session, positions: Sequence[Position]) -> list[str | None]:
    """The same for many at once, in their order."""
    return _codes(positions, areas.full(session)) if positions else []


def _codes(positions: Sequence[Position], outlines: Sequence[tuple[str, bytes]]) -> list[str | None]:
    if not outlines:
        return [None] * len(positions)
    import maps

    shapes = [maps.AreaShape(code, "", "", "", None, maps.from_wkb(outline)) for code, outline in outlines]
    longitudes = [position.longitude for position in positions]
    latitudes = [position.latitude for position in positions]
    return list(maps.area_of(longitudes, latitudes, shapes))

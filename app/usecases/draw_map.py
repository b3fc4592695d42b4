"""What every map of the city is drawn on: the wards' outlines, and quiet ground around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.areas import Area, AreaKind
from app.store import areas
from app.store.db import Session

if TYPE_CHECKING:
    import maps


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines that were simplified at the import, so there is nothing to keep in memory."""

    wards: tuple[maps.AreaShape, ...]
    context: tuple[maps.Shape, ...]
    """Imported provinces, without the one that the wards make up."""


def ground(session: Session, wards: Sequence[Area], day: date | None) -> Ground:
    """The outlines of these wards as in force on a day; None: those that venues go by. Two queries."""
    import maps

    outlines = areas.drawn(session, AreaKind.WARD, day)
    provinces = areas.drawn(session, AreaKind.PROVINCE)
    shapes = tuple(_shape(ward, outlines[ward.code]) for ward in wards)
    around = [maps.from_wkb(outline) for outline in provinces.values()]
    return Ground(shapes, maps.surroundings([shape.geometry for shape in shapes], around))


def _shape(area: Area, outline: bytes) -> maps.AreaShape:
    import maps

    return maps.AreaShape(area.code, area.name, area.name_en, "", area.population, maps.from_wkb(outline))

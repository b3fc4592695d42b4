"""Wards, districts and provinces: what the rest of the system knows of them beside their outlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AreaKind(StrEnum):
    """The levels that boundaries come in. Each is imported, and has its versions, on its own."""

    WARD = "ward"
    DISTRICT = "district"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of one version of the boundaries."""

    code: str
    """Official and always text: joins are on it, never on names."""
    kind: AreaKind
    name: str
    name_en: str
    population: int | None = None
    parent: str | None = None
    approximate: bool = False
    """The outline was made up, so it says roughly where the area is and nothing else."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """An area with its outline, as well-known binary in degrees of WGS 84."""

    area: Area
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    drawn: bytes
    """Simplified, neighbours still sharing their borders: for pictures."""
    full: bytes
    """As it came: decides which area a point lies in."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was taken in: the source and version that maps and exports name."""

    id: int
    kind: str
    """A kind of area, or one of the two below."""
    source: str
    sha256: bytes
    rows: int
    imported_at: datetime


VENUES = "venues"
CASE_COUNTS = "case-counts"

DRAWN_METRES = {AreaKind.WARD: 30.0, AreaKind.DISTRICT: 60.0, AreaKind.PROVINCE: 300.0}
"""Detail that may be lost in a picture: below a pixel on a screen that shows the whole of it."""

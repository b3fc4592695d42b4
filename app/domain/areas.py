"""Wards, districts and provinces: what the rest of the system knows of them beside their outlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AreaKind(StrEnum):
    """The levels that boundaries come in. Each has its versions; districts may come with their wards."""

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
class District:
    """A former district: no authority any more, but a place that people know, made of wards."""

    code: str
    name: str
    name_en: str
    wards: tuple[str, ...]
    """The codes of its wards, in order; never empty."""


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
    """A kind of area, or one of the three below."""
    source: str
    sha256: bytes
    rows: int
    imported_at: datetime
    valid_from: date | None = None
    """Boundaries: the day from which they are valid; None is always."""
    districts: int = 0
    """Wards: how many former districts came with them."""
    population: str = ""
    """Boundaries: where their populations come from, and of which year; empty where nobody said."""
    wards_version: int | None = None
    """Case counts: the import of the wards whose codes they use; None where nobody noted it."""


VENUES = "venues"
CASE_COUNTS = "case-counts"
WARD_CHANGES = "ward-changes"

DRAWN_METRES = {AreaKind.WARD: 30.0, AreaKind.DISTRICT: 60.0, AreaKind.PROVINCE: 300.0}
"""Detail that may be lost in a picture: below a pixel on a screen that shows the whole of it."""

"""The 168 wards of Ho Chi Minh City since 1 July 2025: official codes and names, made-up outlines.

Codes, names, centroids and areas come from the package `vietnamadminunits` (MIT). It has no boundaries, so
an outline here is the part of the plane nearest to the ward's centroid, cut by a disc: good for a picture,
never for deciding where a place lies. Populations are simulated. Both are marked so in every ward.
"""

from __future__ import annotations

import math
import unicodedata
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.positions import Position

CENTRE = Position(10.7805, 106.704)
"""The centroid of Phường Sài Gòn, from which wards thin out."""
PEOPLE = 14_000_000
"""Roughly the merged city's residents, the figure of the design; shared out by `_residents`."""
KM_A_DEGREE = 111.195
"""One degree of latitude on a sphere of the earth's mean radius, 6371.0088 km."""
_DISC = 1.6
"""Radius of the cutting disc over that of a disc of the ward's area: neighbours meet, nothing runs to sea."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward, commune or special zone."""

    code: str
    """Five digits, with leading zeros if any: join on it, never on names."""
    name: str
    """Without its kind, in NFC: `Sài Gòn`."""
    name_en: str
    """The same without diacritics."""
    kind: str
    """`Phường` (ward), `Xã` (commune) or `Đặc khu` (special zone)."""
    area_km2: float
    population: int
    """Simulated from kind, area and distance from the centre: not a count of anybody."""
    centroid: Position
    geometry: Any
    """A shapely polygon in degrees (longitude, latitude). Approximate: a clipped Voronoi cell."""
    geometry_approximate: bool = True
    population_simulated: bool = True

    @property
    def full_name(self) -> str:
        """Kind and name, as in an address."""
        return f"{self.kind} {self.name}"


def plain(name: str) -> str:
    """The name without diacritics."""
    decomposed = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _residents(kind: str, area_km2: float, kilometres: float) -> float:
    """People of a ward before scaling to the whole. Assumed: shaped, not fitted.

    The wards of 2025 were drawn to hold similar numbers of people, so area matters little; no ward is
    denser than 60,000 people per square kilometre, about what the densest old quarters have.
    """
    if kind == "Đặc khu":
        return 100.0 * area_km2  # the islands: some thousands of people on 76 km2
    likely = 95_000 if kind == "Phường" else 60_000
    people: float = likely * (area_km2 / 5) ** 0.1 * math.exp(-kilometres / 70)
    return min(people, 60_000 * area_km2)


def _rows() -> list[dict[str, Any]]:
    from vietnamadminunits.database import query

    with warnings.catch_warnings():
        # the package leaves closing its database to the garbage collector, which newer Pythons warn of
        warnings.simplefilter("ignore", ResourceWarning)
        rows: list[dict[str, Any]] = query(
            "SELECT wardCode, wardShort, wardType, wardLat, wardLon, wardAreaKm2 "
            "FROM admin_units WHERE provinceCode = '79' ORDER BY wardCode"
        )
    return rows


def outlines(points: list[tuple[float, float]], areas: list[float]) -> list[Any]:
    """For each point (x, y, in km) the region nearest to it, cut by a disc of 1.6 times its own radius."""
    import shapely

    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), ordered=True))
    radii = [_DISC * math.sqrt(area / math.pi) for area in areas]
    discs = shapely.buffer(shapely.points(points), radii, quad_segs=12)
    return list(shapely.intersection(cells, discs))


@cache
def wards() -> tuple[Ward, ...]:
    """All of them, in the order of their codes."""
    import shapely

    rows = _rows()
    stretch = math.cos(math.radians(CENTRE.latitude))
    points = [(row["wardLon"] * KM_A_DEGREE * stretch, row["wardLat"] * KM_A_DEGREE) for row in rows]
    shapes = shapely.transform(
        outlines(points, [row["wardAreaKm2"] for row in rows]),
        lambda xy: (xy / (KM_A_DEGREE * stretch, KM_A_DEGREE)).round(6),
    )
    places = [Position(row["wardLat"], row["wardLon"]) for row in rows]
    heads = [
        _residents(row["wardType"], row["wardAreaKm2"], place.metres_to(CENTRE) / 1000)
        for row, place in zip(rows, places, strict=True)
    ]
    scale = PEOPLE / sum(heads)
    return tuple(
        Ward(
            code=row["wardCode"],
            name=unicodedata.normalize("NFC", row["wardShort"]),
            name_en=plain(row["wardShort"]),
            kind=unicodedata.normalize("NFC", row["wardType"]),
            area_km2=row["wardAreaKm2"],
            population=round(head * scale),
            centroid=place,
            geometry=shape,
        )
        for row, place, shape, head in zip(rows, places, shapes, heads, strict=True)
    )

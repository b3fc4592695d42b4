"""What a quiet ground is made of: which things of OpenStreetMap, from which zoom, and how wide.

Left out on purpose: buildings, shops and every other address; gardens (they are homes'); frontiers and names
of places, because those come from the boundaries that the city itself imports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maps.basemap.commands import Form


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing; all of it in a tile is drawn as one path.

    Attributes:
        zoom: The lowest zoom of tiles that hold it. Tiles are shown 512 pixels wide, so a map at zoom 13
            shows tiles of zoom 12.
        ink: Its colour in both themes of `picture`.
        width: Of lines and outlines, in pixels of a tile; 0: a fill.
        named: The lowest zoom at which names stand beside it, or None.
        least: Of areas, in square pixels of a tile: smaller ones are left out at that zoom.
    """

    form: Form
    zoom: int
    ink: str
    width: float = 0.0
    named: int | None = None
    least: float = 0.0


KINDS: Final[Mapping[str, Kind]] = {
    "green": Kind(Form.AREA, 11, "green", 0.8, least=150),
    "water": Kind(Form.AREA, 7, "water", least=16),
    "river": Kind(Form.LINE, 10, "water", 1.6, named=11),
    "rail": Kind(Form.LINE, 10, "rail", 0.9),
    "street": Kind(Form.LINE, 14, "street", 0.6, named=14),
    "tertiary": Kind(Form.LINE, 12, "road", 0.8, named=13),
    "secondary": Kind(Form.LINE, 11, "road", 1.0, named=13),
    "primary": Kind(Form.LINE, 9, "road", 1.3, named=12),
    "main": Kind(Form.LINE, 7, "road", 1.8, named=11),
}
"""In the order they are drawn. Water is opaque; parks are outlined: a fill would change what a ward says."""

_HIGHWAYS: Final = {
    "motorway": "main",
    "trunk": "main",
    "primary": "primary",
    "secondary": "secondary",
    "motorway_link": "secondary",
    "trunk_link": "secondary",
    "tertiary": "tertiary",
    "primary_link": "tertiary",
    "secondary_link": "tertiary",
    "residential": "street",
    "unclassified": "street",
    "living_street": "street",
    "pedestrian": "street",
    "tertiary_link": "street",
}
COAST: Final = "coast"
"""Not drawn: the sea is made of it."""
LINES: Final[Mapping[str, Mapping[str, str]]] = {
    "highway": _HIGHWAYS,
    "railway": {"rail": "rail", "light_rail": "rail", "subway": "rail"},
    "waterway": {"river": "river", "canal": "river"},
    "natural": {"coastline": COAST},
}
AREAS: Final[Mapping[str, Mapping[str, str]]] = {
    "natural": {"water": "water", "wood": "green", "wetland": "green"},
    "waterway": {"riverbank": "water", "dock": "water"},
    "landuse": {
        "reservoir": "water",
        "basin": "water",
        "forest": "green",
        "recreation_ground": "green",
        "village_green": "green",
        "cemetery": "green",
    },
    "leisure": {"park": "green", "nature_reserve": "green", "golf_course": "green"},
}
"""Key of a tag, its values, and the kind of thing they make."""

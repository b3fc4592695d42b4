"""A vector tile as a small SVG picture: numbers of ours, and names as escaped text. No script, no address.

It lies over the areas, so that their colours stay those of the legend: water is opaque, roads and outlines
let the colour below shine through.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from maps.basemap.commands import Form, lines_of
from maps.basemap.cutting import PIXELS, UNITS
from maps.basemap.kinds import KINDS, Kind
from maps.basemap.naming import TALL, shown
from maps.basemap.varints import Numbers
from maps.basemap.vector_tile import EXTENT, Name, read_tile

THEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "water": "#dbe6ec",
        "green": "#5f8f6b",
        "road": "#78888e",
        "street": "#78888e",
        "rail": "#8a7f8f",
        "text": "#43535a",
        "river": "#3f6073",
        "halo": "#ffffff",
    },
    "dark": {
        "water": "#15252f",
        "green": "#7fae8a",
        "road": "#93a3a9",
        "street": "#93a3a9",
        "rail": "#a296a8",
        "text": "#d5e0e2",
        "river": "#9fc0d1",
        "halo": "#0e1a1e",
    },
}
"""Colours by what they are for. Those of lines are seen on every class of every scale of the maps."""
_OPACITY: Final = {"road": 0.65, "street": 0.45, "rail": 0.7, "green": 0.6}
_SIZE: Final = f'width="{PIXELS}" height="{PIXELS}" viewBox="0 0 {EXTENT} {EXTENT}"'
_OPEN: Final = f'<svg xmlns="http://www.w3.org/2000/svg" {_SIZE}>'
EMPTY: Final = f"{_OPEN}</svg>"


def picture(tile: bytes, theme: str) -> str:
    """The same text for the same tile and theme.

    Raises:
        Damaged: these are not the bytes of a tile.
        KeyError: there is no such theme.
    """
    colours = THEMES[theme]
    geometry, names = read_tile(tile)
    paths = [_path(thing, geometry[kind], colours) for kind, thing in KINDS.items() if kind in geometry]
    return "".join((_OPEN, *paths, _written(names, colours), "</svg>"))


def _path(thing: Kind, geometry: Numbers, colours: Mapping[str, str]) -> str:
    drawn = _drawn(geometry, closed=thing.form is Form.AREA)
    colour = colours[thing.ink]
    if not thing.width:
        # Filled by the direction of rings: waters that overlap stay water, and only an island is a hole.
        return f'<path fill="{colour}" d="{drawn}"/>'
    opacity = _OPACITY.get(thing.ink)
    seen = "" if opacity is None else f' stroke-opacity="{opacity}"'
    pen = f'stroke="{colour}" stroke-width="{thing.width * UNITS:g}"{seen} stroke-linejoin="round"'
    return f'<path fill="none" {pen} d="{drawn}"/>'


def _drawn(geometry: Numbers, *, closed: bool) -> str:
    """Relative steps, just as the tile holds them."""
    parts, x, y = [], 0, 0
    for steps in lines_of(geometry):
        (right, down), *rest = steps.tolist()
        line = " ".join(f"{dx} {dy}" for dx, dy in rest)
        parts.append(f"m{right + x} {down + y}l{line}" + ("z" if closed else ""))
        if closed:  # closing moves the pen back to the ring's start, in a picture but not in a tile
            x, y = steps[1:].sum(axis=0).tolist()
    return "".join(parts)


def _written(names: list[Name], colours: Mapping[str, str]) -> str:
    if not names:
        return ""
    style = (
        f'font-family="system-ui,Roboto,Noto Sans,sans-serif" font-size="{TALL}" text-anchor="middle"'
        f' stroke="{colours["halo"]}" stroke-width="20" stroke-opacity="0.75" stroke-linejoin="round"'
        ' paint-order="stroke"'
    )
    return f"<g {style}>{''.join(_name(name, colours) for name in names)}</g>"


def _name(name: Name, colours: Mapping[str, str]) -> str:
    ink = colours["river" if name.kind == "river" else "text"]
    turned = f"translate({name.x} {name.y})" + (f"rotate({name.turn})" if name.turn else "")
    # A baseline a third of the height below the middle puts the letters on the line.
    return f'<text transform="{turned}" y="{TALL // 3}" fill="{ink}">{escape(shown(name.text))}</text>'

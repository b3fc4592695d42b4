"""Names beside roads and rivers: along a straight stretch, whole within one tile, none upon another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from maps.basemap.kinds import KINDS
from maps.basemap.osm import Shapes
from maps.basemap.vector_tile import EXTENT, Name

TALL: Final = 88
"""Height of a name in a tile's units: 11 pixels."""
_WIDE: Final = 0.58
"""Width of a letter in heights; a little more than a system's typeface has, so that a name surely fits."""
_ROOM: Final = 48
_LONGEST: Final = 48
_MOST: Final = 16
"""Names in one tile."""
_BENT: Final = 24
"""Units by which a stretch may leave the straight line."""
_ALONG: Final = (0.5, 0.3, 0.7)
"""Where on a stretch a name is tried."""
_RANK: Final = {kind: -rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class _Tried:
    """A name where it could stand, with the half width and height of its upright box."""

    rank: int
    length: float
    name: Name
    half: tuple[float, float]


def names_of(
    named: Mapping[str, tuple[Shapes, Sequence[str]]], z: int, scale: float
) -> dict[tuple[int, int], list[Name]]:
    """The names to write into each tile (column, row) of a zoom, most important first."""
    tried: dict[tuple[int, int], list[_Tried]] = {}
    for kind, (lines, names) in named.items():
        lowest = KINDS[kind].named
        if lowest is not None and lowest <= z:
            for place, one in _tried(kind, lines, [shown(name) for name in names], scale):
                tried.setdefault(place, []).append(one)
    return {place: chosen for place, some in tried.items() if (chosen := _chosen(some))}


def shown(name: str) -> str:
    """A name as it may stand in a picture: without control and format characters, not too long."""
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:_LONGEST]


def _tried(
    kind: str, lines: Shapes, names: Sequence[str], scale: float
) -> list[tuple[tuple[int, int], _Tried]]:
    """Straight stretches long enough for their names, at places where the name lies within one tile."""
    points, owner = shapely.get_coordinates(shapely.simplify(lines, _BENT / scale), return_index=True)
    points = points * scale
    same = owner[1:] == owner[:-1]
    start, step, owner = points[:-1][same], np.diff(points, axis=0)[same], owner[1:][same]
    length = np.hypot(*step.T)
    wide = np.array([len(name) for name in names], dtype=float)[owner] * _WIDE * TALL
    fits = (wide > 0) & (length >= wide + _ROOM)
    found = []
    for i in np.flatnonzero(fits):
        turn = _upright(step[i])
        half = _half(float(wide[i]), turn)
        for along in _ALONG:
            x, y = (start[i] + along * step[i]).tolist()
            column, row = int(x) // EXTENT, int(y) // EXTENT
            inner = x - column * EXTENT, y - row * EXTENT
            if all(h <= at <= EXTENT - h for at, h in zip(inner, half, strict=True)):
                name = Name(names[owner[i]], kind, round(inner[0]), round(inner[1]), turn)
                found.append(((column, row), _Tried(_RANK[kind], float(length[i]), name, half)))
                break
    return found


def _upright(step: npt.NDArray[np.float64]) -> int:
    """Whole degrees clockwise, never upside down."""
    turn = round(float(np.degrees(np.arctan2(step[1], step[0]))))
    return turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn  # noqa: PLR2004 - right angles


def _half(wide: float, turn: int) -> tuple[float, float]:
    """Half width and half height of the upright box around a turned name."""
    cos, sin = abs(np.cos(np.radians(turn))), abs(np.sin(np.radians(turn)))
    return float(wide * cos + TALL * sin) / 2 + 8, float(wide * sin + TALL * cos) / 2 + 8


def _chosen(tried: list[_Tried]) -> list[Name]:
    """The most important and longest first; each name once, and none over another."""
    taken: list[_Tried] = []
    for one in sorted(tried, key=lambda t: (t.rank, -t.length, t.name.text, t.name.x, t.name.y)):
        if len(taken) < _MOST and not any(_clash(one, other) for other in taken):
            taken.append(one)
    return [one.name for one in taken]


def _clash(one: _Tried, other: _Tried) -> bool:
    near = (
        abs(one.name.x - other.name.x) < one.half[0] + other.half[0]
        and abs(one.name.y - other.name.y) < one.half[1] + other.half[1]
    )
    return near or one.name.text == other.name.text

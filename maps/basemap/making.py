"""An OpenStreetMap extract -> one PMTiles file of a quiet ground."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from maps.areas import Shape
from maps.basemap.cutting import Place, tiles_of_zoom, tiles_within
from maps.basemap.ground import Ground, bounds_in_degrees, covered, gathered
from maps.basemap.kinds import KINDS
from maps.basemap.osm import check_is_osm, read_areas, read_lines
from maps.basemap.pmtiles import written
from maps.basemap.refused import BasemapRefused, Reason

CREDIT: Final = "© OpenStreetMap contributors"
"""What the Open Database License asks for, wherever the ground is shown; it is not translated."""
LOWEST_ZOOM: Final = min(kind.zoom for kind in KINDS.values())
HIGHEST_ZOOM: Final = 15
_READING: Final = 0.5
"""Share of the work that reading is, for a progress bar."""

Progress = Callable[[float], None]
"""Is told the share done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a new basemap holds.

    Attributes:
        kept: Things by kind.
        tiles: How many.
        size: In bytes.
        version: Changes with any tile.
        credit: To be printed wherever it is shown.
    """

    kept: dict[str, int]
    tiles: int
    size: int
    version: str
    credit: str = CREDIT


def make_basemap(
    source: Path,
    target: Path,
    areas: Sequence[Shape],
    *,
    margin_m: float = 5_000,
    max_zoom: int = 14,
    progress: Progress = lambda _share: None,
) -> Made:
    """Keep of an extract what a quiet ground needs around the areas, as vector tiles in one file.

    The file appears whole or not at all; one that is there already stays in force until then.

    Args:
        source: `.osm.pbf` or `.osm`; told by its first bytes, not by its name.
        target: The PMTiles file to write.
        areas: The city, in degrees.
        margin_m: How far beyond the city the ground reaches, in metres.
        max_zoom: Of the tiles, which are 512 pixels wide: 14 serves maps at zoom 15 and, enlarged, beyond.
        progress: Told the share done.

    Raises:
        BasemapRefused: the file is something else, cannot be read, or holds nothing within the city.
        ValueError: `max_zoom` is out of range, or there is no area.
    """
    if not LOWEST_ZOOM <= max_zoom <= HIGHEST_ZOOM or not areas:
        raise ValueError(f"the highest zoom is {LOWEST_ZOOM} to {HIGHEST_ZOOM}, and a city has areas")
    check_is_osm(source)
    covers = covered(areas, margin_m)
    bounds = bounds_in_degrees(covers)
    lines = read_lines(source, bounds)
    progress(_READING / 2)
    ground = gathered(lines, read_areas(source, bounds), covers)
    progress(_READING)
    tiles = _tiles(ground, max_zoom, progress)
    if not tiles:
        raise BasemapRefused(Reason.NOTHING_INSIDE, "the extract has no road, river or park within the city")
    digest = sha256(b"".join(tiles[place] for place in sorted(tiles))).hexdigest()[:12]
    size = _put(target, written(tiles, _metadata(ground, max_zoom, digest), bounds))
    progress(1.0)
    return Made({kind: len(shapes) for kind, shapes in ground.shapes.items()}, len(tiles), size, digest)


def _tiles(ground: Ground, max_zoom: int, progress: Progress) -> dict[Place, bytes]:
    found: dict[Place, bytes] = {}
    zooms = range(LOWEST_ZOOM, max_zoom + 1)
    work = [len(tiles_within(ground.covers, z)) for z in zooms]
    for i, z in enumerate(zooms):
        found.update(tiles_of_zoom(ground, z))
        progress(_READING + (0.95 - _READING) * sum(work[: i + 1]) / sum(work))
    return found


def _metadata(ground: Ground, max_zoom: int, version: str) -> dict[str, Any]:
    layers = [
        {"id": kind, "fields": {}, "minzoom": KINDS[kind].zoom, "maxzoom": max_zoom} for kind in ground.shapes
    ]
    fields = {"name": "String", "kind": "String", "turn": "Number"}
    lowest = min(kind.named for kind in KINDS.values() if kind.named is not None)
    layers.append({"id": "names", "fields": fields, "minzoom": lowest, "maxzoom": max_zoom})
    return {
        "name": "Basemap",
        "attribution": CREDIT,
        "version": version,
        "type": "baselayer",
        "vector_layers": layers,
    }


def _put(target: Path, content: bytes) -> int:
    """Write beside the target, then put it in its place in one step: readers see the old file or the new."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return len(content)

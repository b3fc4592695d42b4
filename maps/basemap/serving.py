"""A basemap in force: its tiles as pictures, the newest of them kept in memory."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from maps.basemap import archive
from maps.basemap.kinds import KINDS
from maps.basemap.making import CREDIT
from maps.basemap.picture import EMPTY, THEMES, picture

_KEPT: Final = 512
"""Pictures in memory, of 1 to 30 kB each."""
_DRAWN: Final = 1
"""Raise it when `picture` draws otherwise: browsers keep pictures for a year."""


class Basemap:
    """One PMTiles file that `make_basemap` wrote, kept open.

    A file put in its place later is not seen: open it again. This one goes on showing the old tiles.

    Attributes:
        version: Changes with any tile and with how they are drawn; part of the pictures' address.
        credit: To be printed wherever they are shown.
        min_zoom, max_zoom: Of its tiles.
        bounds: West, south, east, north in degrees.

    Raises:
        FileNotFoundError: there is none.
        Damaged: the file is none of ours, or not whole.
    """

    def __init__(self, path: Path) -> None:
        self._file = archive.OpenFile(path)
        self._head = archive.head_of(self._file)
        said = archive.metadata_of(self._file, self._head)
        drawing = f"{said.get('version')}{KINDS}{THEMES}{_DRAWN}"
        self.version = sha256(drawing.encode()).hexdigest()[:12]
        self.credit = CREDIT
        self.min_zoom, self.max_zoom = self._head.min_zoom, self._head.max_zoom
        self.bounds = self._head.bounds
        self._drawn = lru_cache(_KEPT)(self._draw)

    def picture(self, theme: str, z: int, x: int, y: int) -> bytes | None:
        """A tile as SVG packed with gzip, blank where there is nothing; None where there can be no tile.

        Raises:
            Damaged: the file is not whole.
        """
        if theme not in THEMES or not self.min_zoom <= z <= self.max_zoom:
            return None
        if not (0 <= x < 1 << z and 0 <= y < 1 << z):
            return None
        return self._drawn(theme, z, x, y)

    def _draw(self, theme: str, z: int, x: int, y: int) -> bytes:
        tile = archive.tile_of(self._file, self._head, z, x, y)
        drawn = EMPTY if tile is None else picture(tile, theme)
        return gzip.compress(drawn.encode(), 6, mtime=0)

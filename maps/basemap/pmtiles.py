"""Many tiles in one file, as the PMTiles specification 3 says: a header, a directory, the tiles.

Tiles are numbered along a Hilbert curve, zoom by zoom, and stand in the file in that order, so neighbours
stand together.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from maps.basemap.varints import encode

MAGIC = b"PMTiles\x03"
HEADER = struct.Struct("<8s11Q6B4iB2i")
GZIP, VECTOR_TILES = 2, 1
ROOT_ENDS = 16_384
"""The specification wants header and first directory within the first 16 KiB."""
_LEAF = 2_000
"""Entries of one directory where there are several."""

Entry = tuple[int, int, int, int]
"""Number of a tile, how many tiles in a row it stands for (0: a directory), its length and offset."""


def number_of(z: int, x: int, y: int) -> int:
    """A tile's number: those of all lower zooms come first, then the curve's order."""
    along = 0
    for bit in reversed(range(z)):
        right, down = x >> bit & 1, y >> bit & 1
        along = along << 2 | (3 * right) ^ down
        if not down:
            if right:
                x, y = ~x, ~y
            x, y = y, x
    return ((1 << 2 * z) - 1) // 3 + along


def written(
    tiles: Mapping[tuple[int, int, int], bytes],
    metadata: Mapping[str, Any],
    bounds: tuple[float, float, float, float],
) -> bytes:
    """A whole file of vector tiles by (zoom, column, row); the same bytes for the same tiles.

    Args:
        tiles: Unpacked; at least one.
        metadata: As JSON; the specification asks for `vector_layers`.
        bounds: West, south, east, north in degrees.
    """
    numbered = sorted((number_of(*place), data) for place, data in tiles.items())
    packed = [_packed(data) for _, data in numbered]
    lengths = [len(data) for data in packed]
    offsets = np.cumsum([0, *lengths[:-1]]).tolist()
    entries = [
        (number, 1, size, at) for (number, _), size, at in zip(numbered, lengths, offsets, strict=True)
    ]
    root, leaves = _directories(entries)
    said = _packed(json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode())
    places, at = [], HEADER.size
    for size in (len(root), len(said), len(leaves), sum(lengths)):
        places += [at, size]
        at += size
    zooms = [z for z, _, _ in tiles]
    edges = [round(edge * 1e7) for edge in bounds]
    middle = [(edges[0] + edges[2]) // 2, (edges[1] + edges[3]) // 2]
    kinds = 1, GZIP, GZIP, VECTOR_TILES, min(zooms), max(zooms)
    head = HEADER.pack(MAGIC, *places, *[len(entries)] * 3, *kinds, *edges, min(zooms), *middle)
    return b"".join((head, root, said, leaves, *packed))


def _directories(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """The first directory and, where it would be too long, those that it names."""
    if len(root := _directory(entries)) <= ROOT_ENDS - HEADER.size:
        return root, b""
    leaves: list[bytes] = []
    above: list[Entry] = []
    for i in range(0, len(entries), _LEAF):
        leaf = _directory(entries[i : i + _LEAF])
        above.append((entries[i][0], 0, len(leaf), sum(len(before) for before in leaves)))
        leaves.append(leaf)
    return _directory(above), b"".join(leaves)


def _directory(entries: Sequence[Entry]) -> bytes:
    numbers, runs, sizes, offsets = np.array(entries, dtype=np.int64).T
    steps = np.diff(numbers, prepend=0)
    columns = [len(entries), *steps, *runs, *sizes, *(offsets + 1)]
    return _packed(encode(columns))


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)

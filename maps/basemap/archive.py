"""Tiles out of a PMTiles file that lies on this machine. Nothing is believed before it is checked."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from weakref import finalize

import numpy as np

from maps.basemap.pmtiles import GZIP, HEADER, MAGIC, VECTOR_TILES, Entry, number_of
from maps.basemap.varints import Damaged, decode

_DEEPEST = 3
_LARGEST = 1 << 24
"""Bytes of one tile or directory unpacked: a damaged or made-up file must not fill the memory."""

_HIGHEST = 22
"""The specification allows more, but nobody draws it."""


class Bytes(Protocol):
    """The bytes of a file, or a file that is read where it is asked."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice, /) -> bytes:
        """Those from a start to an end."""


class OpenFile:
    """A file kept open: one that takes its place later does not change what is read here.

    Not a memory map, which ends the process when somebody shortens the file.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        finalize(self, self._file.close)
        self._size = os.fstat(self._file.fileno()).st_size
        self._lock = Lock()

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        with self._lock:
            self._file.seek(part.start or 0)
            return self._file.read(part.stop - (part.start or 0))


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of itself: where its parts stand (offset, length), and what it covers."""

    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves: tuple[int, int]
    data: tuple[int, int]
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]


def head_of(file: Bytes) -> Head:
    """The header.

    Raises:
        Damaged: this is no PMTiles file of vector tiles packed with gzip, or a part lies outside it.
    """
    if len(file) < HEADER.size or file[:8] != MAGIC:
        raise Damaged("not a PMTiles file")
    said = HEADER.unpack(file[: HEADER.size])
    _, *places = said[:9]
    _, inner, outer, kind, least, most, *edges = said[12:22]
    root, metadata, leaves, data = ((places[i], places[i + 1]) for i in range(0, 8, 2))
    whole = all(at + size <= len(file) for at, size in (root, metadata, leaves, data))
    if (inner, outer, kind) != (GZIP, GZIP, VECTOR_TILES) or not whole or most > _HIGHEST:
        raise Damaged("not a whole PMTiles file of vector tiles")
    west, south, east, north = (edge / 1e7 for edge in edges)
    return Head(root, metadata, leaves, data, least, most, (west, south, east, north))


def metadata_of(file: Bytes, head: Head) -> dict[str, Any]:
    """What stands in the file beside its tiles.

    Raises:
        Damaged: it is not a JSON object.
    """
    try:
        found = json.loads(_unpacked(_part(file, head.metadata, 0, head.metadata[1])))
    except ValueError as error:
        raise Damaged("the metadata are not JSON") from error
    if not isinstance(found, dict):
        raise Damaged("the metadata are not an object")
    return found


def tile_of(file: Bytes, head: Head, z: int, x: int, y: int) -> bytes | None:
    """An unpacked tile, or None where the file has none.

    Raises:
        Damaged: a directory or the tile cannot be read.
    """
    wanted = number_of(z, x, y)
    directory = _part(file, head.root, 0, head.root[1])
    for _ in range(_DEEPEST):
        entry = _found(directory, wanted)
        if entry is None:
            return None
        first, run, size, at = entry
        if run:
            inside = wanted < first + run
            return _unpacked(_part(file, head.data, at, size)) if inside else None
        directory = _part(file, head.leaves, at, size)
    raise Damaged("directories stand too deep in each other")


def _found(directory: bytes, wanted: int) -> Entry | None:
    """The last entry at or before a number."""
    columns = decode(_unpacked(directory)).astype(np.int64)
    count = int(columns[0]) if columns.size else 0
    if columns.size != 1 + 4 * count:
        raise Damaged("a directory is not whole")
    steps, runs, sizes, offsets = columns[1:].reshape(4, count)
    i = int(np.searchsorted(np.cumsum(steps), wanted, side="right")) - 1
    if i < 0:
        return None
    if not offsets[i]:  # 0: right behind the entry before it, as other writers save space
        begin = i - int(np.argmax(offsets[i::-1] != 0))
        offset = offsets[begin] + sizes[begin:i].sum()
    else:
        offset = offsets[i]
    return int(steps[: i + 1].sum()), int(runs[i]), int(sizes[i]), int(offset) - 1


def _part(file: Bytes, place: tuple[int, int], at: int, size: int) -> bytes:
    start, length = place
    if not 0 <= at <= at + size <= length:
        raise Damaged("a part lies outside its place")
    return file[start + at : start + at + size]


def _unpacked(data: bytes) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(data, _LARGEST)
    except zlib.error as error:
        raise Damaged("a packed part cannot be opened") from error
    if not reader.eof:
        raise Damaged("a packed part is cut off or far too large")
    return found

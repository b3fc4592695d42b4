"""A disk that can lose its power: what was synced is kept, what was not is kept by chance.

The model is harsh on purpose. Since its last sync every write to a file survives or not, each sector of
512 bytes for itself and in any order; a sector that was on its way may hold rubbish; a file that was made or
removed without a sync of its folder may be there or not. What real disks lose is among that.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SECTOR = 512


class DiskDead(OSError):
    """The power is gone: nothing is read or written any more."""


class DiskFull(OSError):
    """There is no room for what was to be written."""


@dataclass(frozen=True)
class Change:
    """A write, or with `data` None a file cut to its first `offset` bytes."""

    offset: int
    data: bytes | None


@dataclass
class File:
    """What programs read, what surely survives, and the changes between the two."""

    live: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        apply(self.live, change.offset, change.data)
        self.pending.append(change)

    def sync(self) -> None:
        self.durable = bytes(self.live)
        self.pending.clear()

    def left_by(self, chance: random.Random, odds: float) -> bytes:
        """What may be found after a cut in which each unsynced sector survives with these odds."""
        image = bytearray(self.durable)
        for change in self.pending:
            if change.data is None:
                if chance.random() < odds:
                    apply(image, change.offset, None)
                continue
            for start, piece in _sectors(change):
                if chance.random() < odds:
                    apply(image, start, piece)
                elif chance.random() < 0.02:
                    apply(image, start, chance.randbytes(len(piece)))
        return bytes(image)


def apply(content: bytearray, offset: int, data: bytes | None) -> None:
    """Write, or cut; a gap before a write is filled with zeros."""
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _sectors(change: Change) -> list[tuple[int, bytes]]:
    """The parts of a write that a disk takes for themselves."""
    found, start, data = [], change.offset, change.data or b""
    while data:
        size = SECTOR - start % SECTOR
        found.append((start, data[:size]))
        start, data = start + size, data[size:]
    return found


class Disk:
    """Files by path. Dies at the change with number `cut_at`, in the middle of it."""

    def __init__(
        self,
        files: dict[str, bytes] | None = None,
        *,
        cut_at: int | None = None,
        cut_in: str = "",
        lies: bool = False,
        room: int | None = None,
    ) -> None:
        """`cut_in`: how the paths end whose changes are counted. `room`: bytes until it is full.

        `lies`: a sync says that it was done and does nothing.
        """
        self.names = {path: File(bytearray(content), content) for path, content in (files or {}).items()}
        self._durable_names = dict(self.names)
        self._cut_at, self._cut_in = cut_at, cut_in
        self._lies = lies
        self.room = room
        self.changes = 0
        self.dead = False

    def open(self, path: str, *, make: bool) -> File | None:
        self.alive()
        if path not in self.names and make:
            self.names[path] = File()
        return self.names.get(path)

    def alive(self) -> None:
        if self.dead:
            raise DiskDead

    def write(self, file: File, offset: int, data: bytes) -> None:
        self.alive()
        grown = max(0, offset + len(data) - len(file.live))
        if self.room is not None and grown and self._used() + grown > self.room:
            raise DiskFull
        file.change(Change(offset, data))
        self._count(file)

    def truncate(self, file: File, size: int) -> None:
        self.alive()
        file.change(Change(size, None))
        self._count(file)

    def sync(self, file: File) -> None:
        """Make a file durable, and that it exists: SQLite's own driver syncs the folder of a new log."""
        self.alive()
        self._count(file)  # a cut during a sync comes before it is done
        if self._lies:
            return
        file.sync()
        self._durable_names |= {path: one for path, one in self.names.items() if one is file}

    def remove(self, path: str, *, durably: bool) -> bool:
        self.alive()
        if path not in self.names:
            return False
        file = self.names.pop(path)
        self._count(file, path)
        if durably and not self._lies:
            self._durable_names.pop(path, None)
        return True

    def left_by(self, chance: random.Random) -> dict[str, bytes]:
        """The files that are found when the power is back."""
        odds = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        found = {}
        for path in sorted(self.names.keys() | self._durable_names.keys()):
            before, after = self._durable_names.get(path), self.names.get(path)
            file = after if before is None or chance.random() < odds else before
            if before is None and chance.random() >= odds:
                file = None
            if file is not None:
                found[path] = file.left_by(chance, odds)
        return found

    def _used(self) -> int:
        return sum(len(file.live) for file in self.names.values())

    def _count(self, file: File, path: str = "") -> None:
        names = [path] if path else [name for name, one in self.names.items() if one is file]
        if not any(name.endswith(self._cut_in) for name in names):
            return
        self.changes += 1
        if self.changes == self._cut_at:
            self.dead = True
            raise DiskDead

"""Puts a `Disk` under the very SQLite library that the service uses, as its virtual file system.

https://sqlite.org/vfs.html says what each function does. While `under(disk)` lasts every database that this
process opens stands on that disk. Locks and the shared index of the log are memory: they die with the power.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from itertools import count

from app.store import sqlite
from tests.reliability.disk import Disk, DiskDead, DiskFull, File

OK, BUSY, IOERR, NOTFOUND, FULL, CANTOPEN = 0, 5, 10, 12, 13, 14
SHORT_READ = IOERR | 2 << 8
SHARED, RESERVED, PENDING, EXCLUSIVE = 1, 2, 3, 4
OPEN_CREATE, OPEN_DELETE_ON_CLOSE = 0x4, 0x8
SHM_UNLOCK, SHM_LOCK, SHM_SHARED = 1, 2, 4
SAFE_OVERWRITE = 0x1000  # what every file system of today promises: bytes beside a write stay as they are


class _Handle(Structure):
    _fields_ = (("methods", c_void_p), ("number", c_int64))


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        *((name, c_void_p) for name in ("open", "delete", "access", "full_path")),
        *((name, c_void_p) for name in ("dl_open", "dl_error", "dl_symbol", "dl_close")),
        *((name, c_void_p) for name in ("randomness", "sleep", "time", "last_error")),
    )


_METHODS = {
    "close": (),
    "read": (c_void_p, c_int, c_int64),
    "write": (c_void_p, c_int, c_int64),
    "truncate": (c_int64,),
    "sync": (c_int,),
    "file_size": (POINTER(c_int64),),
    "lock": (c_int,),
    "unlock": (c_int,),
    "is_reserved": (POINTER(c_int),),
    "control": (c_int, c_void_p),
    "sector_size": (),
    "characteristics": (),
    "shm_map": (c_int, c_int, c_int, POINTER(c_void_p)),
    "shm_lock": (c_int, c_int, c_int),
    "shm_barrier": (),
    "shm_unmap": (c_int,),
}
"""The functions of an open file in the order of `sqlite3_io_methods` version 2, with their arguments."""


class _Methods(Structure):
    _fields_ = (("version", c_int), *((name, c_void_p) for name in _METHODS))


@dataclass
class _Shared:
    """What the connections to one file share."""

    locks: dict[int, int] = field(default_factory=dict)
    """By the number of the open file: how far it has locked."""
    regions: dict[int, ctypes.Array[ctypes.c_char]] = field(default_factory=dict)
    slots: dict[int, dict[int, bool]] = field(default_factory=dict)
    """By slot, then by the number of the open file: whether alone."""


@dataclass
class _Open:
    file: File
    path: str
    shared: _Shared
    removed_on_close: bool


class NoVfs(RuntimeError):
    """This build of SQLite hides the functions that register a file system."""


class _FileSystem:
    """SQLite's calls, answered from a disk. Every function returns SQLite's code of what happened."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self._numbers = count(1)
        self._open: dict[int, _Open] = {}
        self._shared: dict[str, _Shared] = {}
        self._mutex = threading.RLock()
        self._kept = [self._call(getattr(self, f"_{name}"), args) for name, args in _METHODS.items()]
        pointers = [ctypes.cast(function, c_void_p).value for function in self._kept]
        self._methods = _Methods(2, *pointers)

    # Calls come from C, where a Python exception would be printed and taken for success.
    def _call(self, act: Callable[..., int], arguments: tuple[object, ...]) -> object:
        def called(handle: int, *given: object) -> int:
            number = ctypes.cast(handle, POINTER(_Handle)).contents.number
            with self._mutex:
                return _code_of(act, number, *given)

        return CFUNCTYPE(c_int, c_void_p, *arguments)(called)

    def vfs(self, base: _Vfs, name: bytes) -> _Vfs:
        """What is registered; what has nothing to do with files is the library's own."""
        opened = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p, c_int, POINTER(c_int))(self._opened)
        delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)(
            lambda _, path, durably: _code_of(self._delete, path.decode(), durably)
        )
        access = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int, POINTER(c_int))(self._access)
        full = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int, c_void_p)(_full_path)
        self._kept += [opened, delete, access, full]
        own = [ctypes.cast(one, c_void_p).value for one in (opened, delete, access, full)]
        borrowed = [getattr(base, name) for name, _ in _Vfs._fields_[10:]]
        return _Vfs(1, ctypes.sizeof(_Handle), 1024, None, name, None, *own, *borrowed)

    def _opened(self, _vfs: int, path: bytes | None, handle: int, flags: int, out: object) -> int:
        with self._mutex:
            number = next(self._numbers)
            name = path.decode() if path else f"temporary {number}"
            target = ctypes.cast(handle, POINTER(_Handle)).contents
            target.methods = None
            try:
                file = self.disk.open(name, make=bool(flags & OPEN_CREATE) or path is None)
            except DiskDead:
                return IOERR
            if file is None:
                return CANTOPEN
            shared = self._shared.setdefault(name, _Shared())
            self._open[number] = _Open(file, name, shared, bool(flags & OPEN_DELETE_ON_CLOSE))
            target.methods, target.number = ctypes.addressof(self._methods), number
            if out:
                out[0] = flags
            return OK

    def _delete(self, path: str, durably: int) -> int:
        with self._mutex:
            return OK if self.disk.remove(path, durably=bool(durably)) else IOERR | 23 << 8

    def _access(self, _vfs: int, path: bytes, _flags: int, out: object) -> int:
        out[0] = int(path.decode() in self.disk.names)
        return OK

    def _close(self, number: int) -> int:
        one = self._open.pop(number)
        one.shared.locks.pop(number, None)
        if one.removed_on_close:
            self.disk.names.pop(one.path, None)
        return OK

    def _read(self, number: int, into: int, amount: int, offset: int) -> int:
        self.disk.alive()
        found = bytes(self._open[number].file.live[offset : offset + amount])
        ctypes.memmove(into, found.ljust(amount, b"\0"), amount)
        return OK if len(found) == amount else SHORT_READ

    def _write(self, number: int, data: int, amount: int, offset: int) -> int:
        self.disk.write(self._open[number].file, offset, ctypes.string_at(data, amount))
        return OK

    def _truncate(self, number: int, size: int) -> int:
        self.disk.truncate(self._open[number].file, size)
        return OK

    def _sync(self, number: int, _flags: int) -> int:
        self.disk.sync(self._open[number].file)
        return OK

    def _file_size(self, number: int, out: object) -> int:
        out[0] = len(self._open[number].file.live)
        return OK

    def _lock(self, number: int, wanted: int) -> int:
        locks = self._open[number].shared.locks
        if locks.get(number, 0) >= wanted:
            return OK
        others = [level for other, level in locks.items() if other != number]
        highest = max(others, default=0)
        if highest >= (PENDING if wanted == SHARED else RESERVED):
            return BUSY
        if wanted == EXCLUSIVE and highest >= SHARED:
            locks[number] = PENDING
            return BUSY
        locks[number] = wanted
        return OK

    def _unlock(self, number: int, to: int) -> int:
        self._open[number].shared.locks[number] = to
        return OK

    def _is_reserved(self, number: int, out: object) -> int:
        out[0] = int(max(self._open[number].shared.locks.values(), default=0) >= RESERVED)
        return OK

    def _control(self, _number: int, _operation: int, _argument: int) -> int:
        return NOTFOUND

    def _sector_size(self, _number: int) -> int:
        return 512

    def _characteristics(self, _number: int) -> int:
        return SAFE_OVERWRITE

    def _shm_map(self, number: int, region: int, size: int, make: int, out: object) -> int:
        self.disk.alive()
        regions = self._open[number].shared.regions
        if region not in regions and make:
            regions[region] = ctypes.create_string_buffer(size)
        out[0] = ctypes.addressof(regions[region]) if region in regions else None
        return OK

    def _shm_lock(self, number: int, first: int, amount: int, flags: int) -> int:
        all_slots = self._open[number].shared.slots
        slots = [all_slots.setdefault(slot, {}) for slot in range(first, first + amount)]
        if flags & SHM_UNLOCK:
            for slot in slots:
                slot.pop(number, None)
            return OK
        alone = not flags & SHM_SHARED
        for slot in slots:
            if any(alone or theirs for other, theirs in slot.items() if other != number):
                return BUSY
        for slot in slots:
            slot[number] = alone
        return OK

    def _shm_barrier(self, _number: int) -> int:
        return OK

    def _shm_unmap(self, number: int, delete: int) -> int:
        one = self._open[number]
        for slot in one.shared.slots.values():
            slot.pop(number, None)
        if delete:
            one.shared.regions.clear()
        return OK


def _code_of(act: Callable[..., int], *given: object) -> int:
    try:
        return act(*given)
    except DiskFull:
        return FULL
    except Exception:  # noqa: BLE001 - DiskDead, or a fault of this file: SQLite must hear of it either way
        return IOERR


def _full_path(_vfs: int, path: bytes, room: int, into: int) -> int:
    ctypes.memmove(into, path[: room - 1] + b"\0", min(len(path), room - 1) + 1)
    return OK


@contextlib.contextmanager
def under(disk: Disk) -> Iterator[None]:
    """Let every database that is opened meanwhile stand on this disk; they must be closed at the end.

    Raises:
        NoVfs: the SQLite in use does not let one be registered.
    """
    library = ctypes.CDLL(_library())
    try:
        find, register, unregister = (
            library.sqlite3_vfs_find,
            library.sqlite3_vfs_register,
            library.sqlite3_vfs_unregister,
        )
    except AttributeError:
        raise NoVfs from None
    find.restype, find.argtypes = POINTER(_Vfs), [c_char_p]
    register.argtypes, unregister.argtypes = [POINTER(_Vfs), c_int], [POINTER(_Vfs)]
    base = find(None)
    system = _FileSystem(disk)
    own = system.vfs(base.contents, b"ghe-test")
    register(own, 1)
    try:
        yield
    finally:
        unregister(own)
        register(base, 1)


def _library() -> str:
    """The shared object whose SQLite the service uses."""
    import importlib

    name = sqlite.driver().__name__.partition(".")[0]
    return importlib.import_module("_sqlite3" if name == "sqlite3" else f"{name}._sqlite3").__file__

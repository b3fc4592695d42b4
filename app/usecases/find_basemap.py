"""The basemap in force, if the operator has made one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.basemap import Basemap


def find_basemap(path: Path) -> Basemap | None:
    """What stands at the path now: a replaced or removed file is noticed at the next request.

    Raises:
        maps.basemap.Damaged: something stands there, and is no whole basemap.
    """
    try:
        found = path.stat()
        return _opened(path, (found.st_mtime_ns, found.st_size, found.st_ino))
    except FileNotFoundError:
        return None


@lru_cache(maxsize=2)  # the one in force, and the one before it while requests still read that
def _opened(path: Path, _state: tuple[int, int, int]) -> Basemap:
    from maps.basemap import Basemap

    return Basemap(path)

"""Points handed to a map: checked once, refused by name, counted from 0."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from maps.areas import HALF_TURN, POLE

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class PointKind(StrEnum):
    """Stable slugs of what can be wrong with points; words for people belong to the caller."""

    UNEQUAL = "unequal-lengths"
    NOT_A_NUMBER = "not-a-number"
    OFF_THE_MAP = "off-the-map"
    NOT_WHOLE = "not-a-whole-number"
    TOO_SMALL = "too-small"


class PointsRefused(ValueError):
    """Points are drawn all or not at all; `index` is the first that cannot be, None for the whole column."""

    def __init__(self, kind: PointKind, column: str, index: int | None = None) -> None:
        where = "" if index is None else f" (point {index})"
        super().__init__(f"{column}{where}: {kind}")
        self.kind = kind
        self.column = column
        self.index = index


def checked_degrees(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Longitudes and latitudes as two one-dimensional arrays of the same length, degrees of EPSG:4326.

    Raises:
        PointsRefused: A coordinate is NaN or infinite, beyond 180 or 90 degrees, or one column is longer.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    same_length(x.size, ("lat", y))
    for name, column, most in (("lon", x, HALF_TURN), ("lat", y, POLE)):
        _refuse_first(~np.isfinite(column), PointKind.NOT_A_NUMBER, name)
        _refuse_first(np.abs(column) > most, PointKind.OFF_THE_MAP, name)
    return x.ravel(), y.ravel()


def checked_counts(name: str, numbers: npt.ArrayLike, *, least: int = 0) -> Ints:
    """Whole numbers from `least`, of whatever type they came in.

    Raises:
        PointsRefused: One is smaller, or no whole number.
    """
    given = np.asarray(numbers)
    if given.size == 0:
        return np.zeros(0, dtype=np.int64)
    if given.dtype.kind not in "iuf":
        raise PointsRefused(PointKind.NOT_WHOLE, name)
    if given.dtype.kind == "f":
        _refuse_first(~np.isfinite(given), PointKind.NOT_A_NUMBER, name)
        _refuse_first(given != np.floor(given), PointKind.NOT_WHOLE, name)
    _refuse_first(given < least, PointKind.TOO_SMALL, name)
    return given.ravel().astype(np.int64)


def same_length(length: int, *columns: tuple[str, npt.NDArray[np.generic] | Sequence[object]]) -> None:
    """Refuse, by name, a column that is not as long as the first one.

    Raises:
        PointsRefused: It is longer or shorter.
    """
    for name, column in columns:
        if len(column) != length:
            raise PointsRefused(PointKind.UNEQUAL, name)


def _refuse_first(wrong: npt.NDArray[np.bool_], kind: PointKind, column: str) -> None:
    if wrong.any():
        raise PointsRefused(kind, column, int(wrong.argmax()))

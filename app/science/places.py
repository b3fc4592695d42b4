"""Where areas and venues lie, in metres, so that distances mean the same everywhere in a city."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.science.errors import BadParameter, ShapesDiffer

Floats = NDArray[np.float64]

EARTH_M: Final = 6_371_008.8
"""Mean radius of the earth (IUGG), metres."""


def projected(x: ArrayLike, y: ArrayLike) -> Floats:
    """Places on a plane, shape (n, 2), from projected coordinates in metres.

    Raises:
        ShapesDiffer: The columns have different lengths.
        BadParameter: No place, or a coordinate that is not finite.
    """
    a, b = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise ShapesDiffer(f"coordinates of shapes {a.shape} and {b.shape}")
    both = np.column_stack([a, b])
    if not len(both) or not np.isfinite(both).all():
        raise BadParameter("places need finite coordinates")
    return both


def on_globe(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Places in space, shape (n, 3), metres from the centre of the earth, from degrees.

    Straight distances between them order as great-circle distances do, and are a centimetre shorter at 20 km.

    Raises:
        ShapesDiffer: The columns have different lengths.
        BadParameter: No place, or degrees outside the globe.
    """
    degrees = projected(lon, lat)
    if np.any(np.abs(degrees) > (180.0, 90.0)):
        raise BadParameter("longitude or latitude outside the globe")
    lam, phi = np.radians(degrees).T
    return EARTH_M * np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def checked(points: Floats) -> Floats:
    """The places, if they are of shape (n, 2) or (n, 3) and finite.

    Raises:
        BadParameter: They are not.
    """
    if points.ndim != 2 or points.shape[1] not in {2, 3} or not len(points) or not np.isfinite(points).all():  # noqa: PLR2004
        raise BadParameter(f"places of shape {points.shape}; see projected and on_globe")
    return points

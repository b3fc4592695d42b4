"""Borders of H3 cells that fit together, whatever their resolutions.

The children of an H3 cell stick out of it on three sides and fall short on three, so hexagons of two
resolutions side by side would overlap and leave gaps. Here a cell is drawn as the union of its finest
descendants: borders are then made of finest edges alone, and there are few of them (each coarser step makes
the border three times longer in points, not seven: 6, 18, 54, 162).
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

Cells = npt.NDArray[np.uint64]

_RESOLUTION_AT: Final = 52
_RESOLUTIONS: Final = 0xF
_DIGITS: Final = 15
_BITS: Final = 3
_KM_A_DEGREE: Final = 6371.007180918475 * np.pi / 180
_SAME_DEGREES: Final = 1e-9  # a tenth of a millimetre; the library's own two answers differ by 1e-12


def parents(cells: Cells) -> Cells:
    """The cell one resolution coarser of each cell, all of the same resolution (1 to 15; 0 is given back).

    By the layout of the 64 bits (H3's "Index representation"): four bits of resolution, then one digit of
    three bits per resolution, unused ones all set.
    """
    if cells.size == 0 or not (resolution := int(cells[0]) >> _RESOLUTION_AT & _RESOLUTIONS):
        return cells
    unused = np.uint64((1 << _BITS * (_DIGITS - resolution + 1)) - 1)
    return (cells - np.uint64(1 << _RESOLUTION_AT)) | unused


def outlines(cells: Cells, finest: int) -> npt.NDArray[np.object_]:
    """The union of each cell's descendants of resolution `finest` as a polygon in degrees.

    Cells of any resolution up to `finest`. Points that two of them share are equal to the last bit.
    """
    from h3.api.numpy_int import cell_to_children, cells_to_h3shape

    rings = [cells_to_h3shape(cell_to_children(cell, finest)).outer for cell in cells.tolist()]
    points = np.array([point for ring in rings for point in ring]).reshape(-1, 2)
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    lon, lat = _snapped(points[:, 1]), _snapped(points[:, 0])
    shapes: npt.NDArray[np.object_] = shapely.polygons(
        shapely.linearrings(np.column_stack([lon, lat]), indices=owner)
    )
    return shapes


def square_km(shapes: npt.NDArray[np.object_]) -> list[float]:
    """Areas of small polygons given in degrees, on H3's sphere; within 0.01 % up to some 10 km across."""
    middle = np.radians(shapely.get_y(shapely.centroid(shapes)))
    return (shapely.area(shapes) * np.cos(middle) * _KM_A_DEGREE**2).tolist()  # type: ignore[no-any-return]


def _snapped(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Values closer than `_SAME_DEGREES` made equal: rounding would part some that lie beside a step."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    first = np.diff(rising, prepend=-np.inf) > _SAME_DEGREES
    same = rising[np.maximum.accumulate(np.where(first, np.arange(rising.size), 0))]
    result = np.empty_like(values)
    result[order] = same
    return result

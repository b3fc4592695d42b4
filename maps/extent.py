"""Which part of the world a map opens on: the main body of areas; far-away ones become insets.

An island 175 km out to sea would otherwise shrink a city of 130 km to a third of the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import AreaShape, Bounds

FAR = 5  # "far away" is a stretch of this many typical area diagonals without any area
MOST_INSETS = 3  # more would hide the map they stand on; the rest can still be reached by moving it


@dataclass(frozen=True, slots=True)
class Extent:
    """West, south, east, north of the main body, and the codes of each far-away group, largest first."""

    bounds: Bounds
    insets: tuple[tuple[str, ...], ...]


def extent(areas: Sequence[AreaShape]) -> Extent:
    """Group the areas' parts by closeness; the group with the largest area is the main body.

    An area with any part in the main body belongs to it. Distances are between bounding boxes.

    Raises:
        ValueError: If there is no area.
    """
    if not areas:
        raise ValueError("a map needs at least one area")
    parts, owner = shapely.get_parts([area.geometry for area in areas], return_index=True)
    group = _groups(_flat_boxes(parts))
    size = np.bincount(group, weights=shapely.area(parts))
    main = int(size.argmax())
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(parts[group == main]))
    inside = set(owner[group == main])
    insets = []
    for other in np.argsort(-size, kind="stable"):
        if codes := tuple(areas[i].code for i in sorted(set(owner[group == other]) - inside)):
            insets.append(codes)
            inside.update(owner[group == other])
    return Extent((west, south, east, north), tuple(insets[:MOST_INSETS]))


def opened_on(areas: Sequence[AreaShape], under: Sequence[AreaShape]) -> Extent:
    """The same where ground lies under the areas: its main body, and the areas on its far-away parts.

    Hexagons scattered over a city would by themselves be many far-away groups.
    """
    if not under:
        return extent(areas)
    whole = extent(under)
    middles = shapely.centroid([area.geometry for area in areas])
    insets = []
    for group in whole.insets:
        box = shapely.box(*shapely.total_bounds([shape.geometry for shape in under if shape.code in group]))
        if codes := tuple(
            area.code for area, middle in zip(areas, middles, strict=True) if box.intersects(middle)
        ):
            insets.append(codes)
    return Extent(whole.bounds, tuple(insets))


def _flat_boxes(parts: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Bounding boxes with longitude shortened by the cosine of the latitude, so that x and y compare."""
    box = shapely.bounds(parts)
    shorter = np.cos(np.radians(np.median(box[:, [1, 3]])))
    boxes: npt.NDArray[np.object_] = shapely.box(
        box[:, 0] * shorter, box[:, 1], box[:, 2] * shorter, box[:, 3]
    )
    return boxes


def _groups(boxes: npt.NDArray[np.object_]) -> npt.NDArray[np.int32]:
    """A number per box; boxes within FAR typical diagonals of each other, step by step, share one."""
    edge = shapely.bounds(boxes)
    reach = FAR * float(np.median(np.hypot(edge[:, 2] - edge[:, 0], edge[:, 3] - edge[:, 1])))
    tree = shapely.STRtree(boxes)
    touching = tree.query(boxes, predicate="intersects")
    numbers = _connected(touching, boxes.size)
    # A box has hundreds of others within reach: only those that touch no path to the largest group ask.
    apart = np.flatnonzero(numbers != np.bincount(numbers).argmax())
    one, other = tree.query(boxes[apart], predicate="dwithin", distance=reach)
    return _connected(np.hstack([touching, (apart[one], other)]), boxes.size)


def _connected(pairs: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.int32]:
    """A number for each of `count` things; those that a chain of pairs joins share one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = pairs
    graph = coo_array((np.ones(left.size, dtype=bool), (left, right)), shape=(count, count))
    numbers: npt.NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return numbers

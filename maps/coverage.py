"""Neighbours: whether they fit together, and what they are together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import shapely

from maps.areas import AreaShape, Shape

WORTH_SAYING: Final = 1000.0
"""Square metres. What a file's rounding leaves between neighbours is far below, a missing block above."""
_METRES_A_DEGREE: Final = 111_195.0
"""Of latitude, on a sphere of the earth's mean radius."""
_ROUNDING: Final = 1e-9
"""Degrees: one number written in two ways must not leave a crack between neighbours."""
_GRID: Final = 0.01
"""Metres: outlines closer than this touch, or a hairline would open every gap towards the outside."""


class Misfit(StrEnum):
    """How neighbours can fail to fit."""

    OVERLAP = "overlap"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A piece of ground that several areas hold, or that none does though areas stand all around it."""

    kind: Misfit
    codes: tuple[str, ...]
    """The two areas that overlap, or all that stand around the gap, in order."""
    square_metres: float


def flaws(shapes: Sequence[AreaShape], at_least: float = WORTH_SAYING) -> list[Flaw]:
    """Overlaps and gaps of at least so many square metres, the largest first.

    A lake or another city's ground inside is a gap too, and is rightly one: flaws are told, never mended.
    A strip that is open towards the outside is no gap.
    """
    codes = [shape.code for shape in shapes]
    metres, whole = _in_metres(shapes)
    found = [
        Flaw(Misfit.OVERLAP, tuple(sorted((codes[one], codes[other]))), area)
        for one, other, area in _overlaps(metres)
        if area >= at_least
    ]
    holes = [hole for hole in _holes(whole) if hole.area >= at_least]
    gaps = np.array(holes, dtype=object)
    hole, beside = shapely.STRtree(metres).query(gaps, predicate="dwithin", distance=2 * _GRID)
    for number, gap in enumerate(holes):
        around = sorted({codes[i] for i in beside[hole == number]})
        found.append(Flaw(Misfit.GAP, tuple(around), float(gap.area)))
    return sorted(found, key=lambda flaw: (-flaw.square_metres, flaw.codes))


def dissolved(shapes: Sequence[AreaShape]) -> Shape:
    """The areas as one outline: a point lies in it where it lies in one of them.

    For a line to draw see `dissolve`. Their borders with others are kept to a tenth of a millimetre.
    Pinholes where two of them do not quite meet are closed: they are nobody's, and below `WORTH_SAYING`.

    Raises:
        ValueError: If there are no areas.
    """
    if not shapes:
        raise ValueError("nothing to dissolve")
    union: Any = shapely.union_all([shape.geometry for shape in shapes], grid_size=_ROUNDING)
    middle = (union.bounds[1] + union.bounds[3]) / 2
    square_degree = _METRES_A_DEGREE**2 * float(np.cos(np.radians(middle)))
    parts = [
        shapely.Polygon(
            part.exterior,
            [ring for ring in part.interiors if shapely.Polygon(ring).area * square_degree >= WORTH_SAYING],
        )
        for part in shapely.get_parts(union)
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _in_metres(shapes: Sequence[AreaShape]) -> tuple[Any, Any]:
    """The outlines and their union in the UTM zone of their middle."""
    import geopandas

    if not shapes:
        return np.array([], dtype=object), shapely.MultiPolygon()
    degrees = geopandas.GeoSeries([shape.geometry for shape in shapes], crs="EPSG:4326")
    metres = degrees.to_crs(degrees.estimate_utm_crs()).to_numpy()
    return metres, shapely.union_all(metres, grid_size=_GRID)


def _overlaps(metres: Any) -> Iterator[tuple[int, int, float]]:  # noqa: ANN401 - an array of polygons
    # Only where an edge is no neighbour's edge too: asking every pair of neighbours takes four times as long.
    odd = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(metres)))
    one, other = shapely.STRtree(metres).query(metres[odd], predicate="intersects")
    pairs = np.unique(np.sort(np.column_stack([odd[one], other]), axis=1), axis=0)
    first, second = pairs[pairs[:, 0] < pairs[:, 1]].T
    areas = shapely.area(shapely.intersection(metres[first], metres[second]))
    return zip(first.tolist(), second.tolist(), areas.tolist(), strict=True)


def _holes(union: Any) -> list[Any]:  # noqa: ANN401 - a polygon or several
    return [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]

"""A made-up country: areas that share their borders, with as many corners as real ones, from a seed.

For measuring and for pictures where no real boundaries may be kept. Cells of a Voronoi diagram are cut into
short pieces and bent by one smooth map of the plane. It is one-to-one, because two points are shifted less
apart than they lie: neighbours keep every point of their border in common, and no outline crosses itself.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

WEST, SOUTH = 102.0, 8.5
"""Corner of the made-up country, in degrees: about where Viet Nam begins."""
ACROSS: Final = 0.05
"""Degrees from one area to the next, about 5.5 km: the typical ward of Ho Chi Minh City."""
CORNERS: Final = 182
"""Mean number of points of a real ward of that city, simplified to 30 m (30,537 points in 168 wards)."""
_SLOPES: Final = (0.25, 0.2, 0.18, 0.15, 0.12)
"""Slope of each octave of the bending; together below one."""
_DIGITS: Final = 6


def tessellation(count: int, seed: int, corners: int = CORNERS) -> list[Any]:
    """Shapely polygons in degrees that cover a rectangle without gap or overlap, as the real files do.

    Args:
        count: How many.
        seed: The same seed gives the same country.
        corners: Points of an outline on average, within a tenth.
    """
    import shapely

    rng = np.random.default_rng(seed)
    wide = int(np.ceil(np.sqrt(count)))
    high = int(np.ceil(count / wide))
    grid = np.stack(np.meshgrid(np.arange(wide), np.arange(high)), axis=-1).reshape(-1, 2)[:count]
    points = (grid + rng.uniform(0.1, 0.9, size=grid.shape)) * ACROSS
    box = shapely.box(0, 0, wide * ACROSS, high * ACROSS)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box, ordered=True)
    cells = shapely.set_precision(shapely.intersection(shapely.get_parts(cells), box), 1e-9)
    around = float(np.mean(shapely.length(cells)))
    fine = shapely.segmentize(cells, around / corners)
    bent: list[Any] = list(shapely.transform(fine, lambda xy: _bend(xy, np.random.default_rng(seed))))
    return bent


def _bend(xy: npt.NDArray[np.float64], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Shift each point by sums of waves, from the width of an area down to a 16th of it."""
    shift = np.zeros_like(xy)
    for octave, slope in enumerate(_SLOPES):
        for axis in (0, 1):
            turn, phase = rng.uniform(0, 2 * np.pi, size=2)
            waves = 2 * np.pi / (ACROSS * 1.3 / 2**octave)
            along = xy @ np.array([np.cos(turn), np.sin(turn)])
            shift[:, axis] += slope / np.sqrt(2) / waves * np.sin(along * waves + phase)
    placed: npt.NDArray[np.float64] = (xy + shift + (WEST, SOUTH)).round(_DIGITS)
    return placed

"""Wards as the tree of disclosure control sees them: where they lie, beside which, with how many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import cos, radians
from statistics import median_low
from typing import Final

import shapely

from app.domain.areas import Area
from app.domain.rates import is_reliable
from app.science.disclosure_tree import Place

_DEGREE_M: Final = 111_195
"""Of latitude, on the mean sphere."""
_TOUCHING: Final = 1e-5
"""Degrees: about a metre between two borders is none."""


def places_of(areas: Sequence[Area], outlines: Mapping[str, bytes]) -> tuple[Place, ...]:
    """One place for each area.

    Args:
        areas: The wards; a population that is too small to be true counts as the middle one.
        outlines: WKB in degrees by code, neighbours sharing their borders.
    """
    shapes = [shapely.from_wkb(outlines[area.code]) for area in areas]
    beside: defaultdict[int, set[str]] = defaultdict(set)
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_TOUCHING)
    for one, other in zip(*near, strict=True):
        if one != other:
            beside[int(one)].add(areas[int(other)].code)
    known = [area.population or 0 for area in areas if is_reliable(area.population)]
    middle = median_low(known) if known else 1
    centres = [shape.centroid for shape in shapes]
    narrow = cos(radians(sum(centre.y for centre in centres) / max(len(centres), 1)))
    return tuple(
        Place(
            area.code,
            area.parent,
            area.population or middle if is_reliable(area.population) else middle,
            round(centre.x * narrow * _DEGREE_M),
            round(centre.y * _DEGREE_M),
            frozenset(beside[at]),
        )
        for at, (area, centre) in enumerate(zip(areas, centres, strict=True))
    )

"""What is the same in every box and frame of a picture, worked out once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import AreaShape, Bounds
from maps.case_map import CaseMap
from maps.encode import middle
from maps.extent import Extent, extent, opened_on
from maps.pictures.ground import Rings, View


class Placed:
    """Where areas stand, and how large they are."""

    def __init__(self, areas: Sequence[AreaShape]) -> None:
        self.areas = areas
        self.shapes = np.array([area.geometry for area in areas])
        self.middles = np.array([middle(area.geometry)[::-1] for area in areas])
        """Longitude and latitude of a point inside each area."""
        self._sizes: npt.NDArray[Any] = shapely.area(self.shapes)

    def sides(self, view: View) -> npt.NDArray[np.float64]:
        """About how many millimetres wide and high each area is."""
        return np.asarray(np.sqrt(self._sizes * view.shorter) * view.scale)

    def seen_in(self, view: View) -> npt.NDArray[np.bool_]:
        """Which areas have their middle in the view."""
        west, south, east, north = view.degrees(view.box)
        return np.asarray(((self.middles > (west, south)) & (self.middles < (east, north))).all(1))


class Drawing:
    """The polygons of a case map as points, where their names and digits stand, what the view opens on."""

    def __init__(self, case_map: CaseMap) -> None:
        self.case_map = case_map
        self.legend = case_map.scale.legend(case_map.words)
        looked_at = set(case_map.looked_at)
        placed = [a for a in (*case_map.areas, *case_map.under) if a.code in looked_at]
        self.extent: Extent = extent(placed) if placed else opened_on(case_map.areas, case_map.under)
        self.far_away = self.extent.insets if not looked_at else ()
        """Codes of each group of areas that the main map leaves out."""
        self.areas = Rings([area.geometry for area in case_map.areas])
        self.sea = Rings([case_map.sea]) if case_map.sea else None
        self.context = Rings(case_map.context) if case_map.context else None
        self.under = Rings([area.geometry for area in case_map.under]) if case_map.under else None
        self.borders = Rings(case_map.borders) if case_map.borders else None
        self.placed = Placed(case_map.areas)
        self.named = Placed(case_map.under) if case_map.under else self.placed
        """The city: whose names are written where there is room, and what must not be covered."""

    def bounds_of(self, codes: Sequence[str]) -> Bounds:
        """West, south, east, north of some areas."""
        edges = np.array([a.geometry.bounds for a in self.case_map.areas if a.code in set(codes)])
        west, south = edges[:, :2].min(0)
        east, north = edges[:, 2:].max(0)
        return float(west), float(south), float(east), float(north)

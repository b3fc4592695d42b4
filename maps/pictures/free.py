"""Where on a drawn map there is room: what stands on it hides as little of the areas as can be."""

from collections.abc import Iterator, Sequence

import shapely

from maps.pictures.drawing import Drawing
from maps.pictures.ground import View
from maps.pictures.paper import Box

_SLACK = 0.01  # millimetres


class Corners:
    """The four corners of a map; each thing takes the one where it hides the least of the areas."""

    def __init__(self, view: View, drawing: Drawing) -> None:
        self._view, self._outer = view, view.box.within(view.box.width / 100)
        self._shapes = drawing.named.shapes[drawing.named.seen_in(view)]
        self._all = max(float(shapely.area(self._shapes).sum()), 1e-12)
        self._taken: list[Box] = []

    def best(self, width: float, height: float, also: Sequence[Box] = ()) -> tuple[Box, float]:
        """A box of that size in the best corner, and the part of the areas that it hides.

        The part is 1 where it would meet `also` or what has been taken.
        """
        outer = self._outer
        boxes = [
            Box(x, y, width, height)
            for y in (outer.bottom, outer.top - height)
            for x in (outer.left, outer.right - width)
        ]
        costs = [
            1.0 if any(box.meets(o) for o in (*self._taken, *also)) else self._hides(box) for box in boxes
        ]
        best = min(range(4), key=costs.__getitem__)
        return boxes[best], costs[best]

    def _places(self, width: float, height: float) -> Iterator[Box]:
        """The corners, and beside, over and under what has been taken."""
        outer, gap = self._outer, 1.0
        for y in (outer.bottom, outer.top - height):
            for x in (outer.left, outer.right - width):
                yield Box(x, y, width, height)
        for box in self._taken:
            for x in (box.left - gap - width, box.right + gap):
                yield Box(x, box.bottom, width, height)
            for y in (box.bottom - gap - height, box.top + gap):
                yield Box(box.left, y, width, height)

    def take(self, box: Box) -> Box:
        """Keep others out of a box."""
        self._taken.append(box)
        return box

    def _hides(self, box: Box) -> float:
        clipped = shapely.clip_by_rect(self._shapes, *self._view.degrees(box))
        inside = self._outer.within(-_SLACK).holds(box)
        return float(shapely.area(clipped).sum()) / self._all if inside else 1.0

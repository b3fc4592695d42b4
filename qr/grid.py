"""Rows and columns of equal labels on a sheet, and the marks to cut along. Millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass

from qr.boxes import Drawing
from qr.colours import MUTED
from qr.errors import LabelsTooLarge
from qr.paper import Paper
from qr.shapes import rectangle

_MARK = 4.0
_PEN = 0.2
_SLACK = 0.01
_AWAY = 1.0
"""From a mark to the nearest label, so that none is seen after cutting."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels of `width` x `height`, the first with its corner at (`left`, `top`).

    There are `across` and `down` mm between neighbours.

    Raises:
        LabelsTooLarge: rows or columns reach over the edge of the paper.
    """

    paper: Paper
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float = 0
    down: float = 0

    def __post_init__(self) -> None:
        right = self.left + self.columns * self.width + (self.columns - 1) * self.across
        bottom = self.top + self.rows * self.height + (self.rows - 1) * self.down
        fits = right <= self.paper.width + _PEN and bottom <= self.paper.height + _PEN
        if (
            min(self.columns, self.rows) < 1
            or min(self.left, self.top, self.across, self.down) < 0
            or not fits
        ):
            raise LabelsTooLarge(
                f"{self.columns} x {self.rows} labels of {self.width:g} x {self.height:g} mm reach to "
                f"{right:g} x {bottom:g} mm; the paper has {self.paper.width:g} x {self.paper.height:g}"
            )

    @classmethod
    def centred(cls, paper: Paper, columns: int, rows: int, width: float, height: float) -> "Grid":
        """Labels side by side in the middle of the paper."""
        left, top = (paper.width - columns * width) / 2, (paper.height - rows * height) / 2
        return cls(paper, columns, rows, width, height, left, top)

    def places(self) -> Iterator[tuple[float, float]]:
        """The upper left corner of each label, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield self._left(column), self._top(row)

    def backs(self) -> Iterator[tuple[float, float]]:
        """Where the back of each label lies on the other side of a sheet turned over its long edge."""
        for left, top in self.places():
            yield self.paper.width - left - self.width, top

    def cut_marks(self) -> tuple[Drawing, ...]:
        """A short line at both ends of every cut, in the margin; none where the margin has no room for it."""
        xs = {edge for column in range(self.columns) for edge in self._edges(self._left(column), self.width)}
        ys = {edge for row in range(self.rows) for edge in self._edges(self._top(row), self.height)}
        uprights = [
            rectangle(x - _PEN / 2, start, _PEN, _MARK)
            for start in self._margins(ys, self.paper.height)
            for x in sorted(xs)
        ]
        levels = [
            rectangle(start, y - _PEN / 2, _MARK, _PEN)
            for start in self._margins(xs, self.paper.width)
            for y in sorted(ys)
        ]
        return tuple(Drawing((mark,), MUTED) for mark in (*uprights, *levels))

    @staticmethod
    def _margins(edges: set[float], length: float) -> Iterator[float]:
        """Where marks begin before the first label and behind the last one."""
        before, behind = min(edges) - _AWAY - _MARK, max(edges) + _AWAY
        if before >= 0:
            yield before
        if behind + _MARK <= length:
            yield behind

    def _left(self, column: int) -> float:
        return self.left + column * (self.width + self.across)

    def _top(self, row: int) -> float:
        return self.top + row * (self.height + self.down)

    @staticmethod
    def _edges(start: float, length: float) -> tuple[float, float]:
        return round(start, 3), round(start + length, 3)

"""What is printed on a sheet, each with its place. Millimetres from the top left corner, y pointing down."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from qr import fonts
from qr.fonts import Face
from qr.shapes import Shape, placed
from qr.symbol import Symbol


class Bounds(NamedTuple):
    """The smallest upright rectangle around a box, in mm."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text that begins at `left` and stands on `baseline`; `size` is the font size in mm."""

    text: str
    face: Face
    size: float
    colour: str
    left: float
    baseline: float

    @property
    def bounds(self) -> Bounds:
        """Room for the tallest accents and the lowest dots, whether this line has them or not."""
        right = self.left + fonts.width(self.text, self.face, self.size)
        top = self.baseline - fonts.ASCENT * self.size
        return Bounds(self.left, top, right, self.baseline + fonts.DESCENT * self.size)

    def moved(self, right: float, down: float) -> "TextLine":
        """The same line elsewhere, mm."""
        return replace(self, left=self.left + right, baseline=self.baseline + down)

    def scaled(self, scale: float) -> "TextLine":
        """The same line on a page that is `scale` times as large."""
        size, left, baseline = self.size * scale, self.left * scale, self.baseline * scale
        return replace(self, size=size, left=left, baseline=baseline)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A shape in mm, filled with one colour by the even-odd rule."""

    shape: Shape
    colour: str

    @property
    def bounds(self) -> Bounds:
        """Around all its points."""
        xs = [x for polygon in self.shape for x, _ in polygon]
        ys = [y for polygon in self.shape for _, y in polygon]
        return Bounds(min(xs), min(ys), max(xs), max(ys))

    def moved(self, right: float, down: float) -> "Drawing":
        """The same shape elsewhere, mm."""
        return replace(self, shape=placed(self.shape, right, down, 1))

    def scaled(self, scale: float) -> "Drawing":
        """The same shape on a page that is `scale` times as large."""
        return replace(self, shape=placed(self.shape, 0, 0, scale))


@dataclass(frozen=True, slots=True)
class Code:
    """A symbol in a white square of `side` mm that includes its quiet zone."""

    symbol: Symbol
    left: float
    top: float
    side: float

    @property
    def module(self) -> float:
        """The printed side of one module in mm."""
        return self.side / self.symbol.full_size

    @property
    def bounds(self) -> Bounds:
        """The white square."""
        return Bounds(self.left, self.top, self.left + self.side, self.top + self.side)

    def moved(self, right: float, down: float) -> "Code":
        """The same symbol elsewhere, mm."""
        return replace(self, left=self.left + right, top=self.top + down)

    def scaled(self, scale: float) -> "Code":
        """The same symbol on a page that is `scale` times as large."""
        return replace(self, left=self.left * scale, top=self.top * scale, side=self.side * scale)


Box = TextLine | Drawing | Code

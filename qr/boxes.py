"""What is printed on a sheet, each with its place. Millimetres from the top left corner, y pointing down."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from qr import fonts
from qr.errors import ModuleTooSmall
from qr.fonts import Face
from qr.logo import Logo
from qr.shapes import Shape, placed
from qr.symbol import Symbol

_SLACK = 1e-6
LEAST_MODULE = 0.33
"""Smallest printed module in mm that ordinary printers and phones still keep apart."""


class Bounds(NamedTuple):
    """The smallest upright rectangle around a box, in mm."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text that begins at `left` and stands on `baseline`; `size` is the font size in mm.

    A line that is `turned` is upside down: it runs from `left` to the left and hangs under its baseline.
    """

    text: str
    face: Face
    size: float
    colour: str
    left: float
    baseline: float
    turned: bool = False

    @property
    def bounds(self) -> Bounds:
        """Room for the tallest accents and the lowest dots, whether this line has them or not."""
        width = fonts.width(self.text, self.face, self.size)
        up, down = fonts.ASCENT * self.size, fonts.DESCENT * self.size
        if self.turned:
            return Bounds(self.left - width, self.baseline - down, self.left, self.baseline + up)
        return Bounds(self.left, self.baseline - up, self.left + width, self.baseline + down)

    def moved(self, right: float, down: float) -> "TextLine":
        """The same line elsewhere, mm."""
        return replace(self, left=self.left + right, baseline=self.baseline + down)

    def scaled(self, scale: float) -> "TextLine":
        """The same line on a page that is `scale` times as large."""
        size, left, baseline = self.size * scale, self.left * scale, self.baseline * scale
        return replace(self, size=size, left=left, baseline=baseline)

    def about(self, x: float, y: float) -> "TextLine":
        """The same line upside down: turned by 180 degrees about a point."""
        return replace(self, left=2 * x - self.left, baseline=2 * y - self.baseline, turned=not self.turned)


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

    def about(self, x: float, y: float) -> "Drawing":
        """The same shape turned by 180 degrees about a point."""
        return replace(self, shape=placed(self.shape, 2 * x, 2 * y, -1))


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo of the caller's in a rectangle in mm."""

    logo: Logo
    left: float
    top: float
    width: float
    height: float

    @property
    def bounds(self) -> Bounds:
        """The rectangle."""
        return Bounds(self.left, self.top, self.left + self.width, self.top + self.height)

    def moved(self, right: float, down: float) -> "Picture":
        """The same picture elsewhere, mm."""
        return replace(self, left=self.left + right, top=self.top + down)

    def scaled(self, scale: float) -> "Picture":
        """The same picture on a page that is `scale` times as large."""
        left, top, width, height = (value * scale for value in (self.left, self.top, self.width, self.height))
        return Picture(self.logo, left, top, width, height)

    def about(self, x: float, y: float) -> "Picture":
        """The same picture turned by 180 degrees about a point."""
        left, top = 2 * x - self.left - self.width, 2 * y - self.top - self.height
        return Picture(self.logo.turned, left, top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Code:
    """A symbol in a white square of `side` mm that includes its quiet zone.

    `mark` lies on light modules in the middle of the symbol; see `qr.inset`.

    Raises:
        ModuleTooSmall: a module would be smaller than `LEAST_MODULE`.
    """

    symbol: Symbol
    left: float
    top: float
    side: float
    mark: Drawing | Picture | None = None

    def __post_init__(self) -> None:
        least = self.symbol.full_size * LEAST_MODULE
        if not self.side >= least - _SLACK:  # neither is true of a NaN
            modules = self.symbol.full_size
            raise ModuleTooSmall(
                f"{self.side:.1f} mm are too little for {modules} modules: {least:.1f} are needed"
            )

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
        mark = self.mark and self.mark.moved(right, down)
        return replace(self, left=self.left + right, top=self.top + down, mark=mark)

    def scaled(self, scale: float) -> "Code":
        """The same symbol on a page that is `scale` times as large."""
        mark = self.mark and self.mark.scaled(scale)
        return Code(self.symbol, self.left * scale, self.top * scale, self.side * scale, mark)

    def about(self, x: float, y: float) -> "Code":
        """The same symbol turned by 180 degrees about a point."""
        left, top = 2 * x - self.left - self.side, 2 * y - self.top - self.side
        return Code(self.symbol.turned, left, top, self.side, self.mark and self.mark.about(x, y))


Box = TextLine | Drawing | Picture | Code

"""The sheets that pictures are drawn on, boxes on them in millimetres, and what cannot be asked for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FORMS = ("png", "svg", "pdf")
LEAST_DPI, MOST_DPI = 36, 600


class UnknownForm(ValueError):
    """A picture is a PNG, an SVG or a PDF."""


class UnknownSize(ValueError):
    """There is no sheet of that name, or the resolution is not one that a picture can have."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, in millimetres from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.bottom + self.height

    @property
    def middle(self) -> npt.NDArray[np.float64]:
        """Its middle, as one row of x and y."""
        return np.array([[self.left + self.width / 2, self.bottom + self.height / 2]])

    def within(self, margin: float) -> "Box":
        """The box without a margin all around."""
        return Box(
            self.left + margin, self.bottom + margin, self.width - 2 * margin, self.height - 2 * margin
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def holds_point(self, x: float, y: float) -> bool:
        """Whether a point lies within it."""
        return self.left < x < self.right and self.bottom < y < self.top

    def meets(self, other: "Box") -> bool:
        """Whether the two share any place."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.bottom or other.top <= self.bottom)


@dataclass(frozen=True, slots=True)
class Paper:
    """Width and height in millimetres; letters and margins are `scale` times those of an A4 sheet."""

    width: float
    height: float
    scale: float = 1

    @property
    def lies(self) -> bool:
        """Whether it is wider than high: the legend then stands beside the map, else below it."""
        return self.width > self.height

    @property
    def inner(self) -> Box:
        """The sheet without its margin, which every printer can reach."""
        return Box(0, 0, self.width, self.height).within(10 * self.scale)


SIZES = {
    "a4": Paper(297, 210),
    "a4-portrait": Paper(210, 297),
    "a3": Paper(420, 297, 2**0.5),
    "a3-portrait": Paper(297, 420, 2**0.5),
    "wide": Paper(
        338.4, 190.35, 1.15
    ),  # a slide or a wall, 16 to 9; 144 dpi give about 1,920 by 1,080 pixels
}


def paper_for(form: str, size: str, dpi: int) -> Paper:
    """The sheet of that name.

    Raises:
        UnknownForm: If nothing can be written in that form.
        UnknownSize: If there is no such sheet, or the resolution is out of bounds.
    """
    if form not in FORMS:
        raise UnknownForm(f"{form!r} is none of {', '.join(FORMS)}")
    if size not in SIZES:
        raise UnknownSize(f"{size!r} is none of {', '.join(SIZES)}")
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise UnknownSize(f"{dpi} dots per inch; a picture has {LEAST_DPI} to {MOST_DPI}")
    return SIZES[size]

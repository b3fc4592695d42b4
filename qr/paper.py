"""Sheets of paper and cards, with the names that people ask for them by."""

from dataclasses import dataclass
from typing import ClassVar, Final

from qr.errors import PaperUnusable

LARGEST_SIDE: Final = 5080.0
"""In mm: 14,400 points, the most a page of a PDF may have (ISO 32000-1, Annex C)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: width and height in mm, as it is held to be read.

    The A sizes are ISO 216, the card is ISO/IEC 7810 ID-1.

    Raises:
        PaperUnusable: a side is no length, or over `LARGEST_SIDE`.
    """

    name: str
    width: float
    height: float

    A4: ClassVar["Paper"]
    A5: ClassVar["Paper"]
    A6: ClassVar["Paper"]
    CARD: ClassVar["Paper"]

    def __post_init__(self) -> None:
        if not all(0 < side <= LARGEST_SIDE for side in (self.width, self.height)):  # nothing holds of a NaN
            raise PaperUnusable(f"no sheet is {self.width:g} x {self.height:g} mm")

    @property
    def turned(self) -> "Paper":
        """The same sheet lying on its side."""
        return Paper(self.name, self.height, self.width)


Paper.A4 = Paper("a4", 210, 297)
Paper.A5 = Paper("a5", 148, 210)
Paper.A6 = Paper("a6", 105, 148)
Paper.CARD = Paper("card", 85.6, 53.98)

PAPERS: Final = {paper.name: paper for paper in (Paper.A4, Paper.A5, Paper.A6, Paper.CARD)}

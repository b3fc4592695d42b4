"""Sheets of paper and cards, with the names that people ask for them by."""

from dataclasses import dataclass
from typing import ClassVar, Final


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: width and height in mm, as it is held to be read.

    The A sizes are ISO 216, the card is ISO/IEC 7810 ID-1.
    """

    name: str
    width: float
    height: float

    A4: ClassVar["Paper"]
    A5: ClassVar["Paper"]
    A6: ClassVar["Paper"]
    CARD: ClassVar["Paper"]

    @property
    def turned(self) -> "Paper":
        """The same sheet lying on its side."""
        return Paper(self.name, self.height, self.width)


Paper.A4 = Paper("a4", 210, 297)
Paper.A5 = Paper("a5", 148, 210)
Paper.A6 = Paper("a6", 105, 148)
Paper.CARD = Paper("card", 85.6, 53.98)

PAPERS: Final = {paper.name: paper for paper in (Paper.A4, Paper.A5, Paper.A6, Paper.CARD)}

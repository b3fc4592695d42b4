"""Sheets of paper."""

from enum import Enum


class Paper(Enum):
    """A sheet of paper, upright: width and height in mm."""

    A4 = (210, 297)
    A5 = (148, 210)

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.value[0]

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.value[1]

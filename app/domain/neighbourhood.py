"""The squares of a grid, so that a million new venues are not compared with each other one by one."""

from __future__ import annotations

from typing import Final

from app.domain.positions import Position

_NORTH: Final = 0.0014
"""At least 150 m on the ground."""
_EAST: Final = 0.004
"""The same up to 70 degrees of latitude."""
_ROUND: Final = 100_000
"""More squares than go around the earth."""


def square(position: Position) -> int:
    """The number of the square that holds a position."""
    return int(position.latitude // _NORTH) * _ROUND + int(position.longitude // _EAST)


def squares(position: Position) -> list[int]:
    """That of a position and those of the eight around it."""
    here = square(position)
    return [here + i * _ROUND + j for i in (-1, 0, 1) for j in (-1, 0, 1)]

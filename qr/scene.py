"""A room to scale for the mounting guide: a door between two posters, and the people who read them."""

from collections.abc import Iterator
from typing import Final

from qr.boxes import Drawing
from qr.colours import INK, LINE, MUTED, WHITE
from qr.figures import SEATED, STANDING
from qr.shapes import placed, rectangle

CM: Final = 0.38
"""Millimetres of the drawing for a centimetre of the room."""

WIDTH, HEIGHT = 190.0, 88.0
LOWEST, HIGHEST, CORNER = 90, 120, 50
"""Centimetres: how high the middle of a code hangs, and how far a poster is from the corner of the room."""

WALL: Final = 8.0
"""Where the corner of the room stands, mm from the left edge."""

_FLOOR: Final = 82.0
_PEN: Final = 0.4
_DASH: Final = 2.6
_CODE: Final = (
    "###.#.###",
    "#.#.##.#.",
    "###..####",
    "..#.#..##",
    "##.#.##.#",
    "#..##.#..",
    "###.#.#.#",
    "#.#..##..",
    "###.##.##",
)


def above_floor(height: float) -> float:
    """Where a height of the room in cm lies, mm from the top of the drawing."""
    return _FLOOR - height * CM


def room(accent: str) -> Iterator[Drawing]:
    """The drawing without words, what is behind first; mm from its upper left corner."""
    first = WALL + CORNER * CM
    middle = above_floor((LOWEST + HIGHEST) / 2)
    yield _bar(WALL, _FLOOR, WIDTH - 2 * WALL, 2 * _PEN, INK)
    yield _bar(WALL, 6, _PEN, _FLOOR - 6, MUTED)
    for height in (LOWEST, HIGHEST):
        for dash in range(36):
            yield _bar(WALL + 1 + dash * 4.4, above_floor(height) - _PEN / 2, _DASH, _PEN, MUTED)
    yield from _distance(WALL + 1.5, first - 1.5, above_floor(HIGHEST) - 9)
    yield from _door(89)
    for left in (first, 124):
        yield from _poster(left, middle, accent)
    for figure, left, height in ((SEATED, first + 18, 130), (STANDING, 142, 168)):
        top = above_floor(height)
        for shape in figure:
            yield Drawing(placed(shape, left, top, _FLOOR - top), accent)


def _distance(left: float, right: float, y: float) -> Iterator[Drawing]:
    yield _bar(left, y, right - left, _PEN, INK)
    for end in (left, right):
        yield _bar(end - _PEN / 2, y - 1.2, _PEN, 2.4 + _PEN, INK)


def _door(left: float) -> Iterator[Drawing]:
    yield _bar(left, above_floor(200), 32, 200 * CM, LINE)
    yield _bar(left + 2, above_floor(195), 28, 195 * CM, WHITE)
    yield _bar(left + 4.5, above_floor(100), 2, 5, MUTED)


def _poster(left: float, middle: float, accent: str) -> Iterator[Drawing]:
    """A little larger than to scale; its code is what the heights are measured to."""
    yield Drawing((rectangle(left, middle - 9, 13, 18.4, 0.6),), INK)
    yield _bar(left + _PEN, middle - 9 + _PEN, 13 - 2 * _PEN, 18.4 - 2 * _PEN, WHITE)
    yield _bar(left + 1.2, middle - 7.8, 10.6, 3.4, accent)
    side = 7.2 / len(_CODE)
    for row, modules in enumerate(_CODE):
        for column, module in enumerate(modules):
            if module == "#":
                yield _bar(left + 2.9 + column * side, middle - 3.6 + row * side, side, side, INK)
    yield _bar(left + 2.4, middle + 5, 8.2, 1, INK)
    yield _bar(left + 3.4, middle + 7, 6.2, 0.6, MUTED)


def _bar(left: float, top: float, width: float, height: float, colour: str) -> Drawing:
    return Drawing((rectangle(left, top, width, height),), colour)

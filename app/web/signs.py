"""The signs of the hour: twenty-four shapes by which a guard tells today's receipt from a video of one.

Every shape is one filled path in a box of 24 by 24, so it prints in one colour and is known by outline alone.
The order is part of printed staff sheets: add nothing, move nothing.
"""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape, the English slug that pages translate, and the two digits shown beside it."""

    name_slug: str
    path: str
    digits: str


# Winding is nonzero: overlapping parts join, and a hole runs against the outline around it.
_SHAPES: Final = {
    "circle": "M12 2a10 10 0 0 1 0 20a10 10 0 0 1 0-20z",
    "triangle": "M12 2L23.5 21.5H.5z",
    "square": "M3 3H21V21H3z",
    "star": "M12 .8L14.9 8.8L23.4 9.1L16.7 14.3L19.1 22.5L12 17.7L4.9 22.5L7.3 14.3L.6 9.1L9.1 8.8z",
    "ring": "M12 1a11 11 0 0 1 0 22a11 11 0 0 1 0-22zM12 6.5a5.5 5.5 0 0 0 0 11a5.5 5.5 0 0 0 0-11z",
    "moon": "M10.5 1.5A10.7 10.7 0 1 0 22.5 14.5A8.9 8.9 0 0 1 10.5 1.5z",
    "sun": (
        "M12 7a5 5 0 0 1 0 10a5 5 0 0 1 0-10zM10.8 .5H13.2V5H10.8zM10.8 19H13.2V23.5H10.8z"
        "M.5 10.8H5V13.2H.5zM19 10.8H23.5V13.2H19zM3 4.7L4.7 3L7.9 6.2L6.2 7.9z"
        "M16.1 17.8L17.8 16.1L21 19.3L19.3 21zM19.3 3L21 4.7L17.8 7.9L16.1 6.2z"
        "M6.2 16.1L7.9 17.8L4.7 21L3 19.3z"
    ),
    "cloud": "M6 20a5.5 5.5 0 0 1-.8-10.9A7.3 7.3 0 0 1 19 10.6A4.8 4.8 0 0 1 18.6 20z",
    "bolt": "M14.5 .5L3.5 14H10.5L8.5 23.5L20.5 9H13z",
    "drop": "M12 .8C16 6.5 20 10.4 20 15a8 8 0 0 1-16 0C4 10.4 8 6.5 12 .8z",
    "leaf": (
        "M22.5 1.5C9 1 1.5 7.5 3.5 17.2L12.8 9.4L14.2 11L1 22.2L2.3 23.7L6.4 20.2C16.5 23.4 23.5 14 22.5 1.5z"
    ),
    "flower": (
        "M12 .8a4.7 4.7 0 0 1 0 9.4a4.7 4.7 0 0 1 0-9.4z"
        "M18.5 5.6a4.7 4.7 0 0 1 0 9.4a4.7 4.7 0 0 1 0-9.4z"
        "M16 13.2a4.7 4.7 0 0 1 0 9.4a4.7 4.7 0 0 1 0-9.4z"
        "M8 13.2a4.7 4.7 0 0 1 0 9.4a4.7 4.7 0 0 1 0-9.4z"
        "M5.5 5.6a4.7 4.7 0 0 1 0 9.4a4.7 4.7 0 0 1 0-9.4z"
    ),
    "tree": "M12 .5L18.5 7.5H15.5L20.5 13H17L22.5 19.3H13.8V23.5H10.2V19.3H1.5L7 13H3.5L8.5 7.5H5.5z",
    "waves": (
        "M1 4.5Q6.5-.5 12 4.5T23 4.5V8.5Q17.5 13 12 8.5T1 8.5z"
        "M1 15.5Q6.5 10.5 12 15.5T23 15.5V19.5Q17.5 24 12 19.5T1 19.5z"
    ),
    "house": "M12 1.5L23.5 12H20.5V22H14.8V14.5H9.2V22H3.5V12H.5z",
    "key": (
        "M6.5 5.5a6.5 6.5 0 0 1 6.3 5H23.5V18H20V13.8H17.8V16.8H14.6V13.8H12.7A6.5 6.5 0 1 1 6.5 5.5z"
        "M6.5 9.3a2.7 2.7 0 0 0 0 5.4a2.7 2.7 0 0 0 0-5.4z"
    ),
    "bell": (
        "M12 .8A2 2 0 0 1 14 2.8A7 7 0 0 1 19 9.5C19 14 20 15.8 22 18H2C4 15.8 5 14 5 9.5"
        "A7 7 0 0 1 10 2.8A2 2 0 0 1 12 .8zM8.8 20H15.2A3.3 3.3 0 0 1 8.8 20z"
    ),
    "umbrella": (
        "M10.8 .8H13.2V2.6A10.8 10.8 0 0 1 23.3 13.4H13.2V19.5A4 4 0 0 1 5.2 19.5H7.8"
        "A1.5 1.5 0 0 0 10.8 19.5V13.4H.7A10.8 10.8 0 0 1 10.8 2.6z"
    ),
    "fish": (
        "M.8 12C4 6.5 11 4 17 10L23.2 5.5V18.5L17 14C11 20 4 17.5 .8 12z"
        "M5.8 9.3a1.6 1.6 0 0 0 0 3.2a1.6 1.6 0 0 0 0-3.2z"
    ),
    "cup": (
        "M2 4H18V6.5H19A4.5 4.5 0 0 1 19 15.5H17.3A6 6 0 0 1 12 19H8A6 6 0 0 1 2 13z"
        "M18 9V13H19A2 2 0 0 0 19 9zM1 20.5H19V22.5H1z"
    ),
    "flag": "M3 .8H5.6V2.2H22.5L18 8.3L22.5 14.4H5.6V23.5H3z",
    "hourglass": "M3 1H21V4.2H19.4L13.6 12L19.4 19.8H21V23H3V19.8H4.6L10.4 12L4.6 4.2H3z",
    "crown": "M1 5L7 11L12 2.5L17 11L23 5L20.8 17H3.2zM3.2 18.8H20.8V22H3.2z",
    "stairs": "M17 2H23V22H1V17H6.3V12H11.7V7H17z",
}
_BY_HOUR: Final = tuple(
    Sign(name_slug=slug, path=path, digits=f"{hour:02d}") for hour, (slug, path) in enumerate(_SHAPES.items())
)


def sign_of(hour: int) -> Sign:
    """The sign of an hour from 0 to 23; its digits repeat the hour unless the caller replaces them."""
    if not 0 <= hour < len(_BY_HOUR):
        raise ValueError(f"an hour is from 0 to {len(_BY_HOUR) - 1}, not {hour}")
    return _BY_HOUR[hour]


def drawn_sign(number: int) -> Sign:
    """The sign that a keyed number draws: any shape with any two digits, so that no two days look alike."""
    shape = _BY_HOUR[number % len(_BY_HOUR)]
    return replace(shape, digits=f"{number // len(_BY_HOUR) % 100:02d}")

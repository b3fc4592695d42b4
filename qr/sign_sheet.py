"""The signs of the hour for a whole week, for a guard who compares them with the receipts people show.

One column a day and one row an hour, black on white: a shape and two digits in each cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qr.boxes import Box, Drawing
from qr.brand import signature
from qr.colours import BLACK, INK, MUTED, WASH, WHITE
from qr.errors import NameTooLong
from qr.fonts import Face
from qr.layout import Block, Panel, drawing, filling, listed, on_panel, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape, rectangle
from qr.sheet import Sheet
from qr.typesetting import LINE, Style, tidy

MARGIN: Final = 10.0
HOURS: Final = 24
DAYS: Final = 7
_WIDTH: Final = Paper.A4.width - 2 * MARGIN
_HEIGHT: Final = Paper.A4.height - 2 * MARGIN
_HOUR_WIDTH: Final = 15.0
_DAY_WIDTH: Final = (_WIDTH - _HOUR_WIDTH) / DAYS
_HEAD_HEIGHT: Final = 11.0
_SHAPE: Final = 0.7
"""Height of a shape in rows."""

_PEN: Final = 0.35
_LEAST_ROW: Final = 6.5
"""Shapes are then 4.5 mm high: told apart at arm's length."""

_GAP: Final = 3.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape in a unit square, and the two digits beside it."""

    shape: Shape
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSheet:
    """What the sheet says. `signs` holds a column of 24 signs for each of the 7 `days`, midnight first.

    A day has a name and a date. `hours` are the names of the 24 rows, `steps` what the guard does, in order.
    """

    title: str
    second_language: str
    venue: str
    week: str
    days: tuple[tuple[str, str], ...]
    hours: tuple[str, ...]
    signs: tuple[tuple[Sign, ...], ...]
    heading: str
    steps: tuple[str, ...]
    footer: str
    brand: str
    mark: Shape = ()
    accent: str

    def __post_init__(self) -> None:
        columns = [self.hours, *self.signs]
        if len(self.days) != DAYS or len(self.signs) != DAYS or any(len(one) != HOURS for one in columns):
            raise ValueError(f"a week has {DAYS} days of {HOURS} hours, each with a name and a sign")


def sheet(week: SignSheet) -> Sheet:
    """The week on an A4.

    Raises:
        NameTooLong: the words leave less than `_LEAST_ROW` mm for an hour.
        CannotPrint: characters that the fonts lack.
    """
    band, venue, steps, footer = _band(week), _venue(week), _steps(week), _footer(week)
    around = pile([band, venue, steps, footer], _GAP).height
    row = (_HEIGHT - around - _GAP - _HEAD_HEIGHT) / HOURS
    if row < _LEAST_ROW:
        raise NameTooLong(f"the words leave {row:.1f} mm for an hour; {_LEAST_ROW} are needed")
    page = pile([band, venue, _table(week, row), steps, footer], _GAP).moved(down=MARGIN)
    return Sheet(Paper.A4, tidy(f"{week.venue}, {week.week}"), page.panels, page.boxes)


def _band(week: SignSheet) -> Block:
    left, width = MARGIN + 6, _WIDTH - 12
    title = pile(
        [
            paragraph(week.title, Style(Face.BOLD, WHITE, 9, 5.5, centred=False), left, width - 40),
            paragraph(
                week.second_language, Style(Face.REGULAR, WHITE, 4, 3.2, centred=False), left, width - 40
            ),
        ],
        gap=0.2,
    )
    brand = signature(week.brand, week.mark, WHITE, 7, 36)
    right = brand.moved(left + width - brand.width, (title.height - brand.height) / 2)
    both = Block(title.height, title.boxes + right.boxes)
    return on_panel(both, Panel(week.accent, MARGIN, _WIDTH, padding=2.5, radius=4))


def _venue(week: SignSheet) -> Block:
    """The name on the left, as large as fits two lines; the week on the right, never to be overlooked."""
    dates = paragraph(week.week, Style(Face.BOLD, INK, 7, 4.5), 0, _WIDTH * 0.48)
    dates = dates.moved(MARGIN + _WIDTH - dates.width)
    name = filling(week.venue, Style(Face.BOLD, INK, 7, 3, centred=False), MARGIN, _WIDTH * 0.48, 14)
    height = max(name.height, dates.height)
    moved = [block.moved(down=(height - block.height) / 2) for block in (name, dates)]
    return Block(height, tuple(box for block in moved for box in block.boxes))


def _table(week: SignSheet, row: float) -> Block:
    boxes = [*_names(week, row)]
    for column, signs in enumerate(week.signs):
        for hour, sign in enumerate(signs):
            left = MARGIN + _HOUR_WIDTH + column * _DAY_WIDTH
            boxes += _cell(sign, row).moved(left, _HEAD_HEIGHT + hour * row).boxes
    return Block(_HEAD_HEIGHT + HOURS * row, tuple(boxes), tuple(_grounds(row)))


def _cell(sign: Sign, row: float) -> Block:
    """The shape in the middle of a square of its own, so that digits stand under digits."""
    side, gap = row * _SHAPE, row / 5
    size = (row - 2 * _PEN) / LINE
    style = Style(Face.BOLD, BLACK, size, size, centred=False)
    digits = paragraph(sign.digits, style, 0, _DAY_WIDTH)
    left = (_DAY_WIDTH - side - gap - digits.width) / 2
    shape = drawing(sign.shape, BLACK, side)
    boxes = shape.moved(left + (side - shape.width) / 2, (row - side) / 2).boxes
    return Block(row, boxes + digits.moved(left + side + gap, _PEN).boxes)


def _names(week: SignSheet, row: float) -> Iterator[Box]:
    """The days over their columns, the hours before their rows."""
    for column, (day, date) in enumerate(week.days):
        left = MARGIN + _HOUR_WIDTH + column * _DAY_WIDTH
        names = [
            paragraph(day, Style(Face.BOLD, INK, 3.9, 2.6), left, _DAY_WIDTH),
            paragraph(date, Style(Face.REGULAR, INK, 3.4, 2.6), left, _DAY_WIDTH),
        ]
        yield from pile(names, gap=0).boxes
    for hour, name in enumerate(week.hours):
        block = paragraph(name, Style(Face.MEDIUM, INK, 4.2, 2.6), MARGIN, _HOUR_WIDTH)
        yield from block.moved(down=_HEAD_HEIGHT + hour * row + (row - block.height) / 2).boxes


def _grounds(row: float) -> Iterator[Drawing]:
    """Every other hour on a light ground, and a line over each quarter of the day."""
    for hour in range(HOURS):
        top = _HEAD_HEIGHT + hour * row
        if hour % 2:
            yield Drawing((rectangle(MARGIN, top, _WIDTH, row),), WASH)
    for quarter in range(0, HOURS + 1, 6):
        yield Drawing((rectangle(MARGIN, _HEAD_HEIGHT + quarter * row - _PEN / 2, _WIDTH, _PEN),), MUTED)


def _steps(week: SignSheet) -> Block:
    """What to do, in two columns."""
    left, width, between = MARGIN + 5, _WIDTH - 10, 6.0
    column = (width - between) / 2
    style = Style(Face.REGULAR, INK, 3.7, 3.7, lines=9, centred=False)
    half = (len(week.steps) + 1) // 2
    numbered = [listed(f"{n}.", step, style, 0, column) for n, step in enumerate(week.steps, 1)]
    halves = [pile(blocks, 1) for blocks in (numbered[:half], numbered[half:])]
    height = max(block.height for block in halves)
    boxes = (*halves[0].moved(left).boxes, *halves[1].moved(left + column + between).boxes)
    heading = paragraph(week.heading, Style(Face.BOLD, INK, 5, 3.7, centred=False), left, width)
    whole = pile([heading, Block(height, boxes)], gap=0.8)
    return on_panel(whole, Panel(WASH, MARGIN, _WIDTH, padding=2.5, radius=3))


def _footer(week: SignSheet) -> Block:
    return paragraph(week.footer, Style(Face.REGULAR, MUTED, 3.2, 2.6), MARGIN, _WIDTH)

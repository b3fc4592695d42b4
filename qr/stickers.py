"""Stickers for tables and counters: a small symbol beside few words, in rows and columns to cut or peel."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from qr.boxes import Code
from qr.brand import signature
from qr.colours import INK, MUTED
from qr.errors import NameTooLong
from qr.fonts import Face
from qr.grid import Grid
from qr.layout import Block, filling, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape
from qr.sheet import Sheet
from qr.symbol import Level, encode
from qr.typesetting import Style, tidy

PADDING: Final = 2.5
"""Least distance from the edge of a label, for a cut or a printer that is a little off."""

_GAP: Final = 1.0
_FULL_SIZE: Final = 64.0
"""Height in mm under which a label has smaller words."""

_SMALL: Final = 0.8
"""Of the full size; under it the heading keeps to one line."""

LABELS: Final = {
    "8": Grid.centred(Paper.A4, 2, 4, 95, 67),
    "24": Grid.centred(Paper.A4, 3, 8, 64, 34),
    "70x37": Grid(Paper.A4, 3, 8, 70, 37, left=0, top=0.5),
    "99.1x67.7": Grid(Paper.A4, 2, 4, 99.1, 67.7, left=4.65, top=13.1, across=2.5),
    "105x148": Grid(Paper.A4, 2, 2, 105, 148.5, left=0, top=0),
}
"""Two for plain paper, and sizes that label paper is sold in; any other `Grid` will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """What one sticker says; a blank text takes no room. `text` is what the symbol carries, at `level`."""

    text: str
    heading: str
    venue: str
    typed_code: str
    brand: str
    mark: Shape = ()
    accent: str
    level: Level = Level.Q


def sheet(sticker: Sticker, grid: Grid) -> Sheet:
    """One sheet with the same sticker on every label.

    Raises:
        EmptyText, TextTooLong: `text` makes no symbol.
        ModuleTooSmall: the label is too small for the symbol.
        NameTooLong: the name does not fit beside it.
        CannotPrint: characters that the fonts lack.
    """
    return _page(grid, [label(sticker, grid.width, grid.height)] * (grid.columns * grid.rows), sticker.venue)


def sheets(stickers: Iterable[Sticker], grid: Grid) -> Iterator[Sheet]:
    """As many sheets as it takes, a label each; equal stickers are laid out once.

    Raises:
        Refusal: as `sheet`, for the sticker at hand.
    """
    laid = cache(label)
    waiting = iter(stickers)
    while batch := list(islice(waiting, grid.columns * grid.rows)):
        blocks = [laid(sticker, grid.width, grid.height) for sticker in batch]
        yield _page(grid, blocks, batch[0].venue)


def label(sticker: Sticker, width: float, height: float) -> Block:
    """One sticker on a label of this size, its corner at the corner of the page.

    The words stand beside the symbol, or under it where the label is higher than wide.

    Raises:
        Refusal: as `sheet`.
    """
    symbol = encode(sticker.text, level=sticker.level)
    across = width > height
    padding = max(PADDING, 0.04 * min(width, height))
    inner, high = width - 2 * padding, height - 2 * padding
    side = min(high, 0.56 * width) if across else min(inner, 0.68 * height)
    used = side + _GAP
    if across:
        code = Code(symbol, padding, (height - side) / 2, side)
        words = _words(sticker, high, padding + used, inner - used, centred=False)
        return Block(height, (code, *words.moved(down=padding).boxes))
    code = Code(symbol, (width - side) / 2, padding, side)
    words = _words(sticker, high - used, padding, inner, centred=True)
    return Block(height, (code, *words.moved(down=padding + used).boxes))


def _words(sticker: Sticker, height: float, left: float, width: float, *, centred: bool) -> Block:
    """Brand and heading above, the typed code below, the name as large as what is left between them."""
    size = min(1, (width if centred else height) / _FULL_SIZE)
    lines = 1 if centred or size < _SMALL else 2
    heading = Style(Face.BOLD, sticker.accent, max(7 * size, 3.4), 2.4, lines, centred)
    typed = Style(Face.MEDIUM, MUTED, max(4 * size, 2.3), 2.1, 2, centred)
    brand = signature(sticker.brand, sticker.mark, sticker.accent, 6 * size, width)
    top = pile(
        [
            brand.moved(left + (width - brand.width) / 2 if centred else left),
            paragraph(sticker.heading, heading, left, width),
        ],
        gap=0.4,
    )
    foot = paragraph(sticker.typed_code, typed, left, width)
    room = height - top.height - foot.height - 2 * _GAP
    if room < 0:
        raise NameTooLong("the other words leave no room for a name")
    name = filling(sticker.venue, Style(Face.BOLD, INK, 9 * size, 2, centred=centred), left, width, room)
    between = top.height + _GAP + (room - name.height) / 2
    blocks = (top, name.moved(down=between), foot.moved(down=height - foot.height))
    return Block(height, tuple(box for block in blocks for box in block.boxes))


def _page(grid: Grid, blocks: list[Block], title: str) -> Sheet:
    laid = [block.moved(*place) for block, place in zip(blocks, grid.places(), strict=False)]
    boxes = tuple(box for block in laid for box in block.boxes)
    return Sheet(grid.paper, tidy(title), (), boxes + grid.cut_marks())

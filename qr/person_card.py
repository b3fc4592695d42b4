"""A card for somebody without a phone, of the size of a bank card: staff scan it, or type its number.

It carries an address and nothing about the person. One card is two sheets of card size; for an office printer
ten go on an A4, and their backs on the other side, turned over the long edge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from qr.boxes import Code
from qr.brand import signature
from qr.colours import INK, MUTED, WASH, WHITE
from qr.errors import EmptyText, NameTooLong
from qr.fonts import Face
from qr.grid import Grid
from qr.layout import Block, Panel, filling, on_panel, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape
from qr.sheet import Sheet
from qr.symbol import encode
from qr.typesetting import Style, tidy

MARGIN: Final = 3.5
_WIDTH: Final = Paper.CARD.width - 2 * MARGIN
_HEIGHT: Final = Paper.CARD.height - 2 * MARGIN
_GAP: Final = 1.5

TEN: Final = Grid.centred(Paper.A4, 2, 5, Paper.CARD.width, Paper.CARD.height)
"""The cards of an A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """What a card says; a blank text takes no room.

    `text` is what the symbol carries, at level Q; without it the number stands alone. On the back: `promise`
    is what the card does not do, `usage` what to do with it, `hotline` whom to call when it is lost.
    """

    text: str = ""
    number: str
    title: str
    second_title: str
    expires: str
    promise: str
    second_promise: str
    usage: str
    second_usage: str
    hotline: str
    mark: Shape = ()
    accent: str


def front(card: PersonCard) -> Sheet:
    """The side with the symbol and the number.

    Raises:
        EmptyText: neither a text nor a number.
        TextTooLong: `text` makes no symbol.
        ModuleTooSmall: `text` makes a symbol too dense for a card.
        CannotPrint: characters that the fonts lack.
        NameTooLong: the words do not fit.
    """
    return _one(_front(card), card)


def back(card: PersonCard) -> Sheet:
    """The side with the words.

    Raises:
        CannotPrint: characters that the fonts lack.
        NameTooLong: the words do not fit.
    """
    return _one(_back(card), card)


def sheets(cards: Iterable[PersonCard], grid: Grid = TEN) -> Iterator[Sheet]:
    """Fronts, then their backs, for each sheet of cards in turn: print on both sides and cut.

    Raises:
        Refusal: as `front` and `back`, for the card at hand.
    """
    waiting = iter(cards)
    while batch := list(islice(waiting, grid.columns * grid.rows)):
        yield _page(grid, [_front(card) for card in batch], grid.places(), batch[0].title)
        yield _page(grid, [_back(card) for card in batch], grid.backs(), batch[0].title)


def _one(block: Block, card: PersonCard) -> Sheet:
    return Sheet(Paper.CARD, tidy(card.title), block.panels, block.boxes)


def _page(grid: Grid, blocks: list[Block], places: Iterator[tuple[float, float]], title: str) -> Sheet:
    laid = [block.moved(*place) for block, place in zip(blocks, places, strict=False)]
    boxes = tuple(box for block in laid for box in block.boxes)
    panels = tuple(panel for block in laid for panel in block.panels)
    return Sheet(grid.paper, tidy(title), panels, boxes + grid.cut_marks())


def _front(card: PersonCard) -> Block:
    if not tidy(card.text) and not tidy(card.number):
        raise EmptyText("a card needs a text or a number")
    if not card.text:
        return _words(card, MARGIN, _WIDTH)
    code = Code(encode(card.text), MARGIN, MARGIN, _HEIGHT)
    left = MARGIN + _HEIGHT + _GAP
    words = _words(card, left, Paper.CARD.width - MARGIN - left)
    return Block(words.height, (code, *words.boxes), words.panels)


def _words(card: PersonCard, left: float, width: float) -> Block:
    """The title on its panel, the number as large as it can be, the last day at the foot."""
    inner, inner_width = left + 2.5, width - 5
    title = pile(
        [
            signature(card.title, card.mark, WHITE, 5, inner_width).moved(inner),
            paragraph(
                card.second_title, Style(Face.REGULAR, WHITE, 2.8, 2.2, 2, centred=False), inner, inner_width
            ),
        ],
        gap=0.4,
    )
    head = on_panel(title, Panel(card.accent, left, width, padding=2, radius=2))
    foot = paragraph(card.expires, Style(Face.MEDIUM, INK, 3.4, 2.4, 2, centred=False), left, width)
    room = _HEIGHT - head.height - foot.height - 2 * _GAP
    number = filling(card.number, Style(Face.BOLD, INK, 12, 3, centred=False), left, width, room)
    above = head.height + _GAP + (room - number.height) / 2
    boxes = (head.boxes, number.moved(down=above).boxes, foot.moved(down=_HEIGHT - foot.height).boxes)
    words = Block(_HEIGHT, tuple(box for part in boxes for box in part), head.panels)
    return words.moved(down=MARGIN)


def _back(card: PersonCard) -> Block:
    left, width = MARGIN + 3, _WIDTH - 6
    strong = Style(Face.MEDIUM, INK, 3.7, 2.4, 2, centred=False)
    second = Style(Face.REGULAR, MUTED, 2.6, 2, 2, centred=False)
    promise = pile(
        [paragraph(card.promise, strong, left, width), paragraph(card.second_promise, second, left, width)],
        0.3,
    )
    usage = pile(
        [paragraph(card.usage, strong, left, width), paragraph(card.second_usage, second, left, width)], 0.3
    )
    hotline = paragraph(card.hotline, Style(Face.BOLD, INK, 3.9, 2.6, centred=False), left, width)
    blocks = [on_panel(promise, Panel(WASH, MARGIN, _WIDTH, padding=2.2, radius=2)), usage, hotline]
    high = pile(blocks, _GAP).height
    if high > _HEIGHT:
        raise NameTooLong(f"the words need {high:.0f} mm of the {_HEIGHT:.0f} on a card")
    return pile(blocks, _GAP + (_HEIGHT - high) / (len(blocks) - 1)).moved(down=MARGIN)

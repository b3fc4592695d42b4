"""A small card for a narrow door, a taxi or a stall: one symbol and few words.

Everything is laid out once, in the millimetres of an A6 sheet, and scaled to the paper.
"""

from dataclasses import dataclass

from qr.boxes import Code
from qr.brand import signature
from qr.colours import INK, MUTED, WHITE
from qr.fonts import Face
from qr.layout import Block, Panel, on_panel, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape
from qr.sheet import Sheet
from qr.symbol import Level, encode
from qr.typesetting import Style, tidy

MARGIN = 6.0
WIDTH = Paper.A6.width - 2 * MARGIN
_NEAR = 0.5
"""Above and below the symbol, whose white field is a gap already."""

_GAP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCard:
    """What the card says; a blank text takes no room. `text` is what the symbol carries, at `level`."""

    text: str
    heading: str
    second_language: str
    venue: str
    typed_code: str
    footer: str
    brand: str
    mark: Shape = ()
    accent: str
    level: Level = Level.Q


def sheet(card: DoorCard, paper: Paper = Paper.A6) -> Sheet:
    """The card laid out: every box with its place in mm.

    Raises:
        EmptyText, TextTooLong: `text` makes no symbol.
        ModuleTooSmall: the words leave too little room for the symbol.
        CannotPrint: characters that the fonts lack.
    """
    scale = paper.width / Paper.A6.width
    symbol = encode(card.text, level=card.level)
    band, name, foot = _band(card), _name(card), _foot(card)
    height = paper.height / scale - 2 * MARGIN
    room = height - band.height - name.height - foot.height - 2 * _NEAR - _GAP
    side = min(WIDTH, room)
    code = Block(side, (Code(symbol, MARGIN + (WIDTH - side) / 2, 0, side),))
    spare = (room - side) / 3
    page = pile([pile([band, code, name], _NEAR + spare), foot], _GAP + spare).moved(down=MARGIN)
    boxes = tuple(box.scaled(scale) for box in page.boxes)
    return Sheet(paper, tidy(card.venue), tuple(panel.scaled(scale) for panel in page.panels), boxes)


def _band(card: DoorCard) -> Block:
    left, width = MARGIN + 4, WIDTH - 8
    brand = signature(card.brand, card.mark, WHITE, 5.4, width)
    words = pile(
        [
            brand.moved(MARGIN + (WIDTH - brand.width) / 2),
            paragraph(card.heading, Style(Face.BOLD, WHITE, 9, 5), left, width),
            paragraph(card.second_language, Style(Face.REGULAR, WHITE, 3.8, 2.9), left, width),
        ],
        gap=0.3,
    )
    return on_panel(words, Panel(card.accent, MARGIN, WIDTH, padding=2.6, radius=3.5))


def _name(card: DoorCard) -> Block:
    return paragraph(card.venue, Style(Face.BOLD, INK, 8, 4.4, lines=2), MARGIN, WIDTH)


def _foot(card: DoorCard) -> Block:
    return pile(
        [
            paragraph(card.typed_code, Style(Face.MEDIUM, INK, 4, 3.2, lines=2), MARGIN, WIDTH),
            paragraph(card.footer, Style(Face.REGULAR, MUTED, 2.6, 2.2), MARGIN, WIDTH),
        ],
        gap=0.8,
    )

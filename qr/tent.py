"""A table tent: two faces, both upright once the sheet stands, and marks where to fold.

An A4 folded once gives two faces of A5 lying on their sides. Folded twice it is a prism with two lower faces
and a base, the far edges of which meet behind.
"""

from dataclasses import dataclass
from enum import IntEnum

from qr.boxes import Code, Drawing
from qr.brand import signature
from qr.colours import INK, MUTED, WHITE
from qr.errors import NameTooLong
from qr.fonts import Face
from qr.layout import Block, Panel, filling, on_panel, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape, rectangle
from qr.sheet import Sheet
from qr.symbol import Level, encode
from qr.typesetting import Style, tidy

MARGIN = 9.0
_WIDEST_CODE = 0.57
"""Of the width of a face; the words have the rest."""

_FULL_SIZE = 148.5
"""Height in mm under which a face has smaller words."""

_GAP = 3.0
_DASH = 2.5
_PEN = 0.25


class Parts(IntEnum):
    """Into how many equal parts the sheet is folded."""

    TWO = 2
    THREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tent:
    """What both faces say, and the base in between them; a blank text takes no room.

    `text` is what the symbol carries, at `level`. `base` is read by who folds the tent in three.
    """

    text: str
    heading: str
    second_language: str
    venue: str
    typed_code: str
    right_address: str
    base: str
    brand: str
    mark: Shape = ()
    accent: str
    level: Level = Level.Q


def sheet(tent: Tent, parts: Parts = Parts.TWO, paper: Paper = Paper.A4) -> Sheet:
    """The tent laid flat: the first face upside down, the second upright, then the base if there is one.

    Raises:
        EmptyText, TextTooLong: `text` makes no symbol.
        ModuleTooSmall: the paper is too small for the symbol.
        NameTooLong: the name does not fit beside it.
        CannotPrint: characters that the fonts lack.
    """
    height = paper.height / parts
    face = _face(tent, paper.width, height)
    front = face.moved(down=height)
    back = face.about(paper.width / 2, height / 2)
    parted = [front, back]
    if parts is Parts.THREE:
        words = paragraph(tent.base, Style(Face.REGULAR, MUTED, 4.2, 3, lines=3), 30, paper.width - 60)
        parted.append(words.moved(down=2 * height + (height - words.height) / 2))
    marks = tuple(mark for fold in range(1, parts) for mark in _fold(fold * height, paper.width))
    boxes = tuple(box for part in parted for box in part.boxes)
    return Sheet(paper, tidy(tent.venue), tuple(p for part in parted for p in part.panels), boxes + marks)


def _face(tent: Tent, width: float, height: float) -> Block:
    symbol = encode(tent.text, level=tent.level)
    side = min(height - 2 * MARGIN, _WIDEST_CODE * width)
    code = Code(symbol, MARGIN, (height - side) / 2, side)
    left = MARGIN + side + _GAP
    size = min(1, height / _FULL_SIZE)
    words = _words(tent, size, left, width - MARGIN - left, height - 2 * MARGIN).moved(down=MARGIN)
    return Block(height, (code, *words.boxes), words.panels)


def _words(tent: Tent, size: float, left: float, width: float, height: float) -> Block:
    """Heading, name and typed code over the whole height; the name has what the others leave."""
    padding = 5 * size
    head = on_panel(
        _head(tent, size, left + 1.2 * padding, width - 2.4 * padding),
        Panel(tent.accent, left, width, padding, radius=4),
    )
    typed = Style(Face.MEDIUM, INK, 5.2 * size, 3.2, 3, centred=False)
    address = Style(Face.REGULAR, MUTED, 4.4 * size, 2.8, 3, centred=False)
    foot = pile(
        [
            paragraph(tent.typed_code, typed, left, width),
            paragraph(tent.right_address, address, left, width),
        ],
        gap=1.5 * size,
    )
    room = height - head.height - foot.height - 2 * _GAP
    if room < 0:
        raise NameTooLong("the other words leave no room for a name")
    name = filling(tent.venue, Style(Face.BOLD, INK, 13 * size, 3.6, centred=False), left, width, room)
    above = head.height + _GAP + (room - name.height) / 2
    blocks = (head, name.moved(down=above), foot.moved(down=height - foot.height))
    boxes = tuple(box for block in blocks for box in block.boxes)
    return Block(height, boxes, head.panels)


def _head(tent: Tent, size: float, left: float, width: float) -> Block:
    heading = Style(Face.BOLD, WHITE, 14 * size, 6, lines=2, centred=False)
    second = Style(Face.REGULAR, WHITE, 4.8 * size, 3, lines=2, centred=False)
    return pile(
        [
            signature(tent.brand, tent.mark, WHITE, 7 * size, width).moved(left),
            paragraph(tent.heading, heading, left, width),
            paragraph(tent.second_language, second, left, width),
        ],
        gap=0.8 * size,
    )


def _fold(y: float, width: float) -> list[Drawing]:
    """Three dashes from either edge."""
    starts = [MARGIN + 2 * _DASH * number for number in range(3)]
    starts += [width - start - _DASH for start in starts]
    return [Drawing((rectangle(start, y - _PEN / 2, _DASH, _PEN),), MUTED) for start in starts]

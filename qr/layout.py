"""Blocks of a sheet in mm, each laid out from its own top edge, then put under or beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qr import fonts
from qr.boxes import Box, Drawing, Picture, TextLine
from qr.errors import NameTooLong
from qr.logo import Art, Logo
from qr.shapes import placed, rectangle
from qr.typesetting import LINE, Style, fill, fit


@dataclass(frozen=True, slots=True)
class Block:
    """Boxes, and panels under them, in a strip of the page that is `height` mm high."""

    height: float = 0
    boxes: tuple[Box, ...] = ()
    panels: tuple[Drawing, ...] = ()

    @property
    def width(self) -> float:
        """From the left edge of the page to the right edge of the last box."""
        return max((box.bounds.right for box in self.boxes), default=0)

    def moved(self, right: float = 0, down: float = 0) -> "Block":
        """The same strip further right, and with `down` mm of nothing above it."""
        if not right and not down:
            return self
        boxes = tuple(box.moved(right, down) for box in self.boxes)
        panels = tuple(panel.moved(right, down) for panel in self.panels)
        return Block(self.height + down, boxes, panels)

    def about(self, x: float, y: float) -> "Block":
        """The same strip upside down: turned by 180 degrees about a point of the page."""
        boxes = tuple(box.about(x, y) for box in self.boxes)
        return replace(self, boxes=boxes, panels=tuple(panel.about(x, y) for panel in self.panels))


@dataclass(frozen=True, slots=True)
class Panel:
    """A coloured ground with rounded corners that reaches `padding` mm above and below what stands on it."""

    colour: str
    left: float
    width: float
    padding: float
    radius: float


def paragraph(text: str, style: Style, left: float, width: float) -> Block:
    """A text set in as many lines as it needs; nothing, of height 0, for a blank text.

    Raises:
        CannotPrint: characters without a glyph.
    """
    return _lines(*fit(text, style, width), style, left, width)


def filling(text: str, style: Style, left: float, width: float, height: float) -> Block:
    """A text as large as a place of `width` x `height` mm allows, in as many lines as that takes.

    Raises:
        CannotPrint: characters without a glyph.
        NameTooLong: at its smallest size it is still too high.
    """
    block = _lines(*fill(text, style, width, height), style, left, width)
    if block.height > height:
        raise NameTooLong(
            f"“{text[:30]}”, {len(text)} characters, does not fit {width:.0f} x {height:.0f} mm"
        )
    return block


def listed(sign: str, text: str, style: Style, left: float, width: float) -> Block:
    """A paragraph with its number or dash to the left of it, on its first line."""
    style = replace(style, centred=False)
    number = paragraph(sign, style, left, width)
    indent = number.width - left + style.largest / 3
    words = paragraph(text, style, left + indent, width - indent)
    return Block(words.height, number.boxes + words.boxes)


def _lines(size: float, lines: list[str], style: Style, left: float, width: float) -> Block:
    leading = size * LINE
    boxes = []
    for number, line in enumerate(lines):
        indent = (width - fonts.width(line, style.face, size)) / 2 if style.centred else 0
        baseline = number * leading + size * fonts.ASCENT
        boxes.append(TextLine(line, style.face, size, style.colour, left + indent, baseline))
    return Block(len(lines) * leading, tuple(boxes))


def pile(blocks: Iterable[Block], gap: float) -> Block:
    """Blocks under each other with `gap` mm between any two; blocks of height 0 are left out."""
    whole = Block()
    for block in blocks:
        if block.height:
            below = block.moved(down=whole.height + gap if whole.height else 0)
            whole = Block(below.height, whole.boxes + below.boxes, whole.panels + below.panels)
    return whole


def abreast(blocks: Iterable[Block], left: float, gap: float) -> Block:
    """Blocks from the left edge of the page put beside each other, the first one at `left`.

    There are `gap` mm between any two, and each is in the middle of the height of the tallest; blocks of
    height 0 are left out.
    """
    present = [block for block in blocks if block.height]
    height = max((block.height for block in present), default=0)
    boxes: tuple[Box, ...] = ()
    for block in present:
        boxes += block.moved(left, (height - block.height) / 2).boxes
        left += block.width + gap
    return Block(height, boxes)


def drawing(art: Art, colour: str, side: float) -> Block:
    """A unit shape `side` mm high that begins at the left edge of the page; nothing for an empty shape.

    A logo keeps its own form and colours and is at most three times as wide as high.
    """
    if isinstance(art, Logo):
        height = min(side, 3 * side * art.height / art.width)
        width = height * art.width / art.height
        return Block(side, (Picture(art, 0, (side - height) / 2, width, height),))
    if not art:
        return Block()
    box = Drawing(placed(art, 0, 0, side), colour)
    return Block(side, (box.moved(-box.bounds.left, 0),))


def on_panel(block: Block, panel: Panel) -> Block:
    """A block on a panel; nothing if the block is nothing."""
    if not block.height:
        return block
    inside = block.moved(down=panel.padding)
    height = inside.height + panel.padding
    ground = rectangle(panel.left, 0, panel.width, height, panel.radius)
    return replace(inside, height=height, panels=(Drawing((ground,), panel.colour), *inside.panels))

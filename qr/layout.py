"""Blocks of a sheet in mm, each laid out from its own top edge, then put under or beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qr import fonts
from qr.boxes import Box, Drawing, TextLine
from qr.shapes import Shape, placed, rectangle
from qr.typesetting import Style, fit


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
        boxes = tuple(box.moved(right, down) for box in self.boxes)
        panels = tuple(panel.moved(right, down) for panel in self.panels)
        return Block(self.height + down, boxes, panels)


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
    size, lines = fit(text, style, width)
    leading = size * (fonts.ASCENT + fonts.DESCENT)
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


def drawing(shape: Shape, colour: str, side: float) -> Block:
    """A unit shape `side` mm high that begins at the left edge of the page; nothing for an empty shape."""
    if not shape:
        return Block()
    box = Drawing(placed(shape, 0, 0, side), colour)
    return Block(side, (box.moved(-box.bounds.left, 0),))


def on_panel(block: Block, panel: Panel) -> Block:
    """A block on a panel; nothing if the block is nothing."""
    if not block.height:
        return block
    inside = block.moved(down=panel.padding)
    height = inside.height + panel.padding
    ground = rectangle(panel.left, 0, panel.width, height, panel.radius)
    return replace(inside, height=height, panels=(Drawing((ground,), panel.colour), *inside.panels))

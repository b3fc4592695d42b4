"""The brand's sign with its word beside it."""

from qr.fonts import Face
from qr.layout import Block, abreast, drawing, paragraph
from qr.shapes import Shape
from qr.typesetting import Style


def signature(brand: str, mark: Shape, colour: str, size: float, width: float) -> Block:
    """Mark and word from the left edge of the page, the word `size` mm large or as small as `width` asks."""
    sign, gap = drawing(mark, colour, size * 1.06), size / 4
    style = Style(Face.BOLD, colour, size, size / 2, centred=False)
    return abreast([sign, paragraph(brand, style, 0, width - sign.width - gap)], 0, gap)

"""A mark in the middle of a symbol, no larger than its error correction repairs with half of it to spare."""

from functools import partial
from itertools import takewhile

from qr.boxes import Code, Drawing, Picture
from qr.codewords import codewords, repair
from qr.errors import LogoTooLarge
from qr.logo import Art, Logo
from qr.shapes import placed
from qr.symbol import Symbol

SPARE = 2
"""Of the codewords that a block can repair a mark may spoil one in this many; dirt has the rest."""

_WHITE = 0.5
"""Modules left white on each side of a mark, so that its edge is no module."""


def most_modules(symbol: Symbol) -> int:
    """The side in modules of the largest square that a mark may take: odd, as a symbol's own; 0 for none."""
    bearable = takewhile(partial(_is_bearable, symbol), range(1, symbol.size + 1, 2))
    return max(bearable, default=0)


def cleared(symbol: Symbol, side: int) -> Symbol:
    """The symbol with `side` x `side` light modules in its middle.

    Raises:
        LogoTooLarge: they cover eyes, timing or alignment, or too many codewords of one block.
    """
    if not _is_bearable(symbol, side):
        most = most_modules(symbol)
        raise LogoTooLarge(
            f"{side} modules in the middle of version {symbol.version}-{symbol.level}; at most {most}, odd"
        )
    hole = set(_square(symbol, side))
    modules = tuple(
        tuple(module and (x, y) not in hole for x, module in enumerate(row))
        for y, row in enumerate(symbol.modules)
    )
    return Symbol(symbol.text, symbol.level, symbol.version, modules)


def marked(code: Code, art: Art, modules: int, colour: str) -> Code:
    """The code with a logo, or a shape in one colour, in `modules` x `modules` of its middle.

    Raises:
        LogoTooLarge: as `cleared`.
    """
    symbol = cleared(code.symbol, modules)
    side = (modules - 2 * _WHITE) * code.module
    left, top = (start + (code.side - side) / 2 for start in (code.left, code.top))
    return Code(symbol, code.left, code.top, code.side, _in_square(art, colour, left, top, side))


def _in_square(art: Art, colour: str, left: float, top: float, side: float) -> Drawing | Picture:
    if not isinstance(art, Logo):
        return Drawing(placed(art, left, top, side), colour)
    scale = side / max(art.width, art.height)
    width, height = art.width * scale, art.height * scale
    return Picture(art, left + (side - width) / 2, top + (side - height) / 2, width, height)


def _is_bearable(symbol: Symbol, side: int) -> bool:
    if side % 2 == 0 or side > symbol.size:
        return False
    carried, mended = codewords(symbol.version), repair(symbol.version, symbol.level)
    square = _square(symbol, side)
    if not all(place in carried for place in square):
        return False
    # the last few modules are filling and belong to no codeword
    hit = {carried[place] for place in square if carried[place] < len(mended.block_of)}
    spoilt = [mended.block_of[codeword] for codeword in hit]
    return all(spoilt.count(block) <= most // SPARE for block, most in enumerate(mended.strength))


def _square(symbol: Symbol, side: int) -> list[tuple[int, int]]:
    first = (symbol.size - side) // 2
    return [(x, y) for x in range(first, first + side) for y in range(first, first + side)]

"""Sheets and symbols as the grey pixels of a print, and a sticker that hides part of a symbol."""

import math
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from qr import inset, picture, png
from qr.bench.camera import Print
from qr.boxes import Code
from qr.codewords import codewords, repair
from qr.sheet import Sheet
from qr.symbol import QUIET_ZONE, Symbol

FINE: Final = 6
"""Pixels a module of a print that is as sharp as a camera can see."""

_NEARLY: Final = 0.9
_EYE: Final = 7

Module = tuple[int, int]
"""Column and row, without the quiet zone."""


def codes_of(sheet: Sheet) -> list[Code]:
    """The symbols of a sheet."""
    return [box for box in sheet.boxes if isinstance(box, Code)]


def of_symbol(symbol: Symbol) -> Print:
    """A symbol alone on white paper that ends with its quiet zone."""
    pixels = picture.image(symbol, FINE).convert("L")
    return Print(pixels, 0, 0, pixels.width)


def of_sheet(sheet: Sheet, dpi: int | None = None) -> list[Print]:
    """A print of a sheet for each symbol on it, that is: the same pixels, another place.

    Raises:
        ModuleTooSmall: `dpi` leaves fewer than two pixels for a module.
    """
    codes = codes_of(sheet)
    fine = math.ceil(FINE * 25.4 / min(code.module for code in codes))
    pixels = Image.open(BytesIO(png.write(sheet, dpi or fine))).convert("L")
    return [_place(pixels, code, (dpi or fine) / 25.4) for code in codes]


def _place(pixels: Image.Image, code: Code, scale: float) -> Print:
    """Where `qr.png` puts a symbol: in whole pixels a module, in the middle of its square."""
    side = math.floor(code.module * scale) * code.symbol.full_size
    spare = (code.side * scale - side) / 2
    return Print(pixels, round(code.left * scale + spare), round(code.top * scale + spare), side)


def covered(seen: Print, code: Code, part: float, rng: np.random.Generator) -> Print:
    """The print with a round sticker, black or white, on the symbol.

    It hides `part` of the codewords that the symbol's level can repair (half of that beside a mark, which has
    the other half): 1 is all that is promised. Eyes, timing and alignment stay: no level repairs them.
    """
    symbol = code.symbol
    stickers = _stickers(symbol, part / inset.SPARE if code.mark else part)
    hidden = stickers[rng.integers(len(stickers))]
    if not _is_upright(symbol):
        hidden = [(symbol.size - 1 - column, symbol.size - 1 - row) for column, row in hidden]
    colour = int(rng.integers(2)) * 255
    pixels = seen.pixels.copy()
    draw = ImageDraw.Draw(pixels)
    module = seen.side / symbol.full_size
    for column, row in hidden:
        left, top = seen.left + (column + QUIET_ZONE) * module, seen.top + (row + QUIET_ZONE) * module
        draw.rectangle((round(left), round(top), round(left + module) - 1, round(top + module) - 1), colour)
    return replace(seen, pixels=pixels)


def _is_upright(symbol: Symbol) -> bool:
    """Whether there is an eye in the upper left corner: of the four, only the lower right one has none."""
    dark, light = (True,) * _EYE, (True, *(False,) * (_EYE - 2), True)
    return symbol.modules[0][:_EYE] == dark and symbol.modules[1][:_EYE] == light


@cache
def _stickers(symbol: Symbol, part: float) -> tuple[list[Module], ...]:
    """The modules under each sticker that spoils nearly as many codewords as the largest one does."""
    found = [_around(symbol, middle, part) for middle in codewords(symbol.version)]
    most = max(spoilt for spoilt, _ in found)
    return tuple(hidden for spoilt, hidden in found if spoilt >= _NEARLY * most)


def _around(symbol: Symbol, middle: Module, part: float) -> tuple[int, list[Module]]:
    """The round sticker about a module that grows until a block has enough; how many codewords it spoils."""
    carried, mended = codewords(symbol.version), repair(symbol.version, symbol.level)
    left = [part * strength for strength in mended.strength]
    spoilt: set[int] = set()
    hidden: list[Module] = []
    size = range(symbol.size)
    for place in sorted(product(size, size), key=lambda place: (math.dist(place, middle), place)):
        codeword = carried.get(place)
        if codeword is None:
            break
        if codeword not in spoilt and codeword < len(mended.block_of):
            block = mended.block_of[codeword]
            left[block] -= 1
            if left[block] < 0:
                break
            spoilt.add(codeword)
        hidden.append(place)
    return len(spoilt), hidden

"""A symbol alone, black on white, quiet zone included: as a picture for screens, or as a sheet for print."""

from io import BytesIO
from typing import Final

from PIL import Image

from qr.boxes import Code
from qr.errors import ResolutionUnusable
from qr.paper import Paper
from qr.sheet import Sheet
from qr.symbol import QUIET_ZONE, Symbol

LARGEST_SCALE: Final = 60
"""Pixels a module; the largest symbol is then 11,100 pixels wide."""


def image(symbol: Symbol, scale: int) -> Image.Image:
    """The symbol with its quiet zone in one bit a pixel, `scale` pixels a module."""
    picture = Image.new("1", (symbol.full_size, symbol.full_size), 1)
    for column, row, length in symbol.bars():
        left, top = column + QUIET_ZONE, row + QUIET_ZONE
        picture.paste(0, (left, top, left + length, top + 1))
    side = symbol.full_size * scale
    return picture.resize((side, side), Image.Resampling.NEAREST)


def png(symbol: Symbol, *, scale: int = 8) -> bytes:
    """A square PNG of `symbol.full_size * scale` pixels a side; `scale` is pixels a module.

    Raises:
        ResolutionUnusable: `scale` is under 1 or over `LARGEST_SCALE`.
    """
    if not 1 <= scale <= LARGEST_SCALE:
        raise ResolutionUnusable(f"{scale} pixels a module")
    out = BytesIO()
    image(symbol, scale).save(out, "PNG")
    return out.getvalue()


def svg(symbol: Symbol) -> str:
    """An SVG document of one white square and one black path, one user unit a module.

    It has no size of its own, so it fills the box it is put in. Nothing of the text is in it.
    """
    side = symbol.full_size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f"{paths(symbol)}</svg>"
    )


def paths(symbol: Symbol) -> str:
    """The white square and the black modules as two paths in modules, for an SVG document of the caller's."""
    side = symbol.full_size
    bars = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for column, row, length in symbol.bars()
    )
    return f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{bars}"/>'


def sheet(symbol: Symbol, side: float) -> Sheet:
    """The symbol alone on a square of `side` mm, to be written as PDF, PNG or SVG of its true size.

    Raises:
        ModuleTooSmall: a module would be smaller than `qr.LEAST_MODULE`.
        PaperUnusable: `side` is no length, or over 5 m.
    """
    return Sheet(Paper("symbol", side, side), "", (), (Code(symbol, 0, 0, side),))

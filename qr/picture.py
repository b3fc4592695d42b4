"""A symbol as a picture for screens: PNG bytes or SVG text, black on white, quiet zone included."""

from io import BytesIO

from PIL import Image

from qr.symbol import QUIET_ZONE, Symbol


def image(symbol: Symbol, scale: int) -> Image.Image:
    """The symbol with its quiet zone in one bit a pixel, `scale` pixels a module."""
    picture = Image.new("1", (symbol.full_size, symbol.full_size), 1)
    for column, row, length in symbol.bars():
        left, top = column + QUIET_ZONE, row + QUIET_ZONE
        picture.paste(0, (left, top, left + length, top + 1))
    side = symbol.full_size * scale
    return picture.resize((side, side), Image.Resampling.NEAREST)


def png(symbol: Symbol, *, scale: int = 8) -> bytes:
    """A square PNG of `symbol.full_size * scale` pixels a side; `scale` is pixels a module, at least 1."""
    out = BytesIO()
    image(symbol, scale).save(out, "PNG")
    return out.getvalue()


def svg(symbol: Symbol) -> str:
    """An SVG document of one white square and one black path, one user unit a module.

    It has no size of its own, so it fills the box it is put in. Nothing of the text is in it.
    """
    side = symbol.full_size
    path = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for column, row, length in symbol.bars()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>'
    )

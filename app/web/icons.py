"""The sign of Ghé as the pictures that phones put on their home screens; drawn when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from app.usecases.poster_mark import poster_mark

GROUND: Final = "#0b6e6e"
"""The lead colour of light pages."""

_DPI: Final = 254
"""Ten pixels a millimetre."""


def draw(pixels: int, share: float) -> bytes:
    """A square PNG, filled to its corners: white sign on the lead colour. The same bytes every time.

    `share`: how much of the side the sign takes. Phones cut icons to their own shape, and promise to leave
    the middle circle of 80 % (W3C, Web Application Manifest, "maskable").
    """
    from qr import png
    from qr.boxes import Drawing
    from qr.paper import Paper
    from qr.shapes import placed, rectangle
    from qr.sheet import Sheet

    side = pixels / 10
    ground = Drawing((rectangle(0, 0, side, side),), GROUND)
    # The sign's own box is 24 wide; what is drawn lies between 2.4 and 22.6 and a little low.
    left, top = side * (1 - share) / 2, side * (1 - share) / 2 - side * share * 0.005
    sign = Drawing(placed(poster_mark(), left, top, side * share), "#ffffff")
    return png.write(Sheet(Paper("icon", side, side), "", (ground,), (sign,)), _DPI)


ICONS: Final[Mapping[str, Callable[[], bytes]]] = {
    "icon-192.png": partial(draw, 192, 0.72),
    "icon-512.png": partial(draw, 512, 0.72),
    "icon-maskable-512.png": partial(draw, 512, 0.56),
    "apple-touch-icon.png": partial(draw, 180, 0.66),
}

"""The brand's sign, as posters carry it."""

from __future__ import annotations

from functools import cache

from qr.shapes import Shape, arc, placed, stroke


@cache
def poster_mark() -> Shape:
    """The brand's sign as app/web/static/mark.svg draws it: a doorway whose line comes round to a dot.

    One outline, for the even-odd rule would leave a hole where a line and a dot of their own overlap.
    """
    roof = arc(12, 9.8, 8, -20, -96) + arc(12, 9.8, 8, -104, -180)
    line = stroke(3.2, *roof, (4, 21), (19.5, 21), (19.5, 14), (14.77, 14))
    dot = arc(12, 14, 3.2, 30, 130) + arc(12, 14, 3.2, 130, 230) + arc(12, 14, 3.2, 230, 330)
    middle = len(line) // 2  # the far end, where the pen turns back
    return placed(((*line[:middle], *dot, *line[middle:]),), 0, 0, 1 / 24)

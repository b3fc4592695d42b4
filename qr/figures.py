"""Drawings for the mounting guide: people with a phone in the hand, a poster, a door. Unit shapes, our own.

Parts that overlap are shapes of their own, for the even-odd rule would leave holes. People look to the left.
"""

from typing import Final

from qr.shapes import Shape, circle, rectangle, stroke

STANDING: Final[tuple[Shape, ...]] = (
    (circle(0.3, 0.075, 0.07),),
    (rectangle(0.21, 0.165, 0.19, 0.4, 0.07),),
    (rectangle(0.215, 0.45, 0.085, 0.55, 0.04),),
    (rectangle(0.31, 0.45, 0.085, 0.55, 0.04),),
    (stroke(0.062, (0.28, 0.2), (0.2, 0.37), (0.06, 0.33)),),
    (rectangle(0.02, 0.255, 0.035, 0.1, 0.012),),
)
"""As high as wide; the figure keeps to the left half."""

SEATED: Final[tuple[Shape, ...]] = (
    (circle(0.5, 0.1, 0.095),),
    (stroke(0.13, (0.53, 0.22), (0.53, 0.6)),),
    (stroke(0.12, (0.595, 0.55), (0.3, 0.55), (0.22, 0.93), (0.1, 0.93)),),
    (circle(0.56, 0.72, 0.28), circle(0.56, 0.72, 0.215)),
    (stroke(0.05, (0.6, 0.34), (0.74, 0.34)), stroke(0.045, (0.7, 0.36), (0.7, 0.52))),
    (stroke(0.078, (0.52, 0.27), (0.36, 0.44), (0.2, 0.36)),),
    (rectangle(0.13, 0.26, 0.045, 0.14, 0.015),),
)
"""In a wheelchair."""

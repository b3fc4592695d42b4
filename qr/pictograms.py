"""Three drawings that need no language: hold the phone to the code, tap, done. Unit shapes, our own."""

from qr.shapes import Polygon, Shape, arc, circle, rectangle, rounded, stroke


def _finder(left: float, top: float) -> tuple[Polygon, Polygon, Polygon]:
    """The eye of a symbol: a ring and its pupil."""
    return (
        rectangle(left, top, 0.14, 0.14),
        rectangle(left + 0.03, top + 0.03, 0.08, 0.08),
        rectangle(left + 0.05, top + 0.05, 0.04, 0.04),
    )


PHONE: Shape = (
    rectangle(0.22, 0.02, 0.56, 0.96, 0.09),
    rectangle(0.28, 0.11, 0.44, 0.71, 0.02),
    circle(0.5, 0.9, 0.035),
    *_finder(0.32, 0.27),
    *_finder(0.54, 0.27),
    *_finder(0.32, 0.49),
    rectangle(0.54, 0.49, 0.05, 0.05),
    rectangle(0.63, 0.49, 0.05, 0.05),
    rectangle(0.585, 0.535, 0.05, 0.05),
    rectangle(0.54, 0.58, 0.05, 0.05),
    rectangle(0.63, 0.58, 0.05, 0.05),
)

TAP: Shape = (
    rounded(
        (0.34, 0.26, 0.07),
        (0.48, 0.26, 0.07),
        (0.48, 0.52, 0),
        (0.84, 0.6, 0.1),
        (0.78, 0.98, 0.05),
        (0.42, 0.98, 0.05),
        (0.14, 0.66, 0.06),
        (0.22, 0.58, 0.05),
        (0.34, 0.68, 0),
    ),
    stroke(0.05, *arc(0.41, 0.3, 0.15, 165, 375)),
    stroke(0.05, *arc(0.41, 0.3, 0.26, 165, 375)),
)

DONE: Shape = (
    circle(0.5, 0.5, 0.46),
    stroke(0.1, (0.27, 0.52), (0.44, 0.69), (0.74, 0.36)),
)

ALL = (PHONE, TAP, DONE)

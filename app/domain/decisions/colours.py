"""Four colours that stay apart for the colour-blind: 19 or more in CAM02-UCS for every kind of sight."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from app.domain.risk_decisions import Level

_COLOURS = ("#1b9e9e", "#fff07a", "#f59b1e", "#a50f15")


def four_levels(names: Sequence[tuple[str, str]]) -> tuple[Level, ...]:
    """Levels 1 to 4 by their names in Vietnamese and English."""
    return tuple(
        Level(number, MappingProxyType({"vi": vi, "en": en}), colour)
        for number, ((vi, en), colour) in enumerate(zip(names, _COLOURS, strict=True), start=1)
    )

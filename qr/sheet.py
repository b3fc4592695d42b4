"""A sheet: what is printed where. Millimetres from the top left corner, y pointing down."""

from dataclasses import dataclass

from qr.boxes import Box, Drawing
from qr.paper import Paper


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished page: first the coloured `panels`, then the `boxes`, none of which touches another."""

    paper: Paper
    title: str
    panels: tuple[Drawing, ...]
    boxes: tuple[Box, ...]

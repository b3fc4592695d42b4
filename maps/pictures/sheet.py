"""A sheet to draw on in millimetres: shapes, circles, lines and words, each on top of those before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from maps.pictures.lettering import LEADING, MM_A_POINT, Face, drawable, properties, width
from maps.pictures.paper import Box, Paper
from maps.pictures.tints import Tints

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.path import Path

_CHORD = 1.6  # of a circle's radius that letters in it may be wide
_LEAST = 4.0  # points that can be read on A4
_HALF = 0.36  # of a size: what lowers the baseline of capitals and digits about their middle
_Numbers = npt.NDArray[Any]


def boxed(box: Box) -> "Path":
    """A rectangle as a path."""
    from matplotlib.path import Path

    corners = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
    return Path([*corners, corners[0]], closed=True)


class Sheet:
    """A matplotlib figure without axes. Made and written within `maps.pictures.press.at_the_press`."""

    def __init__(self, paper: Paper, tints: Tints) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.paper, self.tints = paper, tints
        inches = (paper.width / 25.4, paper.height / 25.4)
        self.figure = Figure(figsize=inches, dpi=72, facecolor=tints.paper)
        self.mm = Affine2D().scale(1 / 25.4) + self.figure.dpi_scale_trans
        self._drawn = 0
        self._clip: Any = None

    def clip(self, box: Box | None) -> None:
        """What follows stays within the box, until told otherwise."""
        from matplotlib.transforms import Bbox, TransformedBbox

        edges = box and Bbox.from_extents(box.left, box.bottom, box.right, box.top)
        self._clip = edges and TransformedBbox(edges, self.mm)

    def shape(
        self, path: "Path | None", fill: str = "none", line: str = "none", thick: float = 0, **how: Any
    ) -> None:
        """A path with a fill and a line, `thick` in millimetres; `how` goes to matplotlib's PathPatch."""
        from matplotlib.patches import PathPatch

        if path is not None:
            thick /= MM_A_POINT
            patch = PathPatch(path, facecolor=fill, edgecolor=line, linewidth=thick, joinstyle="round", **how)
            self._add(patch)

    def box(self, box: Box, fill: str = "none", line: str = "none", thick: float = 0, **how: Any) -> None:
        """A rectangle."""
        self.shape(boxed(box), fill, line, thick, **how)

    def outline(self, path: "Path | None", *, dashed: bool) -> None:
        """A line around what stands out, with a hair of paper that keeps it off the ground."""
        thick = 0.6 * self.paper.scale
        dashes: dict[str, Any] = {"linestyle": (0, (4, 2.5))} if dashed else {}
        self.shape(path, line=self.tints.paper, thick=thick * 2, alpha=0.9)
        self.shape(path, line=self.tints.ink if dashed else self.tints.outline, thick=thick, **dashes)

    def venues(self, at: _Numbers, radius: _Numbers, several: _Numbers) -> None:
        """Circles in their order; `at` (n, 2) and `radius` (n) in millimetres; several venues have a ring."""
        unit, tints = self.paper.scale, self.tints
        self._circles(at[several], radius[several] + 0.5 * unit, tints.paper, tints.venue, 0.3 * unit)
        self._circles(at, radius, tints.venue, tints.paper, 0.25 * unit)

    def tag(self, x: float, y: float, text: str, *, dashed: bool) -> None:
        """A number in the colour of an outline."""
        fill, radius = self.tints.ink if dashed else self.tints.outline, 1.9 * self.paper.scale
        self._circles(np.array([[x, y]]), np.array([radius]), fill, self.tints.paper, 0.25)
        self.in_circle(x, y, text, radius)

    def in_circle(self, x: float, y: float, text: str, radius: float) -> None:
        """A few bold letters as large as a circle allows; none where they could not be read."""
        wide = max(width(drawable(text), 1, Face.BOLD), 1e-6)
        size = min(radius * 3, radius * _CHORD / wide)
        if size >= _LEAST * self.paper.scale:
            self.words(x, y, text, size, self.tints.paper, face=Face.BOLD, ha="center", va="center")

    def _circles(self, at: _Numbers, radius: _Numbers, fill: str, line: str, thick: float) -> None:
        from matplotlib.collections import EllipseCollection

        across = 2 * radius / MM_A_POINT
        how: dict[str, Any] = {"offsets": at, "offset_transform": self.mm, "units": "points"}
        colours: dict[str, Any] = {"facecolors": fill, "edgecolors": line, "linewidths": thick / MM_A_POINT}
        if len(at):
            self._add(EllipseCollection(across, across, 0 * across, **how, **colours), in_mm=False)

    def lines(self, pieces: Sequence[Any], thick: Sequence[float], colour: str, **how: Any) -> None:
        """Straight lines, each with a thickness in millimetres."""
        from matplotlib.collections import LineCollection

        widths = [one / MM_A_POINT for one in thick]
        self._add(LineCollection(pieces, colors=colour, linewidths=widths, capstyle="round", **how))

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str = "",
        *,
        face: Face = Face.REGULAR,
        ha: str = "left",
        va: str = "baseline",
        behind: str = "",
    ) -> None:
        """One line at `x` and `y`, as `ha` and `va` say; never read as mathematics.

        `behind` is the colour of a small field that keeps patterns away.
        """
        from matplotlib.text import Text

        font = properties(face)
        font.set_size(size)
        how: dict[str, Any] = {"color": colour or self.tints.ink, "ha": ha, "va": "baseline"}
        if behind:
            how["bbox"] = {"facecolor": behind, "edgecolor": "none", "pad": 0.6}
        if va == "center":
            y -= _HALF * size * MM_A_POINT  # by the letters' height, not by that of their accents
        self._add(Text(x, y, drawable(text), fontproperties=font, parse_math=False, **how))

    def block(
        self, x: float, top: float, lines: Sequence[str], size: float, colour: str = "", **how: Any
    ) -> float:
        """Lines under each other from `top` down; returns where the block ends."""
        step = size * LEADING * MM_A_POINT
        for number, line in enumerate(lines, start=1):
            self.words(x, top - number * step + step * 0.26, line, size, colour, **how)
        return top - step * len(lines)

    def _add(self, artist: "Artist", *, in_mm: bool = True) -> None:
        self._drawn += 1
        artist.set_zorder(self._drawn)
        if in_mm:
            artist.set_transform(self.mm)
        artist.set_clip_box(self._clip)
        artist.set_clip_on(self._clip is not None)
        self.figure.add_artist(artist, clip=False)

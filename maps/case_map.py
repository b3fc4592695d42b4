"""One value that holds everything a map says. Documents, pictures, files and tables are made of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from maps.areas import AreaShape, Bounds, Shape
from maps.scales import Scale
from maps.table import Row, UnknownAreas, rows_of
from maps.values import Value
from maps.words import Words

_OWN_TILES = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*/\{theme\}/\{z\}/\{x\}/\{y\}\.svg")


class NothingToDraw(ValueError):
    """A map needs at least one area and one frame."""


class LooseLink(ValueError):
    """A line would end nowhere: one of its venues is not on the map."""


class RepeatedArea(ValueError):
    """Two areas share a code: a number would belong to both."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The four lines that every map and export carries, in the reader's words.

    `rule` says how small numbers are hidden, `version` names boundaries and data.
    """

    as_of: str
    source: str
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of time: its name ("13/07/2021") and a value by area code; areas without one have no data."""

    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Outline:
    """Something that stands out, drawn around areas: a cluster. `lines` are what a reader is told of it."""

    id: str
    geometry: Shape
    lines: tuple[str, ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue to mark: an opaque id, its place in degrees, a count; never a name.

    The document must not hold what only some readers may open: the page around it fetches the details
    of an id that was chosen. `mark` is a few characters written into the circle, a rank. Several venues
    close together may be one (`maps.bins`): then `venues` is how many, the count their sum, the id empty.
    """

    id: str
    lon: float
    lat: float
    count: int
    mark: str = ""
    venues: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two venues, by their ids, and what they have in common."""

    one: str
    other: str
    count: int


@dataclass(frozen=True, slots=True)
class Label:
    """Quiet words on the ground: a sea, a group of islands.

    `dots` are places (longitude, latitude) to mark with a dot each: islands too small to be seen otherwise.
    """

    text: str
    lon: float
    lat: float
    dots: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Tiles:
    """A basemap over the areas, from this very site; its credit belongs in `Notes.source`.

    Attributes:
        path: With {theme} (light or dark), {z}, {x} and {y}; the pictures are 512 pixels wide.
        min_zoom, max_zoom: Of the tiles.
        bounds: West, south, east, north in degrees: nothing is asked for beyond.

    Raises:
        ValueError: If the path leads to another site, or lacks one of the four.
    """

    path: str
    min_zoom: int
    max_zoom: int
    bounds: Bounds

    def __post_init__(self) -> None:
        if not _OWN_TILES.fullmatch(self.path):
            raise ValueError(f"tiles come from a path of this site: {self.path!r}")


@dataclass(frozen=True, kw_only=True)
class CaseMap:
    """Areas, numbers and words of one map; the same input gives the same bytes in every output.

    Attributes:
        areas: Wards, districts, hexagons, in any order; they are kept by code.
        frames: At least one; several make a map in time, with a slider.
        scale, words, notes: What colours and numbers mean.
        lang: Language of the words, "vi".
        context: Quiet ground around the areas, without them. Shapes are degrees, best simplified.
        under: The city under areas that do not cover it: the wards under hexagons. It decides what the view
            opens on and which insets there are, and its names are written instead of the areas'.
        sea: What is known to be sea, below the context; nothing else looks like it.
        borders: Thin lines over the areas: wards over hexagons.
        labels: Names on the ground.
        outlines, venues, links: What is drawn on top.
        start: Index of the frame that is shown first.
        looked_at: Codes of the areas (of `areas` or `under`) the view opens on; all of them where empty.
        tiles: A basemap, or none.

    Raises:
        NothingToDraw, RepeatedArea, UnknownAreas, LooseLink: see there.
    """

    areas: Sequence[AreaShape]
    frames: Sequence[Frame]
    scale: Scale
    words: Words
    notes: Notes
    lang: str
    context: Sequence[Shape] = ()
    sea: Shape | None = None
    under: Sequence[AreaShape] = ()
    borders: Sequence[Shape] = ()
    labels: Sequence[Label] = ()
    outlines: Sequence[Outline] = ()
    venues: Sequence[Venue] = ()
    links: Sequence[Link] = ()
    start: int = -1
    looked_at: Sequence[str] = ()
    tiles: Tiles | None = None

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.areas, key=lambda area: area.code))
        vars(self)["areas"] = ordered  # frozen: the one place that may
        codes = {area.code for area in ordered}
        if not ordered or not self.frames:
            raise NothingToDraw("a map needs an area and a frame")
        if len(codes) != len(ordered):
            raise RepeatedArea("two areas share a code")
        placed = set(self.looked_at) - {area.code for area in self.under}
        named = placed.union(*(frame.values for frame in self.frames))
        if unknown := sorted(named - codes):
            raise UnknownAreas(unknown)
        if not -len(self.frames) <= self.start < len(self.frames):
            raise NothingToDraw(f"there is no frame {self.start} to show first")
        drawn = {venue.id for venue in self.venues}
        if loose := [link for link in self.links if not {link.one, link.other} <= drawn]:
            raise LooseLink(f"a venue of {loose[0]} is not on the map")

    @property
    def first_shown(self) -> int:
        """Index of the frame shown first, from 0."""
        return range(len(self.frames))[self.start]

    @cached_property
    def table(self) -> tuple[tuple[Row, ...], ...]:
        """For each frame one row per area, by code: what every output is made of."""
        said: dict[Value, tuple[tuple[str, ...], int]] = {}
        return tuple(rows_of(self.areas, frame.values, self.scale, self.words, said) for frame in self.frames)

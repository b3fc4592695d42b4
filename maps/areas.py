"""What an area is, and how a file of areas is refused: all of its problems at once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from shapely import MultiPolygon, Polygon

Shape: TypeAlias = Polygon | MultiPolygon
Bounds = tuple[float, float, float, float]
HALF_TURN, POLE = 180, 90


@dataclass(frozen=True, slots=True)
class AreaShape:
    """One ward, district or province.

    Attributes:
        code: The official code, always text ("00123" is not 123); joins are on it, never on names.
        name: The name in the local language, Unicode NFC.
        name_en: The English name; the local one where the file has none.
        kind: What sort of unit it is, as the file says ("phuong"); may be empty.
        population: Inhabitants, or None where unknown.
        geometry: A valid shapely Polygon or MultiPolygon, two-dimensional, degrees of EPSG:4326.
        parent: The code of the larger area it belongs to, as the file says; empty where it does not.
        parent_name: The name of that area; empty where the file has none.
        repaired: What was wrong with the outline and has been mended, with its place; else empty.
    """

    code: str
    name: str
    name_en: str
    kind: str
    population: int | None
    geometry: Shape
    parent: str = ""
    parent_name: str = ""
    repaired: str = ""


class Kind(StrEnum):
    """Stable slugs of what can be wrong with a file of areas; words for people belong to the caller."""

    UNKNOWN_FORMAT = "unknown-format"
    UNREADABLE = "unreadable"
    SEVERAL_LAYERS = "several-layers"
    NO_COLUMN = "no-column"
    NO_CRS = "no-crs"
    NO_AREAS = "no-areas"
    CODE_MISSING = "code-missing"
    CODE_NOT_TEXT = "code-not-text"
    CODE_REPEATED = "code-repeated"
    NAME_MISSING = "name-missing"
    TEXT_UNUSABLE = "text-unusable"
    POPULATION_NOT_A_COUNT = "population-not-a-count"
    GEOMETRY_EMPTY = "geometry-empty"
    GEOMETRY_NOT_POLYGON = "geometry-not-polygon"
    GEOMETRY_INVALID = "geometry-invalid"
    OFF_THE_MAP = "off-the-map"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one feature; `index` counts from 0 and is None for the file as a whole."""

    index: int | None
    code: str
    name: str
    kind: Kind
    detail: str

    def __str__(self) -> str:
        where = "file" if self.index is None else f"feature {self.index} ({self.code or self.name or '?'})"
        return f"{where}: {self.kind}: {self.detail}"


class AreasRefused(ValueError):
    """A file of areas is taken whole or not at all; `problems` lists everything found wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def in_degrees(bounds: Bounds) -> bool:
    """Whether west, south, east, north can be longitudes and latitudes (NaN and infinity cannot)."""
    west, south, east, north = bounds
    return -HALF_TURN <= west <= east <= HALF_TURN and -POLE <= south <= north <= POLE


def whole_file(kind: Kind, detail: str) -> AreasRefused:
    """A refusal that concerns no single feature."""
    return AreasRefused([Problem(None, "", "", kind, detail)])

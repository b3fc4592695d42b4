"""Case maps: areas and numbers in; a safe map document and the same numbers as a table out.

The library knows no database, no request and no clock. It makes the text handed to folium literal
before anything else happens (see `maps._verbatim`); importing any part of it therefore patches branca
for the whole process.
"""

from maps._verbatim import TemplatesStillRun, UntestedLibrary
from maps.areas import AreaShape, AreasRefused, Kind, Problem, Shape
from maps.assets import Asset, UnmappedAsset, asset, asset_names
from maps.case_map import (
    CaseMap,
    Frame,
    Label,
    Link,
    LooseLink,
    Notes,
    NothingToDraw,
    Outline,
    RepeatedArea,
    Tiles,
    Venue,
)
from maps.chosen import NoSuchFrame, TooManyFrames
from maps.coverage import Flaw, Misfit, dissolved, flaws
from maps.document import document
from maps.export import to_csv, to_geojson
from maps.features import Columns
from maps.figure import content_security_policy
from maps.geo import area_of, from_wkb, read_areas, simplify, to_wkb
from maps.geopackage import to_geopackage
from maps.outlines import circle_around, dissolve
from maps.pictures import UnknownForm, UnknownSize, picture, small_multiples
from maps.scales import COUNT_BREAKS, LEVELS, Labels, MapClass, Scale, count_scale, level_scale, measure_scale
from maps.surroundings import sea, surroundings
from maps.table import Row, UnknownAreas
from maps.values import BadValue, Count, Hidden, Level, NoData, Rate, Unreliable, Value
from maps.words import Words

__all__ = [
    "COUNT_BREAKS",
    "LEVELS",
    "AreaShape",
    "AreasRefused",
    "Asset",
    "BadValue",
    "CaseMap",
    "Columns",
    "Count",
    "Flaw",
    "Frame",
    "Hidden",
    "Kind",
    "Label",
    "Labels",
    "Level",
    "Link",
    "LooseLink",
    "MapClass",
    "Misfit",
    "NoData",
    "NoSuchFrame",
    "Notes",
    "NothingToDraw",
    "Outline",
    "Problem",
    "Rate",
    "RepeatedArea",
    "Row",
    "Scale",
    "Shape",
    "TemplatesStillRun",
    "Tiles",
    "TooManyFrames",
    "UnknownAreas",
    "UnknownForm",
    "UnknownSize",
    "UnmappedAsset",
    "Unreliable",
    "UntestedLibrary",
    "Value",
    "Venue",
    "Words",
    "area_of",
    "asset",
    "asset_names",
    "circle_around",
    "content_security_policy",
    "count_scale",
    "dissolve",
    "dissolved",
    "document",
    "flaws",
    "from_wkb",
    "level_scale",
    "measure_scale",
    "picture",
    "read_areas",
    "sea",
    "simplify",
    "small_multiples",
    "surroundings",
    "to_csv",
    "to_geojson",
    "to_geopackage",
    "to_wkb",
]

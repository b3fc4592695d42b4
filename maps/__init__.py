"""Case maps: areas and numbers in; a safe map document and the same numbers as a table out.

The library knows no database, no request and no clock. It makes the text handed to folium literal
before anything else happens (see `maps._verbatim`); importing any part of it therefore patches branca
for the whole process.
"""

from maps._verbatim import TemplatesStillRun, UntestedLibrary
from maps.areas import AreaShape, AreasRefused, Kind, Problem
from maps.assets import Asset, UnmappedAsset, asset, asset_names
from maps.choropleth import MapDocument, choropleth
from maps.classes import DEFAULT_BREAKS
from maps.document import content_security_policy
from maps.features import Columns
from maps.geo import area_of, from_wkb, read_areas, simplify, to_wkb
from maps.layers import Venue
from maps.table import Row, UnknownAreas, rows
from maps.values import Count, Hidden, NoData, Value
from maps.words import Words

__all__ = [
    "DEFAULT_BREAKS",
    "AreaShape",
    "AreasRefused",
    "Asset",
    "Columns",
    "Count",
    "Hidden",
    "Kind",
    "MapDocument",
    "NoData",
    "Problem",
    "Row",
    "TemplatesStillRun",
    "UnknownAreas",
    "UnmappedAsset",
    "UntestedLibrary",
    "Value",
    "Venue",
    "Words",
    "area_of",
    "asset",
    "asset_names",
    "choropleth",
    "content_security_policy",
    "from_wkb",
    "read_areas",
    "rows",
    "simplify",
    "to_wkb",
]

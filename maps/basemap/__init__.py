"""A quiet ground of roads and water from an OpenStreetMap extract, served from one PMTiles file.

No other host, no tile server, no third-party script: the file is made once, and each tile is sent as a small
SVG picture.
"""

from maps.basemap.making import CREDIT, HIGHEST_ZOOM, LOWEST_ZOOM, Made, make_basemap
from maps.basemap.refused import BasemapRefused, Reason
from maps.basemap.serving import Basemap
from maps.basemap.varints import Damaged

__all__ = [
    "CREDIT",
    "HIGHEST_ZOOM",
    "LOWEST_ZOOM",
    "Basemap",
    "BasemapRefused",
    "Damaged",
    "Made",
    "Reason",
    "make_basemap",
]

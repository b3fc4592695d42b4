"""The JSON block a map document carries: all that `static/casemap.js` draws, and nothing it does not."""

from collections.abc import Sequence

from maps.areas import AreaShape, Shape
from maps.classes import MapClass
from maps.encode import PER_DEGREE, polygons, script_json
from maps.extent import extent
from maps.layers import Venue
from maps.table import Row
from maps.words import Words


def payload(
    shapes: Sequence[AreaShape],
    table: Sequence[Row],
    legend: Sequence[MapClass],
    words: Words,
    *,
    context: Sequence[Shape],
    venues: Sequence[Venue],
) -> str:
    """Shapes and rows in the same order -> the text of the block."""
    seen = extent(shapes)
    west, south, east, north = seen.bounds
    return script_json(
        {
            "perDegree": PER_DEGREE,
            "fills": [entry.fill for entry in legend],
            "words": {"zoomIn": words.zoom_in, "zoomOut": words.zoom_out},
            "fit": [[south, west], [north, east]],
            "insets": seen.insets,
            "areas": [_area(shape, row) for shape, row in zip(shapes, table, strict=True)],
            "context": [polygons(shape) for shape in context],
            "venues": [_venue(venue, words) for venue in venues],
        }
    )


def _area(shape: AreaShape, row: Row) -> dict[str, object]:
    lines = [line for line in (row.value, row.change) if line]
    drawn = polygons(shape.geometry)
    return {"code": row.code, "name": row.name, "lines": lines, "rank": row.rank, "polygons": drawn}


def _venue(venue: Venue, words: Words) -> dict[str, object]:
    text = words.venue.format(n=words.number(venue.count))
    return {"id": venue.id, "at": [venue.lat, venue.lon], "count": venue.count, "text": text}

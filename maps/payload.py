"""The JSON block a map document carries: all that the scripts in `static/` draw, and nothing they do not."""

from collections.abc import Iterable

from maps.areas import AreaShape
from maps.case_map import CaseMap, Label, Outline, Tiles, Venue
from maps.encode import PER_DEGREE, middle, polygons, script_json
from maps.extent import opened_on
from maps.page import screen_fill
from maps.table import Row


def payload(case_map: CaseMap) -> str:
    """The text of the block. Geometry stands in it once; each frame adds a class and a line per area."""
    words, legend = case_map.words, case_map.scale.legend(case_map.words)
    seen = opened_on(case_map.areas, case_map.under)
    texts: dict[str, int] = {}
    areas = [_area(shape, rows, texts) for shape, *rows in zip(case_map.areas, *case_map.table, strict=True)]
    return script_json(
        {
            "perDegree": PER_DEGREE,
            "fills": [screen_fill(entry.fill) for entry in legend],
            "marks": [entry.mark for entry in legend],
            "words": {
                "zoomIn": words.zoom_in,
                "zoomOut": words.zoom_out,
                "play": words.play,
                "pause": words.pause,
                "several": _around(words.several),
                "venue": _around(words.venue),
                "thousands": words.thousands,
            },
            "fit": _box(seen.bounds),
            "insets": seen.insets,
            "lookedAt": list(case_map.looked_at),
            "start": case_map.first_shown,
            "steps": [frame.label for frame in case_map.frames],
            "areas": areas,
            "texts": list(texts),
            "tiles": case_map.tiles and _tiles(case_map.tiles),
            "sea": [] if case_map.sea is None else polygons(case_map.sea),
            "context": [polygons(shape) for shape in case_map.context],
            "under": [_under(shape) for shape in case_map.under],
            "borders": [polygons(shape) for shape in case_map.borders],
            "labels": [_label(label) for label in case_map.labels],
            "outlines": [_outline(outline) for outline in case_map.outlines],
            "venues": [_venue(venue) for venue in case_map.venues],
            "links": [
                {
                    "ends": [link.one, link.other],
                    "count": link.count,
                    "text": _said(words.link, link.count, case_map),
                }
                for link in case_map.links
            ],
        }
    )


def _area(shape: AreaShape, rows: Iterable[Row], texts: dict[str, int]) -> dict[str, object]:
    frames = list(rows)
    return {
        "code": shape.code,
        "name": shape.name,
        "ranks": [row.rank for row in frames],
        "lines": [[texts.setdefault(line, len(texts)) for line in row.lines] for row in frames],
        "at": middle(shape.geometry),
        "polygons": polygons(shape.geometry),
    }


def _under(shape: AreaShape) -> dict[str, object]:
    drawn = polygons(shape.geometry)
    return {"code": shape.code, "name": shape.name, "at": middle(shape.geometry), "polygons": drawn}


def _outline(outline: Outline) -> dict[str, object]:
    return {
        "id": outline.id,
        "lines": list(outline.lines),
        "dashed": outline.dashed,
        "polygons": polygons(outline.geometry),
    }


def _venue(venue: Venue) -> dict[str, object]:
    made = {"id": venue.id, "at": [venue.lat, venue.lon], "count": venue.count, "mark": venue.mark}
    return made if venue.venues == 1 else made | {"venues": venue.venues}


def _around(template: str) -> list[str]:
    """What stands before and after the number, for the browser to join around one of its own."""
    return template.format(n="\0").split("\0")


def _label(label: Label) -> dict[str, object]:
    dots = [[lat, lon] for lon, lat in label.dots]
    return {"text": label.text, "at": [label.lat, label.lon], "dots": dots}


def _tiles(tiles: Tiles) -> dict[str, object]:
    zooms = {"minZoom": tiles.min_zoom, "maxZoom": tiles.max_zoom}
    return {"path": tiles.path, **zooms, "bounds": _box(tiles.bounds)}


def _said(template: str, count: int, case_map: CaseMap) -> str:
    return template.format(n=case_map.words.number(count))


def _box(bounds: tuple[float, float, float, float]) -> list[list[float]]:
    west, south, east, north = bounds
    return [[south, west], [north, east]]

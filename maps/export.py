"""A map's numbers as text for other programs: GeoJSON and CSV. Hidden numbers are in none of them.

Names are byte for byte those of the areas. Shapes are those that are drawn: assign nothing by them.
"""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import shapely

from maps.case_map import CaseMap
from maps.chosen import frame_of
from maps.records import COLUMNS, metadata, over, records

DECIMALS = 6  # of a degree: 0.1 m, what RFC 7946 advises
_CARRIED = ("title", "as_of", "source", "rule", "version", "exported")


def to_geojson(case_map: CaseMap, frame: int | None = None, *, stamp: str = "") -> bytes:
    """One frame as a FeatureCollection of RFC 7946, with a foreign member "metadata".

    The property "kind" is "area", "venue", "link" or "outline".

    Args:
        case_map: What is written.
        frame: Its number, from the end below 0; without it, the one shown first.
        stamp: Who took this out of the system, and when.

    Raises:
        NoSuchFrame: see there.
    """
    index = frame_of(case_map, frame)
    features = [
        _feature("area", record, _geometry(area.geometry))
        for area, record in zip(case_map.areas, records(case_map, index), strict=True)
    ]
    for kind, found in over(case_map).items():
        features.extend(_feature(kind, one, _geometry(shape)) for one, shape in found)
    document = {
        "type": "FeatureCollection",
        "metadata": metadata(case_map, index, stamp),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def to_csv(case_map: CaseMap, cell: Callable[[str], str], *, stamp: str = "") -> str:
    """All frames, a line for each frame and area, with what the file says of itself at the end of each.

    What is drawn over the areas is not in it.

    Args:
        case_map: What is written.
        cell: Makes a text harmless to the program that opens the file: spreadsheets run some cells.
        stamp: Who took this out of the system, and when.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    said = metadata(case_map, 0, stamp)
    carried = [key for key in _CARRIED if key in said]
    writer.writerow(["period", *COLUMNS, *carried])
    texts = [cell(said[key]) for key in carried]
    for index, frame in enumerate(case_map.frames):
        period = cell(frame.label)
        for record in records(case_map, index):
            values = [cell(value) if isinstance(value, str) else value for value in record.values()]
            writer.writerow([period, *values, *texts])
    return out.getvalue()


def _feature(kind: str, properties: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kind": kind} | properties, "geometry": geometry}


def _geometry(shape: Any) -> dict[str, Any]:  # noqa: ANN401 - any geometry
    """Outer rings against the clock, holes with it, coordinates rounded."""
    if shape.geom_type == "Point":
        return {"type": "Point", "coordinates": _places(shape)[0]}
    if shape.geom_type == "LineString":
        return {"type": "LineString", "coordinates": _places(shape)}
    polygons = [
        [_places(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(shapely.orient_polygons(shape))
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _places(shape: Any) -> list[list[float]]:  # noqa: ANN401 - any geometry
    places: list[list[float]] = shapely.get_coordinates(shape).round(DECIMALS).tolist()
    return places

"""What files of a map hold: one record per area and frame, and what the file says of itself."""

from collections.abc import Iterator
from typing import Any

import shapely

from maps.areas import AreaShape
from maps.case_map import CaseMap
from maps.table import Row
from maps.values import Count, Hidden, Level, NoData, Rate, Unreliable, Value

COLUMNS = ("code", "name", "name_en", "value", "before", "status", "class")
_STATUS = {Hidden: "hidden", NoData: "no data", Unreliable: "unreliable"}


def records(case_map: CaseMap, frame: int) -> Iterator[dict[str, Any]]:
    """Code, names, value, the one before, status and class of every area in one frame, by code.

    A number is as the map says it: multiplied and rounded as its scale does; a level is its number.
    Where none is shown, value and before are None and the status says why: "hidden", "no data" or
    "unreliable".
    """
    legend = case_map.scale.legend(case_map.words)
    for area, row in zip(case_map.areas, case_map.table[frame], strict=True):
        yield _record(case_map, area, row, legend[row.rank].label)


def _record(case_map: CaseMap, area: AreaShape, row: Row, label: str) -> dict[str, Any]:
    value, before = _numbers(case_map, row.value)
    status = _STATUS.get(type(row.value), "shown")
    said = (area.code, area.name, area.name_en, value, before, status, label)
    return dict(zip(COLUMNS, said, strict=True))


def _numbers(case_map: CaseMap, value: Value) -> tuple[float | None, float | None]:
    match value:
        case Count():
            return value.now, value.before
        case Rate():
            return _said(case_map, value.now), None if value.before is None else _said(case_map, value.before)
        case Level():
            return value.number, None
        case _:
            return None, None


def _said(case_map: CaseMap, number: float) -> float:
    return round(number * case_map.scale.factor, case_map.scale.decimals)


def over(case_map: CaseMap) -> dict[str, list[tuple[dict[str, Any], Any]]]:
    """What is drawn over the areas: for each kind that the map has, columns and a shapely geometry."""
    at = {venue.id: (venue.lon, venue.lat) for venue in case_map.venues}
    found = {
        "venue": [
            ({"id": v.id, "count": v.count, "venues": v.venues, "mark": v.mark}, shapely.Point(v.lon, v.lat))
            for v in case_map.venues
        ],
        "link": [
            (
                {"one": link.one, "other": link.other, "count": link.count},
                shapely.LineString([at[link.one], at[link.other]]),
            )
            for link in case_map.links
        ],
        "outline": [
            ({"id": one.id, "text": "\n".join(one.lines), "dashed": one.dashed}, one.geometry)
            for one in case_map.outlines
        ],
    }
    return {kind: rows for kind, rows in found.items() if rows}


def metadata(case_map: CaseMap, frame: int, stamp: str) -> dict[str, str]:
    """What every file says of itself: title, what is counted, the period, as of, source, rule, version.

    `stamp` says who took it out of the system, and when; it is left out where empty.
    """
    notes = case_map.notes
    said = {
        "title": case_map.words.title,
        "legend": case_map.words.legend,
        "period": case_map.frames[frame].label,
        "as_of": notes.as_of,
        "source": notes.source,
        "rule": notes.rule,
        "version": notes.version,
        "language": case_map.lang,
    }
    return said | ({"exported": stamp} if stamp else {})

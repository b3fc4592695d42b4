"""Is this feature an area? Each check adds a named problem; what is mended says so."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import shapely

from maps.areas import AreaShape, AreasRefused, Kind, Problem, in_degrees, whole_file
from maps.features import Columns, Feature
from maps.repair import Sound, sound

Found = Iterator[tuple[Kind, str]]


def checked(features: Sequence[Feature], columns: Columns) -> list[AreaShape]:
    """The features as areas, in the file's order.

    Raises:
        AreasRefused: With every problem of every feature.
    """
    if not features:
        raise whole_file(Kind.NO_AREAS, "the file holds no features")
    for wanted in filter(None, (columns.code, columns.name, columns.parent, columns.parent_name)):
        if not any(wanted in feature.properties for feature in features):
            raise whole_file(Kind.NO_COLUMN, f"no feature has the property {wanted!r}")
    times = Counter(_code(feature, columns) for feature in features)
    outlines = [sound(feature.geometry) for feature in features]
    problems = [
        Problem(index, _shown(feature, columns.code), _shown(feature, columns.name), kind, detail)
        for index, (feature, outline) in enumerate(zip(features, outlines, strict=True))
        for kind, detail in _problems(feature, outline, columns, times)
    ]
    if problems:
        raise AreasRefused(problems)
    return [_area(feature, outline, columns) for feature, outline in zip(features, outlines, strict=True)]


def _problems(feature: Feature, outline: Sound | None, columns: Columns, times: Counter[str]) -> Found:
    code = feature.properties.get(columns.code)
    if _blank(code):
        yield Kind.CODE_MISSING, f"{columns.code!r} is empty"
    elif not isinstance(code, str):
        yield Kind.CODE_NOT_TEXT, f"{code!r} is a number: leading zeros would be lost"
    elif times[code] > 1:
        yield Kind.CODE_REPEATED, f"{code!r} stands {times[code]} times"
    name = feature.properties.get(columns.name)
    if _blank(name) or not isinstance(name, str):
        yield Kind.NAME_MISSING, f"{columns.name!r} is empty or not text"
    parent = feature.properties.get(columns.parent)
    if not _blank(parent) and not isinstance(parent, str):
        yield Kind.CODE_NOT_TEXT, f"{columns.parent!r} is {parent!r}: leading zeros would be lost"
    for column in (
        columns.code,
        columns.name,
        columns.name_en,
        columns.kind,
        columns.parent,
        columns.parent_name,
    ):
        text = feature.properties.get(column)
        if isinstance(text, str) and any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
            yield Kind.TEXT_UNUSABLE, f"{text!a} holds a control character or half of one"
    people = feature.properties.get(columns.population)
    if not _blank(people) and _count(people) is None:
        yield Kind.POPULATION_NOT_A_COUNT, f"{people!r} is not a whole number from 0"
    yield from _geometry_problems(feature, outline)


def _geometry_problems(feature: Feature, outline: Sound | None) -> Found:
    shape = feature.geometry
    if feature.broken:
        yield Kind.GEOMETRY_INVALID, feature.broken
    elif shape is None or shape.is_empty:
        yield Kind.GEOMETRY_EMPTY, "there is no geometry"
    elif shape.geom_type not in {"Polygon", "MultiPolygon"}:
        yield Kind.GEOMETRY_NOT_POLYGON, f"a {shape.geom_type}"
    elif not in_degrees(shape.bounds):
        yield Kind.OFF_THE_MAP, f"not degrees of longitude and latitude: {shape.bounds}"
    elif outline is None:
        # "Self-intersection[106.7 10.8]": the reason with its place
        yield Kind.GEOMETRY_INVALID, shapely.is_valid_reason(shape)


def _area(feature: Feature, outline: Sound | None, columns: Columns) -> AreaShape:
    assert outline is not None  # noqa: S101 - a feature without one has been refused
    name = unicodedata.normalize("NFC", feature.properties[columns.name])
    name_en = feature.properties.get(columns.name_en)
    kind = feature.properties.get(columns.kind)
    return AreaShape(
        code=feature.properties[columns.code],
        name=name,
        name_en=name if _blank(name_en) else unicodedata.normalize("NFC", str(name_en)),
        kind="" if _blank(kind) else str(kind),
        population=_count(feature.properties.get(columns.population)),
        geometry=outline.geometry,
        parent=_shown(feature, columns.parent),
        parent_name=unicodedata.normalize("NFC", _shown(feature, columns.parent_name)),
        repaired=outline.repaired,
    )


def _code(feature: Feature, columns: Columns) -> str:
    code = feature.properties.get(columns.code)
    return code if isinstance(code, str) else ""


def _shown(feature: Feature, column: str) -> str:
    value = feature.properties.get(column)
    return "" if _blank(value) else str(value)


def _blank(value: object) -> bool:
    """Missing, in any of the ways files have of saying so."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, float) and math.isnan(value))


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1 or value < 0:
        return None
    return int(value)

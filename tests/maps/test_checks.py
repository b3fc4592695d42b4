from unicodedata import normalize

import pytest
import shapely

from maps import AreasRefused, Columns, Kind
from maps.checks import checked
from maps.features import Feature

SQUARE = shapely.box(106, 10, 107, 11)
BOW_TIE = shapely.Polygon([(106, 10), (107, 11), (107, 10), (106, 11)])


def feature(geometry=SQUARE, broken="", **properties):
    return Feature({"code": "00001", "name": "Bến Nghé"} | properties, geometry, broken)


def problems(*features):
    with pytest.raises(AreasRefused) as refused:
        checked(features, Columns())
    return refused.value.problems


@pytest.mark.parametrize(
    ("wrong", "kind", "detail"),
    [
        (feature(code=None), Kind.CODE_MISSING, "'code' is empty"),
        (feature(code=" "), Kind.CODE_MISSING, "'code' is empty"),
        (feature(code=float("nan")), Kind.CODE_MISSING, "'code' is empty"),
        (feature(code=123), Kind.CODE_NOT_TEXT, "123"),
        (feature(name=""), Kind.NAME_MISSING, "'name'"),
        (feature(name=5), Kind.NAME_MISSING, "'name'"),
        (feature(name="a\x00b"), Kind.TEXT_UNUSABLE, "control"),
        (feature(name="\ud800"), Kind.TEXT_UNUSABLE, "half"),
        (feature(name_en="a\u2028b"), Kind.TEXT_UNUSABLE, "u2028"),
        (feature(population=-1), Kind.POPULATION_NOT_A_COUNT, "-1"),
        (feature(population=1.5), Kind.POPULATION_NOT_A_COUNT, "1.5"),
        (feature(population="many"), Kind.POPULATION_NOT_A_COUNT, "many"),
        (feature(population=float("inf")), Kind.POPULATION_NOT_A_COUNT, "inf"),
        (feature(None), Kind.GEOMETRY_EMPTY, "no geometry"),
        (feature(shapely.Polygon()), Kind.GEOMETRY_EMPTY, "no geometry"),
        (feature(shapely.Point(106, 10)), Kind.GEOMETRY_NOT_POLYGON, "Point"),
        (feature(shapely.GeometryCollection([SQUARE])), Kind.GEOMETRY_NOT_POLYGON, "GeometryCollection"),
        (feature(BOW_TIE), Kind.GEOMETRY_INVALID, "Self-intersection[106.5 10.5]"),
        (feature(None, broken="a ring of two points"), Kind.GEOMETRY_INVALID, "two points"),
        (feature(shapely.box(600_000, 1_100_000, 600_100, 1_100_100)), Kind.OFF_THE_MAP, "not degrees"),
        (feature(shapely.box(10, 106, 11, 107)), Kind.OFF_THE_MAP, "not degrees"),
    ],
)
def test_what_is_wrong_is_named(wrong, kind, detail):
    (problem,) = problems(wrong)
    assert problem.kind == kind
    assert detail in problem.detail
    assert problem.index == 0


def test_everything_wrong_is_told_at_once_and_where():
    found = problems(
        feature(code="a"), feature(BOW_TIE, code="b", name=""), feature(code="c"), feature(None, code="c")
    )
    assert [(problem.index, problem.code, problem.kind) for problem in found] == [
        (1, "b", Kind.NAME_MISSING),
        (1, "b", Kind.GEOMETRY_INVALID),
        (2, "c", Kind.CODE_REPEATED),
        (3, "c", Kind.CODE_REPEATED),
        (3, "c", Kind.GEOMETRY_EMPTY),
    ]


def test_a_refusal_reads_as_a_list():
    with pytest.raises(
        AreasRefused, match=r"(?s)feature 0 \(00001\): geometry-empty.*feature 1 \(x\): code-missing"
    ):
        checked([feature(None), feature(code="", name="x")], Columns())


def test_a_sound_feature_passes_with_its_zeros_and_composed_accents():
    (area,) = checked([feature(name=normalize("NFD", "Bến Nghé"), population=12.0, name_en=None)], Columns())
    assert (area.code, area.name, area.name_en, area.population) == ("00001", "Bến Nghé", "Bến Nghé", 12)

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

import maps
from maps.repair import CHANGED_AT_MOST, sound

# A square of 10 by 10 with one thing wrong; the loop at its top is 0.1 by 0.1.
LOOP = Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5.1, 10.1), (5.1, 10), (0, 10)])
SPIKE = Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 20), (5, 10), (0, 10)])
TOUCHING = Polygon([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)])
SIDE_BY_SIDE = MultiPolygon([shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)])

BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
LOPSIDED_BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (-1, 1)])
TWICE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)] * 2)
HOLE_OUTSIDE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(20, 20), (30, 20), (30, 30), (20, 30)]])
HOLE_ACROSS = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(9, 9), (11, 9), (11, 11), (9, 11)]])
OVERLAPPING = MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(9, 9, 19, 19)])
ONE_IN_ANOTHER = MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(4, 4, 5, 5)])
COLLAPSED = Polygon([(0, 0), (10, 0), (20, 0)])


@pytest.mark.parametrize("broken", [LOOP, SPIKE, TOUCHING, SIDE_BY_SIDE])
def test_what_can_mean_one_thing_only_is_mended_and_says_so(broken):
    assert not broken.is_valid
    mended = sound(broken)
    assert mended is not None
    assert mended.geometry.is_valid
    assert mended.geometry.area == pytest.approx(broken.area, rel=CHANGED_AT_MOST)
    assert "Self-intersection[" in mended.repaired


@pytest.mark.parametrize(
    "broken",
    [BOW_TIE, LOPSIDED_BOW_TIE, TWICE, HOLE_OUTSIDE, HOLE_ACROSS, OVERLAPPING, ONE_IN_ANOTHER, COLLAPSED],
)
def test_what_can_mean_several_things_is_not_mended(broken):
    assert not broken.is_valid
    assert not shapely.make_valid(broken).is_empty  # it could be mended: into something nobody may have meant
    assert sound(broken) is None


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_coordinates_that_are_no_numbers_are_not_mended(number):
    broken = Polygon([(0, 0), (10, 0), (number, 10), (0, 10)])
    assert shapely.make_valid(broken, method="structure", keep_collapsed=False).area > 0
    assert sound(broken) is None


@pytest.mark.parametrize("other", [None, Polygon(), shapely.Point(1, 1), shapely.GeometryCollection([LOOP])])
def test_what_is_no_area_is_none(other):
    assert sound(other) is None


def test_a_sound_outline_is_left_exactly_as_it_is():
    square = shapely.box(0, 0, 1, 1)
    found = sound(square)
    assert found is not None
    assert (found.geometry is square, found.repaired) == (True, "")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9))
def test_whatever_is_mended_is_an_area_of_the_size_that_was_written(points):
    ring = Polygon(points)
    mended = sound(ring)
    if mended is None:
        assert not ring.is_valid
        return
    assert mended.geometry.is_valid
    assert mended.geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert abs(mended.geometry.area - ring.area) <= CHANGED_AT_MOST * ring.area
    assert (mended.repaired == "") == ring.is_valid


def test_mended_wards_are_named_and_broken_ones_refused_in_one_file(tmp_path, grid):
    import geopandas

    def written(shapes):
        path = tmp_path / "wards.geojson"
        path.unlink(missing_ok=True)
        columns = {"code": [s.code for s in shapes], "name": [s.name for s in shapes]}
        geopandas.GeoDataFrame(columns, geometry=[s.geometry for s in shapes], crs="EPSG:4326").to_file(path)
        return path

    def small(shape):
        return shapely.affinity.affine_transform(shape, [0.01, 0, 0, 0.01, 106, 10])

    one, two, three = grid(3, 1)
    read = maps.read_areas(written([one, replace(two, geometry=small(LOOP))]))
    assert [area.repaired[:17] for area in read] == ["", "Self-intersection"]
    with pytest.raises(maps.AreasRefused) as refused:
        maps.read_areas(
            written([one, replace(two, geometry=small(LOOP)), replace(three, geometry=small(BOW_TIE))])
        )
    assert [(p.index, p.code, p.kind) for p in refused.value.problems] == [
        (2, "00003", maps.Kind.GEOMETRY_INVALID)
    ]

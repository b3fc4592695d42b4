import math
import unicodedata

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.simulation.wards import PEOPLE, outlines, wards


@pytest.fixture(scope="module")
def shapes():
    return np.array([ward.geometry for ward in wards()], dtype=object)


def test_there_are_168_with_official_codes_in_order():
    codes = [ward.code for ward in wards()]
    assert len(set(codes)) == 168
    assert all(len(code) == 5 and code.isdigit() for code in codes)
    assert codes == sorted(codes)


def test_the_kinds_are_those_of_the_merged_city():
    kinds = [ward.kind for ward in wards()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"Phường": 113, "Xã": 54, "Đặc khu": 1}


def test_names_are_nfc_and_have_a_plain_form():
    for ward in wards():
        assert unicodedata.is_normalized("NFC", ward.full_name)
        assert ward.name_en.isascii()
    by_code = {ward.code: ward for ward in wards()}
    assert by_code["27043"].full_name == "Phường Đức Nhuận"
    assert by_code["27043"].name_en == "Duc Nhuan"


def test_every_outline_is_one_valid_polygon_around_its_centroid(shapes):
    assert shapely.is_valid(shapes).all()
    assert {shape.geom_type for shape in shapes} == {"Polygon"}
    centroids = shapely.points([(w.centroid.longitude, w.centroid.latitude) for w in wards()])
    assert shapely.contains(shapes, centroids).all()


def test_outlines_do_not_overlap(shapes):
    one, other = shapely.STRtree(shapes).query(shapes)
    pairs = one < other
    shared = shapely.area(shapely.intersection(shapes[one[pairs]], shapes[other[pairs]]))
    assert pairs.sum() > 300  # neighbours there are
    assert shared.max() * 111.2**2 < 0.001  # km2; coordinates are rounded to a tenth of a metre


def test_no_outline_runs_to_the_horizon(shapes):
    square_km = shapely.area(shapes) * 111.195**2 * math.cos(math.radians(10.8))
    assert (square_km <= 1.01 * 1.6**2 * np.array([w.area_km2 for w in wards()])).all()


def test_populations_are_marked_as_simulated_and_add_up():
    assert all(ward.population_simulated and ward.geometry_approximate for ward in wards())
    assert sum(ward.population for ward in wards()) == pytest.approx(PEOPLE, rel=1e-4)
    densest = max(wards(), key=lambda ward: ward.population / ward.area_km2)
    assert 20_000 < densest.population / densest.area_km2 < 80_000


spots = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200), st.floats(0.5, 200)),
    min_size=3, max_size=20, unique_by=lambda spot: spot[:2],
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(spots)
def test_any_towns_outlines_hold_their_points_and_nothing_of_their_neighbours(spots):
    points = [(float(x), float(y)) for x, y, _ in spots]
    shapes = outlines(points, [area for _, _, area in spots])
    for shape, point, (_, _, area) in zip(shapes, points, spots, strict=True):
        assert shape.distance(shapely.Point(point)) < 1e-9
        assert shape.area <= 1.6**2 * area + 1e-9
    union = shapely.union_all(shapes).area
    assert union == pytest.approx(sum(shape.area for shape in shapes), rel=1e-9)

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import maps
from maps.encode import PER_DEGREE
from maps.outlines import CRUMB, circle_around, dissolve

STEP = 1.5 / PER_DEGREE
"""A little more than the diagonal of a step of the document's grid."""


def square(west, south, side=0.1):
    return shapely.box(west, south, west + side, south + side)


TOWN = [
    maps.AreaShape(f"{n + 1:05}", f"{n}", f"{n}", "", None, square(106 + n % 5 / 10, 10 + n // 5 / 10))
    for n in range(20)
]
"""Five columns and four rows of wards."""


@given(st.sets(st.integers(0, 19), min_size=1))
def test_an_outline_holds_its_areas_and_runs_only_along_their_borders(chosen):
    inside = [TOWN[n].geometry for n in sorted(chosen)]
    outline = dissolve(inside)
    assert outline.is_valid
    assert outline.area == pytest.approx(sum(shape.area for shape in inside))
    borders = shapely.union_all([shape.boundary for shape in inside])
    assert outline.boundary.difference(borders.buffer(STEP)).is_empty
    for n in set(range(20)) - chosen:
        assert not outline.contains(TOWN[n].geometry.centroid), "and holds no other"


def test_a_border_between_two_areas_of_an_outline_is_gone():
    left, right = square(106, 10), square(106.1, 10)
    outline = dissolve([left, right])
    assert outline.geom_type == "Polygon"
    assert outline.equals(shapely.box(106, 10, 106.2, 10.1))
    between = shapely.LineString([(106.1, 10.01), (106.1, 10.09)])
    assert outline.boundary.distance(between) > STEP
    assert dissolve([left]).boundary.distance(between) < STEP, "the control"


def test_areas_apart_stay_apart_and_an_area_in_the_middle_stays_a_hole():
    apart = dissolve([square(106, 10), square(107, 10)])
    assert apart.geom_type == "MultiPolygon"
    ring = dissolve([TOWN[n].geometry for n in (0, 1, 2, 5, 7, 10, 11, 12)])
    assert len(ring.interiors) == 1
    assert not ring.contains(TOWN[6].geometry.centroid)


def test_a_gap_between_borders_that_are_not_quite_one_line_leaves_no_dot():
    def beside(gap):
        """Two squares whose common border runs apart for a while."""
        bent = [(106.1, 10), (106.1, 10.04), (106.1 - gap, 10.05), (106.1, 10.06), (106.1, 10.1)]
        return [shapely.Polygon([(106, 10), *bent, (106, 10.1)]), square(106.1, 10)]

    crumb, hole = 0.5 * CRUMB / 0.01, 10 * CRUMB / 0.01
    assert len(shapely.union_all(beside(crumb)).interiors) == 1
    assert not dissolve(beside(crumb)).interiors
    assert len(dissolve(beside(hole)).interiors) == 1, "the control"


def test_nothing_makes_no_outline():
    with pytest.raises(ValueError, match="at least one"):
        dissolve([])
    with pytest.raises(ValueError, match="smaller"):
        dissolve([square(106, 10, 1e-7)])


def metres_apart(lon, lat, other_lon, other_lat):
    north = np.radians(other_lat - lat)
    east = np.radians(other_lon - lon) * np.cos(np.radians((lat + other_lat) / 2))
    return np.hypot(north, east) * 6_371_008.8


POINT = st.tuples(st.floats(106.6, 106.75), st.floats(10.7, 10.85))


@given(st.lists(POINT, min_size=1, max_size=12), st.floats(20, 2_000))
def test_a_circle_keeps_its_distance_from_every_point(points, margin):
    lon, lat = np.array(points).T
    circle = circle_around(lon, lat, margin)
    ring = shapely.get_coordinates(shapely.segmentize(circle.exterior, 2e-5))
    nearest = min(metres_apart(x, y, ring[:, 0], ring[:, 1]).min() for x, y in points)
    assert margin * 0.99 - 5 <= nearest <= margin * 1.01 + 20
    assert all(circle.contains(shapely.Point(point)) for point in points)


def test_a_circle_around_one_venue_is_round_on_the_ground():
    ring = shapely.get_coordinates(circle_around([106.7], [10.78], 300).exterior)
    away = metres_apart(106.7, 10.78, ring[:, 0], ring[:, 1])
    assert away == pytest.approx(np.full(len(ring), 300.0), rel=0.002)


@pytest.mark.parametrize(
    ("lon", "lat", "margin"), [([], [], 1), ([np.nan], [10], 1), ([106], [10], 0), ([106], [10], np.nan)]
)
def test_no_point_or_no_margin_makes_no_circle(lon, lat, margin):
    with pytest.raises(ValueError, match="circle"):
        circle_around(lon, lat, margin)


def test_real_wards_dissolve_along_their_drawn_borders(geo):
    wards = maps.simplify(maps.read_areas(geo / "hcmc_wards_2025_full.gpkg"), 30)
    middle = shapely.Point(106.70, 10.776)
    near = sorted(wards, key=lambda ward: ward.geometry.distance(middle))[:25]
    outline = dissolve([ward.geometry for ward in near])
    borders = shapely.union_all([ward.geometry.boundary for ward in near])
    assert outline.is_valid
    assert outline.boundary.difference(borders.buffer(STEP)).is_empty
    assert outline.geom_type == "Polygon"
    assert not outline.interiors, "25 neighbours around the middle of the city enclose no other"
    plain = shapely.union_all([ward.geometry for ward in near])
    assert outline.area == pytest.approx(plain.area, rel=1e-4)

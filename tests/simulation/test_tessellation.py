import numpy as np
import pytest
import shapely

from app.simulation.tessellation import ACROSS, CORNERS, tessellation


@pytest.fixture(scope="module")
def country():
    return np.array(tessellation(168, 1), dtype=object)


def test_areas_share_their_borders_and_leave_no_gap(country):
    assert shapely.is_valid(country).all()
    assert set(shapely.get_type_id(country)) == {shapely.GeometryType.POLYGON}
    assert shapely.coverage_is_valid(country)
    whole = shapely.union_all(country)
    assert whole.area == pytest.approx(shapely.area(country).sum())
    assert whole.area == pytest.approx(168 * ACROSS**2, rel=0.05)
    assert shapely.get_num_interior_rings(whole) == 0


def test_outlines_have_about_as_many_corners_as_real_ones(country):
    assert shapely.get_num_coordinates(country).mean() == pytest.approx(CORNERS, rel=0.1)
    coarse = tessellation(30, 1, corners=40)
    assert shapely.get_num_coordinates(coarse).mean() == pytest.approx(40, rel=0.1)


def test_outlines_are_crooked(country):
    straightened = shapely.simplify(country, ACROSS / 500)
    assert shapely.get_num_coordinates(straightened).mean() > 15  # a Voronoi cell has six or seven


def test_a_seed_gives_one_country(country):
    assert all(shapely.equals_exact(country, np.array(tessellation(168, 1), dtype=object)))
    assert not shapely.equals(country[0], tessellation(168, 2)[0])


@pytest.mark.parametrize("count", [1, 2, 7])
def test_small_countries_are_whole_too(count):
    assert len(tessellation(count, 3)) == count

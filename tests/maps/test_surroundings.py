import pytest
import shapely

import maps

CITY = [shapely.box(x, y, x + 1, y + 1) for x in range(4) for y in range(3)]


def test_the_province_that_the_areas_make_up_is_left_out():
    rough = shapely.box(-0.1, 0.1, 4.1, 2.9)  # the same city, less exact
    others = [shapely.box(4, 0, 9, 3), shapely.box(-9, 0, 0, 3)]
    assert maps.surroundings(CITY, [others[0], rough, others[1]]) == tuple(others)


def test_a_province_of_which_the_areas_are_a_part_stays():
    wide = shapely.box(0, 0, 20, 10)
    assert maps.surroundings(CITY, [wide]) == (wide,)


def test_nothing_around_nothing():
    assert maps.surroundings([], CITY) == tuple(CITY)
    assert maps.surroundings(CITY, []) == ()


def test_the_sea_is_what_no_land_takes():
    water = maps.sea((0, 0, 10, 10), [[(-5, -5), (4, -5), (4, 20), (-5, 20)], [(6, 6), (7, 6), (7, 7)]])
    assert water.bounds == (4, 0, 10, 10)
    assert water.area == pytest.approx(60 - 0.5)
    with pytest.raises(ValueError, match="no sea"):
        maps.sea((0, 0, 1, 1), [[(-5, -5), (9, -5), (9, 9), (-5, 9)]])


def test_of_the_real_provinces_only_the_city_goes(geo):
    wards = maps.read_areas(geo / "hcmc_wards_2025_30m.geojson")
    provinces = maps.read_areas(geo / "vn_provinces_2025_500m.geojson")
    left = maps.surroundings([ward.geometry for ward in wards], [area.geometry for area in provinces])
    assert [area.code for area in provinces if area.geometry not in left] == ["79"]

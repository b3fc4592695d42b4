"""The rough line of the mainland against real provinces: it must hide behind them, and reach no island."""

import numpy as np
import pytest
import shapely

import maps
from app.domain import east_sea

COAST = {
    "Kien Luong": (104.62, 10.2),
    "Rach Gia": (105.07, 10.0),
    "Ca Mau": (104.73, 8.6),
    "Can Gio": (106.95, 10.4),
    "Vung Tau": (107.08, 10.33),
    "Phan Thiet": (108.1, 10.92),
    "Nha Trang": (109.2, 12.25),
    "Quy Nhon": (109.23, 13.77),
    "Da Nang": (108.25, 16.1),
    "Cua Lo": (105.73, 18.81),
    "Do Son": (106.8, 20.7),
}


@pytest.fixture(scope="module")
def country(geo):
    provinces = maps.read_areas(geo / "vn_provinces_2025_500m.geojson")
    return shapely.union_all(np.array([area.geometry for area in provinces]))


@pytest.mark.parametrize("place", COAST.values(), ids=COAST)
def test_along_the_coast_everything_is_a_province_or_the_sea(country, place):
    water = maps.sea(east_sea.FRAME, (east_sea.MAINLAND, *east_sea.ISLANDS))
    around = shapely.Point(place).buffer(0.2)
    assert around.intersection(water).area > 0.1 * around.area  # so there is a coast here
    gap = around.difference(country).difference(water)
    assert gap.area < 0.002 * around.area


def test_the_islands_are_those_of_the_provinces(country):
    for place in (*east_sea.HOANG_SA_ISLANDS, *east_sea.TRUONG_SA_ISLANDS):
        assert country.distance(shapely.Point(place)) < 0.06, place  # six kilometres


def test_a_picture_has_the_colour_of_the_sea_only_where_the_sea_is_known(case_map, grid):
    sea = maps.sea((105, 9, 108, 11), [[(105, 9), (106.2, 9), (106.2, 11), (105, 11)]])
    drawn = [maps.picture(case_map(grid(2, 2), sea=known), form="svg") for known in (sea, None)]
    assert [b"#e9eef2" in picture for picture in drawn] == [True, False]

from dataclasses import replace

import pytest
import shapely
from shapely.affinity import translate

from maps.extent import extent


def moved(area, code, east, north=0.0):
    return replace(area, code=code, geometry=translate(area.geometry, east, north))


def test_one_body_fits_all_of_it(grid):
    seen = extent(grid(4, 3))
    assert seen.bounds == pytest.approx((106, 10, 106.4, 10.3))
    assert seen.insets == ()


def test_an_island_far_out_is_left_out_and_becomes_an_inset(grid):
    areas = grid(4, 3)
    island = moved(areas[0], "26732", 3)
    seen = extent([*areas, island])
    assert seen.bounds == extent(areas).bounds
    assert seen.insets == (("26732",),)


def test_an_island_near_the_coast_belongs_to_the_body(grid):
    areas = grid(4, 3)
    assert extent([*areas, moved(areas[3], "near", 0.6)]).insets == ()


def test_an_area_with_a_part_in_the_body_is_no_inset(grid):
    areas = grid(4, 3)
    parts = [areas[0].geometry, translate(areas[0].geometry, 4)]
    assert extent([replace(areas[0], geometry=shapely.MultiPolygon(parts)), *areas[1:]]).insets == ()


def test_at_most_three_insets_the_largest_first(grid):
    areas = grid(4, 3)
    far = [moved(areas[0], f"far{i}", 3 * i) for i in range(1, 6)]
    pair = moved(areas[0], "pair", 6.1)
    seen = extent([*areas, *far, pair])
    assert len(seen.insets) == 3
    assert set(seen.insets[0]) == {"far2", "pair"}


def test_no_area_no_map():
    with pytest.raises(ValueError, match="at least one area"):
        extent([])


def test_the_real_city_leaves_out_con_dao_alone(geo):
    from maps import read_areas

    seen = extent(read_areas(geo / "hcmc_wards_2025_full.gpkg"))
    assert seen.insets == (("26732",),)
    assert seen.bounds[1] > 10.2

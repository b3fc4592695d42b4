from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import maps
from maps import area_of, from_wkb, simplify, to_wkb

WEST, SOUTH = 106.0, 10.0


def wavy(east):
    """A square whose northern border is a fine wave: something to simplify."""
    x = np.linspace(east, east + 0.1, 200)
    wave = np.column_stack([x[::-1], 10.1 + 0.0005 * np.sin(x[::-1] * 900)])
    return shapely.Polygon([(east, 10), (east + 0.1, 10), *wave])


def test_points_in_and_between_areas(grid):
    lon = [np.nan, 106.05, 106.05, np.inf, 106.05, 106.15, 106.05, 120]
    lat = [10.05, np.nan, -np.inf, 10.05, 10.05, 10.05, 10.15, 10.05]
    assert area_of(lon, lat, grid(2, 2)).tolist() == [None] * 4 + ["00001", "00002", "00003", None]


def test_a_shared_border_belongs_to_the_first(grid):
    areas = grid(2, 1)
    assert area_of([106.1], [10.05], areas).tolist() == ["00001"]
    assert area_of([106.1], [10.05], areas[::-1]).tolist() == ["00002"]


def test_nothing_to_ask_and_nowhere_to_look(grid):
    assert area_of([], [], grid(1, 1)).tolist() == []
    assert area_of([106], [10], []).tolist() == [None]


@given(st.lists(st.tuples(st.floats(105.9, 106.5), st.floats(9.9, 10.4)), max_size=40))
def test_the_tree_agrees_with_asking_every_area(grid, points):
    areas = grid(4, 3)
    lon, lat = [p[0] for p in points], [p[1] for p in points]
    slow = [next((a.code for a in areas if a.geometry.intersects(shapely.Point(p))), None) for p in points]
    assert area_of(lon, lat, areas).tolist() == slow


def test_simplifying_loses_points_but_opens_no_gap(grid):
    left, right = (replace(area, geometry=wavy(106 + 0.1 * i)) for i, area in enumerate(grid(2, 1)))
    above = replace(left, code="00009", geometry=shapely.box(106, 10, 106.2, 10.3).difference(
        shapely.union_all([left.geometry, right.geometry])
    ))  # fmt: skip
    before = [left, right, above]
    after = simplify(before, 300)
    points = [sum(shapely.get_num_coordinates(a.geometry) for a in areas) for areas in (before, after)]
    assert points[1] < points[0] / 5
    # Along a border not simplified together, gaps and overlaps would be about as large as what was lost.
    whole = shapely.union_all([a.geometry for a in after])
    lost = sum(a.geometry.symmetric_difference(b.geometry).area for a, b in zip(after, before, strict=True))
    assert abs(sum(a.geometry.area for a in after) - whole.area) < lost / 1000
    assert [a.code for a in after] == [a.code for a in before]


def test_simplifying_nothing(grid):
    assert simplify([], 30) == []
    with pytest.raises(ValueError, match="below zero"):
        simplify(grid(1, 1), -1)


def test_bytes_bring_the_same_shape_back(grid):
    shape = grid(1, 1)[0].geometry
    assert from_wkb(to_wkb(shape)).equals_exact(shape, 0)
    assert to_wkb(shapely.force_3d(shape, 7)) == to_wkb(shape)
    assert to_wkb(shape)[0] == 1  # little-endian


@pytest.mark.parametrize("data", [b"", b"junk", shapely.to_wkb(shapely.Point(1, 2))])
def test_other_bytes_are_refused(data):
    with pytest.raises(ValueError, match=r"binary|polygon"):
        from_wkb(data)


def test_the_real_wards(geo):
    wards = maps.read_areas(geo / "hcmc_wards_2025_full.gpkg")
    assert len(wards) == 168
    by_code = {ward.code: ward for ward in wards}
    assert by_code["26732"].name == "Côn Đảo"
    assert by_code["26732"].name_en == "Con Dao"
    assert by_code["26732"].kind == "dac_khu"
    assert by_code["25747"].population == 88_132
    inside = [ward.geometry.representative_point() for ward in wards]
    assert area_of([p.x for p in inside], [p.y for p in inside], wards).tolist() == [w.code for w in wards]
    drawn = simplify(wards, 30)
    assert all(ward.geometry.is_valid for ward in drawn)
    assert sum(map(shapely.get_num_coordinates, (w.geometry for w in drawn))) < 40_000

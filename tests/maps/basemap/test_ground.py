import numpy as np
import pytest
import shapely

from maps.basemap.ground import bounds_in_degrees, covered, gathered, sea, to_degrees, to_web
from maps.basemap.osm import read_areas, read_lines

HERE = shapely.box(0, 0, 1, 1)


def lines(*coordinates):
    return np.array([shapely.LineString(some) for some in coordinates])


def test_the_projection_and_back():
    degrees = np.array([[0.0, 0.0], [106.7, 10.78], [-180.0, 85.0511287798]])
    web = to_web(degrees)
    assert web[0] == pytest.approx([0.5, 0.5])
    assert web[2] == pytest.approx([0, 0], abs=1e-9)  # the corner of the first tile
    assert to_degrees(web) == pytest.approx(degrees)


def test_the_margin_is_in_metres_whatever_the_latitude():
    for south in (0, 10, 60):
        west, low, east, high = bounds_in_degrees(
            covered([shapely.box(106, south, 106.1, south + 0.1)], 5000)
        )
        assert (south - low) * 111.2 == pytest.approx(5, rel=0.02)
        assert (106 - west) * 111.3 * np.cos(np.radians(south)) == pytest.approx(5, rel=0.02)
        assert (east > 106.1, high > south + 0.1) == (True, True)


@pytest.mark.parametrize(
    ("coast", "wet", "dry"),
    [
        # y runs down: a coast toward smaller y goes north, and has the sea on its right, in the east
        ([(0.5, 1.2), (0.5, -0.2)], [(0.9, 0.5)], [(0.1, 0.5)]),
        ([(0.5, -0.2), (0.5, 1.2)], [(0.1, 0.5)], [(0.9, 0.5)]),
        # an island, land inside: anticlockwise as one sees it
        ([(0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4), (0.4, 0.4)], [(0.1, 0.1)], [(0.5, 0.5)]),
        ([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6), (0.4, 0.4)], [(0.5, 0.5)], [(0.1, 0.1)]),
    ],
)
def test_the_sea_lies_to_the_right_of_the_coast(coast, wet, dry):
    water = shapely.union_all(sea(lines(coast), HERE))
    assert all(water.contains(shapely.Point(at)) for at in wet)
    assert not any(water.intersects(shapely.Point(at)) for at in dry)


def test_a_coast_that_ends_inside_makes_no_sea():
    assert sea(lines([(0.5, 0.2), (0.5, 0.8)]), HERE).size == 0


def test_what_is_kept_lies_within_the_margin(extract, ward):
    covers = covered([ward], 2000)
    bounds = bounds_in_degrees(covers)
    ground = gathered(read_lines(extract, bounds), read_areas(extract, bounds), covers)
    assert list(ground.shapes) == [
        *("green", "water", "river", "rail", "street", "tertiary", "secondary", "primary", "main")
    ]
    around = covers.buffer(1e-9)
    for kind, shapes in ground.shapes.items():
        assert shapely.is_valid(shapes).all(), kind
        assert shapely.contains_properly(around, shapes).all(), kind
    assert ground.shapes["water"].size == 2  # the lake and the sea
    lake = shapely.transform(shapely.Point(106.07, 10.07), to_web)
    assert not any(water.contains(lake) for water in ground.shapes["water"])  # its island
    assert ground.names["main"][1] == ["Đường trunk"]


def test_pieces_of_one_road_are_joined():
    from maps.basemap.ground import _named

    pieces = lines([(0, 0), (1, 0)], [(1, 0), (2, 0)], [(5, 5), (6, 6)], [(2, 0), (3, 0)])
    joined, names = _named(pieces, np.array(["A", "A", "A", "B"], dtype=object))
    assert names == ["A", "A", "B"]
    assert sorted(shapely.length(joined).round(2).tolist()) == [1, 1.41, 2]

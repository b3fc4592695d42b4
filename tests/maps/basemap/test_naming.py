import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.basemap.naming import TALL, names_of, shown
from maps.basemap.vector_tile import EXTENT

Z, SCALE = 14, float(EXTENT << 14)
CORNER = np.array([8000, 7000]) * EXTENT


def named(kind, *roads):
    """Roads in units from a tile's corner, and their names."""
    shapes = [shapely.LineString((np.array(points) + CORNER) / SCALE) for _, points in roads]
    return {kind: (np.array(shapes), [name for name, _ in roads])}


def written(names):
    return names_of(names, Z, SCALE).get((8000, 7000), [])


def test_a_name_stands_along_its_road_and_never_upside_down():
    for step, turn in (
        ((2000, 0), 0),
        ((-2000, 0), 0),
        ((1500, 1500), 45),
        ((-1500, 1500), -45),
        ((0, 2000), 90),
    ):
        start = np.array([2048, 2048]) - np.array(step) // 2
        (name,) = written(named("main", ("Lê Lợi", [start, start + step])))
        assert (name.text, name.x, name.y, name.turn) == ("Lê Lợi", 2048, 2048, turn)


def test_a_name_longer_than_its_road_is_left_out():
    road = [(1000, 1000), (1000 + 6 * TALL, 1000)]
    assert len(written(named("main", ("Lê Lợi", road)))) == 1
    assert written(named("main", ("Nguyễn Thị Minh Khai", road))) == []


def test_a_bent_road_has_names_on_its_straight_parts_only():
    zigzag = [(200 * i, 1000 + 150 * (i % 2)) for i in range(20)]
    assert written(named("main", ("Lê Lợi", zigzag))) == []


def test_a_name_lies_whole_within_one_tile():
    across = named("main", ("Lê Lợi", [(-700, 100), (700, 100)]))
    for (x, _), names in names_of(across, Z, SCALE).items():
        (name,) = names
        assert 250 < name.x < EXTENT - 250, x
    assert names_of(named("main", ("Lê Lợi", [(0, 5), (4096, 5)])), Z, SCALE) == {}  # no room above


def test_important_roads_come_first_and_none_stands_over_another():
    crossing = named("primary", ("Hai Bà Trưng", [(1000, 2000), (3000, 2000)]))
    crossing |= named("main", ("Quốc lộ 1", [(1000, 2010), (3000, 2010)]))
    assert [name.text for name in written(crossing)] == ["Quốc lộ 1"]
    apart = named(
        "primary", ("Hai Bà Trưng", [(1000, 3000), (3000, 3000)]), ("Ab", [(1000, 3300), (3000, 3300)])
    )
    assert len(written(apart)) == 2


def test_a_name_is_written_once_in_a_tile():
    twice = named("main", ("Lê Lợi", [(500, 500), (3500, 500)]), ("Lê Lợi", [(500, 3000), (3500, 3000)]))
    assert len(written(twice)) == 1


def test_streets_have_names_on_the_closest_tiles_only():
    street = named("street", ("Hẻm 12", [(1000, 1000), (3000, 1000)]))
    assert len(written(street)) == 1
    assert names_of(street, Z - 1, SCALE / 2) == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Nguyễn  Thị\tMinh\nKhai", "Nguyễn ThịMinhKhai"),
        ("a\u202eb\u0007c\ud800", "abc"),
        ("E\u0302\u0301", "Ế"),
        ("x" * 99, "x" * 48),
        ("{{7*7}}</text>", "{{7*7}}</text>"),
    ],
)
def test_what_of_a_name_is_shown(name, kept):
    assert shown(name) == kept


@given(st.text(max_size=80))
def test_shown_twice_is_shown_once(name):
    assert shown(shown(name)) == shown(name)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.basemap.commands import Form, commands, lines_of, unzigzag, zigzag
from maps.basemap.varints import Damaged
from maps.basemap.vector_tile import Layer, Name, read_tile, write_tile

POINT = st.tuples(st.integers(-5000, 9000), st.integers(-5000, 9000))


def layer(name, form, *parts):
    return Layer(name, form, np.array([p for part in parts for p in part]), np.array([len(p) for p in parts]))


def test_the_commands_of_the_specification_examples():
    """Mapbox Vector Tile specification 2.1, 4.3.5: a multi-line, and a polygon."""
    lines = layer("a", Form.LINE, [(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)])
    assert commands(lines.points, lines.sizes, closed=False).tolist() == [
        *(9, 4, 4, 18, 0, 16, 16, 0),
        *(9, 17, 17, 10, 4, 8),
    ]
    ring = layer("a", Form.AREA, [(3, 6), (8, 12), (20, 34)])
    assert commands(ring.points, ring.sizes, closed=True).tolist() == [9, 6, 12, 18, 10, 12, 24, 44, 15]


@given(st.lists(st.lists(POINT, min_size=2, max_size=6), min_size=1, max_size=5), st.booleans())
def test_lines_and_rings_come_back(parts, closed):
    form = Form.AREA if closed else Form.LINE
    geometry, names = read_tile(write_tile([layer("x", form, *parts)], []))
    at, back = np.zeros(2, dtype=int), []
    for steps in lines_of(geometry["x"]):
        points = at + np.cumsum(steps, axis=0)
        back.append([tuple(point) for point in points.tolist()])
        at = points[-1]
    assert (back, names) == (parts, [])


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_signs_come_back(numbers):
    assert unzigzag(zigzag(np.array(numbers, dtype=np.int64))).tolist() == numbers


def test_names_come_back_as_they_are():
    names = [
        Name("</text>{{7*7}}", "main", 5, 4000, -37),
        Name("Đường số 1", "river", 0, 0),
        Name("", "", 1, 1, 90),
    ]
    assert read_tile(write_tile([], names)) == ({}, names)


def test_the_same_tile_has_the_same_bytes():
    made = [write_tile([layer("x", Form.LINE, [(0, 0), (5, 5)])], [Name("A", "b", 1, 2)]) for _ in range(2)]
    assert made[0] == made[1]


def test_a_tile_cut_off_anywhere_is_read_or_refused():
    tile = write_tile([layer("x", Form.LINE, [(0, 0), (5, 5)])], [Name("Đường", "b", 1, 2, 3)])
    refused = 0
    for end in range(len(tile)):
        try:
            geometry, _ = read_tile(tile[:end])
            for some in geometry.values():
                list(lines_of(some))
        except Damaged:
            refused += 1
    assert refused == len(tile) - 2  # nothing at all, and the first layer alone, are tiles too


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        geometry, _ = read_tile(data)
        for some in geometry.values():
            list(lines_of(some))
    except Damaged:
        return


@pytest.mark.parametrize("numbers", [[9], [9, 2, 2, 18, 1], [10, 2, 2, 10, 1, 1], [9, 2, 2, 9, 1, 1]])
def test_commands_that_draw_no_line(numbers):
    with pytest.raises(Damaged):
        list(lines_of(np.array(numbers, dtype=np.uint64)))

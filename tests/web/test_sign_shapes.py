"""The signs of the hour as polygons show what the screen shows."""

import pytest

from app.web.sign_shapes import _outlines, shape_of
from app.web.signs import sign_of

HOURS = range(24)


def crossings(polygon, x, y):
    """How often a ray to the right crosses the edges, upwards and downwards."""
    up = down = 0
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            up, down = up + (y1 > y2), down + (y1 < y2)
    return up, down


@pytest.mark.parametrize("hour", HOURS)
def test_a_shape_covers_what_its_path_covers(hour):
    """Nonzero winding of the path on one side, the even-odd rule of printed shapes on the other."""
    path = sign_of(hour).path
    outlines, shape = _outlines(path), shape_of(path)
    covered = 0
    for row in range(60):
        for column in range(60):
            x, y = 24 * (column + 0.37) / 60, 24 * (row + 0.41) / 60
            winding = sum(up - down for up, down in (crossings(outline, x, y) for outline in outlines))
            edges = sum(sum(crossings(polygon, x / 24, y / 24)) for polygon in shape)
            assert (winding != 0) == (edges % 2 == 1), (x, y)
            covered += winding != 0
    assert 0.12 * 3600 < covered < 0.9 * 3600


def test_overlapping_petals_leave_no_gap_and_a_ring_keeps_its_hole():
    flower, ring = shape_of(sign_of(11).path), shape_of(sign_of(4).path)
    assert sum(sum(crossings(polygon, 0.62, 0.32)) for polygon in flower) % 2 == 1
    assert sum(sum(crossings(polygon, 0.5, 0.5)) for polygon in ring) % 2 == 0


@pytest.mark.parametrize("hour", HOURS)
def test_a_shape_keeps_inside_its_square(hour):
    points = [point for polygon in shape_of(sign_of(hour).path) for point in polygon]
    assert points
    assert all(-0.01 < value < 1.01 for point in points for value in point)


def test_all_shapes_differ():
    assert len({shape_of(sign_of(hour).path) for hour in HOURS}) == 24

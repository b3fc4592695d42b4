import math

import pytest

from qr import pictograms
from qr.shapes import arc, circle, placed, rectangle, rounded, stroke


def area(polygon):
    following = (*polygon[1:], polygon[0])
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(polygon, following, strict=True))) / 2


def test_a_circle_is_round():
    points = circle(3, 4, 2)
    assert [math.dist(point, (3, 4)) for point in points] == pytest.approx([2] * len(points))
    assert area(points) == pytest.approx(math.pi * 4, rel=0.01)


def test_a_rectangle_loses_only_its_corners():
    assert rectangle(1, 2, 10, 5) == ((1, 2), (11, 2), (11, 7), (1, 7))
    assert area(rectangle(1, 2, 10, 5, 1)) == pytest.approx(50 - (4 - math.pi), rel=0.001)


def test_a_rounded_corner_begins_and_ends_on_its_sides():
    points = rounded((0, 0, 0), (10, 0, 3), (10, 10, 0))
    assert points[0] == (0, 0)
    assert points[1] == pytest.approx((7, 0))
    assert points[-2] == pytest.approx((10, 3))
    assert points[-1] == (10, 10)


def test_a_stroke_is_as_wide_as_its_pen_and_mitred_where_it_turns():
    assert area(stroke(2, (0, 0), (10, 0))) == pytest.approx(20)
    corner = stroke(2, (0, 0), (10, 0), (10, 10))
    expected = [(0, -1), (11, -1), (11, 10), (9, 10), (9, 1), (0, 1)]
    assert all(math.dist(point, wanted) < 1e-9 for point, wanted in zip(corner, expected, strict=True)), (
        corner
    )


def test_an_arc_runs_clockwise_on_paper():
    points = arc(1, 1, 2, 0, 90)
    assert points[0] == pytest.approx((3, 1))
    assert points[-1] == pytest.approx((1, 3))
    assert [math.dist(point, (1, 1)) for point in points] == pytest.approx([2] * len(points))


def test_a_placed_shape_fills_its_square():
    assert placed((((0, 0), (1, 0), (1, 1)),), 10, 20, 5) == (((10, 20), (15, 20), (15, 25)),)


@pytest.mark.parametrize("shape", pictograms.ALL)
def test_a_pictogram_keeps_inside_its_square_and_uses_its_height(shape):
    points = [point for polygon in shape for point in polygon]
    assert all(0 <= value <= 1 for point in points for value in point)
    assert max(y for _, y in points) - min(y for _, y in points) > 0.9

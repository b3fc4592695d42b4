import json

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.encode import PER_DEGREE, polygons, script_json

DEGREES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def decoded(steps):
    return np.array(steps).reshape(-1, 2).cumsum(axis=0) / PER_DEGREE


def test_a_polygon_with_a_hole_and_a_second_part():
    hole = shapely.box(1, 1, 2, 2).exterior
    shape = shapely.MultiPolygon(
        [shapely.Polygon(shapely.box(0, 0, 3, 3).exterior, [hole]), shapely.box(5, 5, 6, 6)]
    )
    encoded = polygons(shape)
    assert [len(rings) for rings in encoded] == [2, 1]
    for rings, part in zip(encoded, shape.geoms, strict=True):
        for steps, ring in zip(rings, (part.exterior, *part.interiors), strict=True):
            assert decoded(steps).tolist() == [list(point) for point in ring.coords[:-1]]


@given(st.lists(DEGREES, min_size=3, max_size=30, unique=True))
def test_points_come_back_within_half_a_step(points):
    (steps,) = polygons(shapely.Polygon(points))[0]
    back, given_points = decoded(steps), np.array(points)
    far = np.abs(given_points[:, None, :] - back[None, :, :]).max(axis=2).min(axis=1)
    assert far.max() <= 0.5001 / PER_DEGREE


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_the_block_means_what_was_put_in_and_cannot_end_its_element(data):
    text = script_json(data)
    assert json.loads(text) == data
    assert not set(text) & set("<>&\u2028\u2029")

from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, ShapesDiffer
from app.science.places import EARTH_M, checked, on_globe, projected


def great_circle(lon, lat, other_lon, other_lat):
    lam, phi, lam2, phi2 = np.radians([lon, lat, other_lon, other_lat])
    inner = np.sin((phi2 - phi) / 2) ** 2 + np.cos(phi) * np.cos(phi2) * np.sin((lam2 - lam) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(inner))


def test_distances_on_the_globe_are_great_circles_to_the_centimetre_across_a_city():
    market, airport = (106.698, 10.7725), (106.652, 10.8188)
    points = on_globe(*np.transpose([market, airport]))
    assert np.linalg.norm(points[0] - points[1]) == pytest.approx(great_circle(*market, *airport), abs=0.01)
    assert np.linalg.norm(points, axis=1) == pytest.approx([EARTH_M] * 2)


def test_a_degree_of_longitude_is_shorter_away_from_the_equator():
    points = on_globe([10, 11, 10, 11], [0, 0, 60, 60])
    assert np.linalg.norm(points[3] - points[2]) < 0.51 * np.linalg.norm(points[1] - points[0])


def test_projected_coordinates_stay_what_they_are():
    assert projected([1, 2, 3], [4, 5, 6]).tolist() == [[1, 4], [2, 5], [3, 6]]


@pytest.mark.parametrize(
    ("make", "first", "second", "error"),
    [
        (projected, [1.0], [1.0, 2.0], ShapesDiffer),
        (projected, [], [], BadParameter),
        (projected, [np.nan], [0.0], BadParameter),
        (on_globe, [10.77], [106.7], BadParameter),  # the wrong way round
        (on_globe, [181.0], [0.0], BadParameter),
    ],
)
def test_places_that_are_none_are_refused(make, first, second, error):
    with pytest.raises(error):
        make(first, second)


def test_points_of_another_shape_are_refused():
    assert len(checked(np.zeros((2, 3)))) == 2
    for wrong in (np.zeros((2, 4)), np.zeros(2), np.zeros((0, 2)), np.full((1, 2), np.inf)):
        with pytest.raises(BadParameter):
            checked(wrong)

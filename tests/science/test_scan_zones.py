from __future__ import annotations

import numpy as np
import pytest

from app.science import scan_zones
from app.science.errors import BadParameter, TooMany
from app.science.places import projected
from app.science.scan_zones import Limits, circles

LINE = projected([0.0, 10.0, 30.0, 70.0], [0.0] * 4)
EACH = np.ones(4)


def sets(found) -> dict[int, list[tuple[float, set[int], float]]]:
    """Of each centre the circles: radius, places inside, weight inside."""
    around: dict[int, list[tuple[float, set[int], float]]] = {}
    for at, (centre, closing) in enumerate(zip(found.centres, found.closing, strict=True)):
        if closing == at:
            first = np.flatnonzero(found.centres == centre)[0]
            inside = set(found.places[first : at + 1].tolist())
            around.setdefault(int(centre), []).append((found.radii[at], inside, found.enclosed[at]))
    return around


def test_circles_grow_place_by_place():
    around = sets(circles(LINE, LINE, EACH, Limits(share=1.0)))
    assert around[1] == [(0, {1}, 1), (10, {0, 1}, 2), (20, {0, 1, 2}, 3), (60, {0, 1, 2, 3}, 4)]
    assert around[3] == [(0, {3}, 1), (40, {2, 3}, 2), (60, {1, 2, 3}, 3), (70, {0, 1, 2, 3}, 4)]


def test_the_radius_limits_circles_and_reaches_its_very_end():
    around = sets(circles(LINE, LINE, EACH, Limits(share=1.0, radius_m=20.0)))
    assert [len(of) for of in around.values()] == [2, 3, 2, 1]


def test_the_share_of_the_population_limits_circles():
    weights = np.array([1.0, 1.0, 6.0, 2.0])
    around = sets(circles(LINE, LINE, weights, Limits(share=0.5)))
    assert 2 not in around  # more than half live there
    assert around[0] == [(0, {0}, 1), (10, {0, 1}, 2)]
    assert around[3] == [(0, {3}, 2)]


def test_places_at_the_same_distance_enter_together():
    cross = projected([0, 1, -1, 0, 0, 5], [0, 0, 0, 1, -1, 0])
    around = sets(circles(cross, cross, np.ones(6), Limits(share=1.0, radius_m=2.0)))
    assert around[0] == [(0, {0}, 1), (1, {0, 1, 2, 3, 4}, 5)]
    # If they do not all fit, none enters.
    tight = sets(circles(cross, cross, np.ones(6), Limits(share=0.5, radius_m=2.0)))
    assert tight[0] == [(0, {0}, 1)]


def test_places_at_one_spot_are_one_centre():
    mall = projected([0, 0, 0, 9], [0, 0, 0, 0])
    around = sets(circles(mall, mall, EACH, Limits(share=0.8)))
    assert list(around) == [0, 3]
    assert around[0] == [(0, {0, 1, 2}, 3)]


def test_centres_need_not_be_places_that_can_hold_cases():
    found = circles(LINE, LINE[[0, 3]], np.array([2.0, 5.0]), Limits(share=1.0, radius_m=30.0))
    assert sets(found) == {0: [(0, {0}, 2)], 1: [(10, {0}, 2)], 2: [(30, {0}, 2)], 3: [(0, {1}, 5)]}


def test_more_pairs_than_memory_holds_are_refused_before_they_are_made(monkeypatch):
    monkeypatch.setattr(scan_zones, "MOST_PAIRS", 10)
    with pytest.raises(TooMany):
        circles(LINE, LINE, EACH, Limits())
    assert len(circles(LINE, LINE, EACH, Limits(radius_m=15.0)).places) == 6


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 1.1}, {"radius_m": 0}, {"radius_m": np.nan}])
def test_limits_that_mean_nothing_are_refused(wrong):
    with pytest.raises(BadParameter):
        Limits(**wrong)

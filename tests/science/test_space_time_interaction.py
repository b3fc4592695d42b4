from __future__ import annotations

import numpy as np
import pytest

from app.science import space_time_interaction
from app.science.errors import BadParameter, ConstantValues, ShapesDiffer, TooFewPlaces, TooMany
from app.science.places import projected
from app.science.space_time_interaction import knox


@pytest.fixture
def rng():
    return np.random.default_rng(1964)


def test_cases_in_small_bursts_interact(rng):
    centres, starts = rng.uniform(0, 20_000, (30, 2)), rng.integers(0, 100, 30)
    burst = np.repeat(np.arange(30), 4)
    points = centres[burst] + rng.normal(0, 100, (120, 2))
    days = starts[burst] + rng.integers(0, 4, 120)
    found = knox(points, days, radius_m=500, within_days=5, rng=rng)
    assert found.both >= 30 * 6  # all pairs of each burst
    assert found.both > 5 * found.expected
    assert found.p == 0.001


def test_places_and_days_that_know_nothing_of_each_other_do_not():
    rng = np.random.default_rng(8)
    p = []
    for _ in range(60):
        points, days = projected(*rng.uniform(0, 5_000, (2, 80))), rng.integers(0, 60, 80)
        p.append(knox(points, days, radius_m=700, within_days=4, rng=rng, permutations=99).p)
    assert 0.38 < np.mean(p) < 0.65
    assert np.mean(np.array(p) <= 0.05) < 0.15


def test_the_counts_are_those_of_all_pairs(rng):
    points, days = projected(*rng.integers(0, 9, (2, 40))), rng.integers(0, 9, 40)
    found = knox(points, days, radius_m=2, within_days=1, rng=rng, permutations=9)
    first, second = np.triu_indices(40, 1)
    near = np.hypot(*(points[first] - points[second]).T) <= 2
    soon = np.abs(days[first] - days[second]) <= 1
    assert (found.near, found.soon, found.both) == (near.sum(), soon.sum(), (near & soon).sum())
    assert found.expected == pytest.approx(near.sum() * soon.sum() / len(first))


def test_no_close_pair_at_all_is_no_interaction(rng):
    points = projected([0, 1_000, 2_000, 3_000], [0] * 4)
    found = knox(points, np.array([1, 20, 40, 60]), radius_m=10, within_days=1, rng=rng, permutations=19)
    assert (found.both, found.near, found.soon, found.p) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"days": np.array([1, 2])}, ShapesDiffer),
        ({"points": np.zeros((2, 2)), "days": np.array([1, 2])}, TooFewPlaces),
        ({"days": np.array([3, 3, 3])}, ConstantValues),
        ({"points": np.ones((3, 2))}, ConstantValues),
        ({"days": np.array([1.0, 2.0, np.inf])}, BadParameter),
        ({"radius_m": -1}, BadParameter),
        ({"within_days": -1}, BadParameter),
        ({"permutations": 0}, BadParameter),
    ],
)
def test_cases_without_an_answer_are_refused_by_name(changed, error, rng):
    given_ = {
        "points": projected([0, 1, 2], [0] * 3), "days": np.array([1, 2, 3]), "radius_m": 1, "within_days": 1,
    }  # fmt: skip
    with pytest.raises(error):
        knox(**given_ | changed, rng=rng)


def test_more_pairs_than_memory_holds_are_refused(monkeypatch, rng):
    monkeypatch.setattr(space_time_interaction, "MOST_PAIRS", 100)
    points, days = projected(*rng.uniform(0, 10, (2, 30))), rng.integers(0, 30, 30)
    with pytest.raises(TooMany):
        knox(points, days, radius_m=20, within_days=1, rng=rng)
    assert knox(points, days, radius_m=0.5, within_days=1, rng=rng, permutations=9).near < 30

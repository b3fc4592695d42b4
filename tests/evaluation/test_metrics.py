"""Every figure on lists small enough to score by hand."""

import numpy as np
import pytest

from app.evaluation.metrics import (
    EDGES,
    auc,
    brier,
    brier_skill,
    found_within,
    hit_rates,
    reliability,
)


def ints(*values):
    return np.array(values, dtype=np.int64)


def outcomes(*values):
    return np.array(values, dtype=bool)


def scores(*values):
    return np.array(values, dtype=float)


def test_calls_go_to_the_highest_scores_of_each_list():
    group, score = ints(0, 0, 0, 1, 1), scores(0.9, 0.5, 0.1, 0.2, 0.8)
    infected = outcomes(0, 1, 1, 1, 0)
    assert found_within(group, score, infected, ints(1, 1)) == 0
    assert found_within(group, score, infected, ints(2, 1)) == 1
    assert found_within(group, score, infected, ints(3, 2)) == 3
    assert found_within(group, score, infected, ints(0, 2)) == 1


def test_equal_scores_are_called_by_chance():
    group, score = ints(0, 0, 0, 0), scores(2, 1, 1, 1)
    assert found_within(group, score, outcomes(0, 1, 0, 0), ints(2)) == pytest.approx(1 / 3)
    assert found_within(group, score, outcomes(1, 1, 1, 0), ints(3)) == pytest.approx(1 + 2 * 2 / 3)


def test_who_is_not_listed_is_never_called():
    nowhere = -np.inf
    found = found_within(ints(0, 0, 0), scores(1, nowhere, nowhere), outcomes(0, 1, 1), ints(3))
    assert found == 0


def test_nobody_to_call_is_nobody_found():
    assert found_within(ints(), scores(), outcomes(), ints(5)) == 0


@pytest.mark.parametrize(("score", "infected", "expected"), [
    ([3, 2, 1], [1, 0, 0], 1.0),
    ([3, 2, 1], [0, 0, 1], 0.0),
    ([3, 2, 1], [0, 1, 0], 0.5),
    ([1, 1, 1], [0, 1, 0], 0.5),
    ([2, 1, 1, 0], [0, 1, 0, 0], (0 + 0.5 + 1) / 3),
    ([2, 2, 1, -np.inf], [1, 0, 1, 0], (0.5 + 1 + 0 + 1) / 4),
])  # fmt: skip
def test_auc_counts_pairs_and_halves_ties(score, infected, expected):
    group = ints(*[0] * len(score))
    assert auc(group, scores(*score), outcomes(*infected)) == pytest.approx(expected)


def test_auc_compares_within_lists_only_and_weighs_lists_by_their_pairs():
    group = ints(0, 0, 1, 1, 1)
    score, infected = scores(9, 8, 3, 2, 1), outcomes(0, 1, 1, 0, 0)
    assert auc(group, score, infected) == pytest.approx((0 * 1 + 1 * 2) / 3)
    shuffled = np.array([4, 1, 3, 0, 2])
    assert auc(group[shuffled], score[shuffled], infected[shuffled]) == pytest.approx(2 / 3)


def test_auc_is_the_share_of_pairs_counted_one_by_one():
    rng = np.random.default_rng(4)
    group, score = rng.integers(0, 4, 200), rng.integers(0, 12, 200).astype(float)
    infected = rng.random(200) < 0.2
    won = pairs = 0.0
    for i in np.flatnonzero(infected):
        for j in np.flatnonzero(~infected & (group == group[i])):
            pairs += 1
            won += 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
    assert auc(group, score, infected) == pytest.approx(won / pairs, rel=1e-12)


@pytest.mark.parametrize("infected", [[0, 0], [1, 1]])
def test_auc_needs_both_kinds(infected):
    assert np.isnan(auc(ints(0, 0), scores(1, 2), outcomes(*infected)))


def test_a_wanted_place_counts_where_it_stands():
    case, venue = ints(0, 0, 0, 1, 1), ints(7, 8, 9, 7, 8)
    score, wanted = scores(3, 2, 1, 1, 5), ints(9, 8, -2)
    assert hit_rates(case, venue, score, wanted, (1, 2, 3)) == {1: 0.5, 2: 0.5, 3: 1.0}


def test_a_wanted_place_among_equals_counts_by_chance():
    case, venue = ints(0, 0, 0, 0), ints(1, 2, 3, 4)
    rates = hit_rates(case, venue, scores(5, 0, 0, 0), ints(3), (1, 2, 3, 4))
    assert rates == pytest.approx({1: 0, 2: 1 / 3, 3: 2 / 3, 4: 1})


def test_a_wanted_place_that_is_not_listed_is_a_miss_and_none_wanted_is_no_figure():
    assert hit_rates(ints(0), ints(5), scores(1), ints(6), (10,)) == {10: 0}
    assert np.isnan(hit_rates(ints(0), ints(5), scores(1), ints(-1), (1,))[1])


def test_a_reliability_curve_counts_what_was_claimed_and_what_happened():
    claimed = scores(0, 0.0005, 0.03, 0.04, 0.5, 1.0)
    curve = reliability(claimed, outcomes(0, 0, 1, 0, 1, 1))
    assert len(curve.count) == len(EDGES) - 1
    assert curve.count.tolist() == [2, 0, 0, 0, 0, 2, 0, 0, 0, 2]
    assert curve.claimed[[0, 5, 9]] == pytest.approx([0.0005, 0.07, 1.5])
    assert curve.happened.tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    assert curve.plus(curve).happened.sum() == 6


def test_brier_and_its_skill():
    assert brier(scores(0.8, 0.4), outcomes(1, 0)) == pytest.approx((0.04 + 0.16) / 2)
    infected = outcomes(1, 0, 0, 0)
    assert brier_skill(scores(0.25, 0.25, 0.25, 0.25), infected) == pytest.approx(0)
    assert brier_skill(scores(1, 0, 0, 0), infected) == pytest.approx(1)
    assert brier_skill(scores(0, 1, 0, 0), infected) < 0
    assert np.isnan(brier_skill(scores(0.5), outcomes(1)))
    assert np.isnan(brier(scores(), outcomes()))

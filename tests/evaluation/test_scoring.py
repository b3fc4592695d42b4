"""Controls: chance scores as chance, the truth as the truth, and ours lies between."""

from dataclasses import replace

import numpy as np
import pytest

from app.evaluation.baselines import BASELINES, any_overlap
from app.evaluation.lists import Answers, Listing, Ranker
from app.evaluation.ours import OURS
from app.evaluation.scoring import score


def chance(seed):
    """Everybody who was there, shuffled."""

    def answer(seen):
        rng = np.random.default_rng(seed)
        answers = any_overlap(seen)
        return Answers(*(
            replace(part, score=rng.random(len(part)))
            for part in (answers.contacts, answers.sources, answers.infectors)
        ))  # fmt: skip

    return Ranker("chance", "chance", answer)


def oracle(truth):
    """Everybody who was there, those infected first and for certain; and the true source and infector."""

    def answer(seen):
        answers = any_overlap(seen)
        people = len(seen.cases.row_of)
        wanted = truth.case * people + truth.person
        contacts = answers.contacts
        key = np.union1d(contacts.case * people + contacts.item, wanted)
        sure = np.isin(key, wanted).astype(float)
        cases = np.arange(len(seen.cases))
        here, by = truth.source >= 0, truth.infector >= 0
        return Answers(
            Listing(key // people, key % people, sure, sure),
            Listing.of(cases[here], truth.source[here], np.ones(here.sum())),
            Listing.of(cases[by], truth.infector[by], np.ones(by.sum())),
        )

    return Ranker("oracle", "oracle", answer)


def test_a_random_order_is_a_coin_toss(seen, truth):
    tosses = [score(seen, truth, [chance(seed)])["chance"].figures for seed in range(12)]
    assert np.mean([each["auc"] for each in tosses]) == pytest.approx(0.5, abs=0.06)
    assert np.mean([each["auc_city"] for each in tosses]) == pytest.approx(0.5, abs=0.06)


def test_who_knows_the_truth_is_right_in_everything(seen, truth):
    figures = score(seen, truth, [oracle(truth), *BASELINES])["oracle"].figures
    for name in ("recall", "auc", "auc_city", "source_1", "source_3", "infector_1", "brier_skill"):
        assert figures[name] == pytest.approx(1), name
    assert figures["brier"] == pytest.approx(0)
    assert figures["claimed_over_happened"] == pytest.approx(1)
    most = np.minimum(np.bincount(truth.case), 10).sum()
    assert figures["recall_10"] == pytest.approx(most / len(truth.case))


@pytest.fixture(scope="module")
def scored(seen, truth):
    return score(seen, truth, [OURS, *BASELINES, chance(1), oracle(truth)])


@pytest.mark.parametrize("key", ["ours", "overlap", "minutes", "corona_warn"])
def test_real_rankers_lie_between_chance_and_truth(scored, key):
    assert scored[key].figures["auc"] < scored["oracle"].figures["auc"]
    if key != "overlap":
        assert scored[key].figures["auc"] > scored["chance"].figures["auc"] + 0.05
        assert scored[key].figures["precision_10"] > scored["chance"].figures["precision_10"]
    assert scored[key].figures["source_1"] > 0.1


def test_shares_are_shares(scored):
    for each in scored.values():
        for name, value in each.figures.items():
            if name not in {"listed_per_case", "brier_skill", "claimed_over_happened"}:
                assert 0 <= value <= 1, name


def test_recall_and_precision_count_the_same_finds(scored):
    """Of equal capacity, so one is a multiple of the other, the same for all rankers."""
    ratio = {
        round(each.figures["precision_10"] / each.figures["recall_10"], 9)
        for each in scored.values()
        if each.figures["recall_10"]
    }
    assert len(ratio) == 1


def test_more_calls_find_more(scored):
    for each in scored.values():
        found = each.figures
        assert found["recall_10"] <= found["recall_20"] <= found["recall"] + 1e-9
        assert found["source_1"] <= found["source_3"] <= found["source_10"]
        assert found["infector_1"] <= found["infector_3"]


def test_only_who_claims_probabilities_has_a_curve(scored):
    assert {key for key, each in scored.items() if each.curve is not None} == {"ours", "oracle"}
    curve = scored["ours"].curve
    assert curve.count.sum() > 1000
    assert 0 < curve.happened.sum() < curve.count.sum()
    assert (curve.claimed <= curve.count).all()


def test_a_list_that_leaves_everybody_out_finds_nobody(seen, truth):
    nobody = np.zeros(0, dtype=np.int64)
    empty = Listing.of(nobody, nobody, nobody.astype(float))
    silent = Ranker("silent", "silent", lambda _: Answers(empty, empty, empty))
    figures = score(seen, truth, [silent, *BASELINES])["silent"].figures
    assert figures["recall"] == figures["recall_10"] == figures["precision_day_10"] == 0
    assert figures["auc"] == pytest.approx(0.5)
    assert figures["source_10"] == figures["infector_3"] == 0

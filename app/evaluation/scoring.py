"""All figures of all rankers about one city seen at one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.evaluation.lists import Answers, Listing, Ranker
from app.evaluation.metrics import (
    Reliability,
    auc,
    brier,
    brier_skill,
    found_within,
    hit_rates,
    reliability,
)
from app.evaluation.reported import Reported
from app.evaluation.seen import Seen
from app.evaluation.truth import Truth
from app.simulation.columns import DAY, Bools, Floats, Ints

CALLS = (10, 20)
"""How many people a tracer calls for each case."""
SOURCES_WITHIN, INFECTORS_WITHIN = (1, 3, 10), (1, 3)


@dataclass(frozen=True, slots=True)
class Score:
    """One ranker in one city: its figures by name, and the reliability curve if it claims probabilities."""

    figures: dict[str, float]
    curve: Reliability | None


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Every pair of a case and a person whom any ranker lists: all are compared on the same people."""

    case: Ints
    person: Ints
    infected: Bools
    key: Ints


def score(seen: Seen, truth: Truth, rankers: Sequence[Ranker]) -> dict[str, Score]:
    """Every ranker's score, by its key."""
    answers = {ranker.key: ranker.answer(seen) for ranker in rankers}
    people = len(seen.cases.row_of)
    wanted = truth.case * people + truth.person
    key = np.unique(np.concatenate([a.contacts.case * people + a.contacts.item for a in answers.values()]))
    pool = _Pool(key // people, key % people, np.isin(key, wanted), key)
    return {name: _scored(seen.cases, truth, pool, answer) for name, answer in answers.items()}


def _scored(cases: Reported, truth: Truth, pool: _Pool, answers: Answers) -> Score:
    scores, claimed = _aligned(answers.contacts, pool, len(cases.row_of))
    figures = _forward(cases, truth, pool, scores) | _backward(truth, answers)
    figures["listed_per_case"] = len(answers.contacts) / max(len(cases), 1)
    curve = None
    if claimed is not None:
        figures |= _calibration(claimed, pool.infected)
        curve = reliability(claimed, pool.infected)
    return Score(figures, curve)


def _aligned(listing: Listing, pool: _Pool, people: int) -> tuple[Floats, Floats | None]:
    """Scores and claimed probabilities of everybody in the pool: minus infinity and 0 for the unlisted."""
    place = np.searchsorted(pool.key, listing.case * people + listing.item)
    scores = np.full(len(pool.key), -np.inf)
    scores[place] = listing.score
    if not len(listing) or np.isnan(listing.probability).any():
        return scores, None
    claimed = np.zeros(len(pool.key))
    claimed[place] = listing.probability
    return scores, claimed


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _forward(cases: Reported, truth: Truth, pool: _Pool, scores: Floats) -> dict[str, float]:
    infections = len(truth.case)
    listed = float((pool.infected & (scores > -np.inf)).sum())
    figures = {
        "recall": _share(listed, infections),
        "recall_all": _share(listed, infections + truth.elsewhere),
        "auc": auc(pool.case, scores, pool.infected),
        "auc_city": auc(np.zeros(len(scores), dtype=np.int64), scores, pool.infected),
    }
    known = np.bincount(pool.case, minlength=len(cases))
    day = cases.reported_at // DAY
    day = day - day.min(initial=0) if len(day) else day
    for calls in CALLS:
        slots = np.minimum(known, calls)
        by_case = found_within(pool.case, scores, pool.infected, slots)
        figures[f"recall_{calls}"] = _share(by_case, infections)
        figures[f"precision_{calls}"] = _share(by_case, float(slots.sum()))
        daily = np.minimum(
            np.bincount(day[pool.case], minlength=int(day.max(initial=0)) + 1),
            np.bincount(day, minlength=1) * calls,
        )
        by_day = found_within(day[pool.case], scores, pool.infected, daily)
        figures[f"recall_day_{calls}"] = _share(by_day, infections)
        figures[f"precision_day_{calls}"] = _share(by_day, float(daily.sum()))
    return figures


def _backward(truth: Truth, answers: Answers) -> dict[str, float]:
    sources, infectors = answers.sources, answers.infectors
    venue = hit_rates(sources.case, sources.item, sources.score, truth.source, SOURCES_WITHIN)
    person = hit_rates(infectors.case, infectors.item, infectors.score, truth.infector, INFECTORS_WITHIN)
    return {f"source_{n}": rate for n, rate in venue.items()} | {
        f"infector_{n}": rate for n, rate in person.items()
    }


def _calibration(claimed: Floats, happened: Bools) -> dict[str, float]:
    return {
        "brier": brier(claimed, happened),
        "brier_skill": brier_skill(claimed, happened),
        "claimed_over_happened": _share(float(claimed.sum()), float(happened.sum())),
    }

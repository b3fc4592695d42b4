from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.distributions import Distribution, Family
from app.science.chains import chains, most_likely, possible
from app.science.distributions import pdf
from app.science.errors import BadParameter, NegativeSpan, ShapesDiffer
from app.science.infectors import UNTIMED, Ill, Impossible, Infectors, Shared, likely_infectors
from app.science.visit_columns import DAY, NEVER, NOBODY

INCUBATION = Distribution(Family.LOGNORMAL, 1.63, 0.50)
SERIAL = Distribution(Family.GAMMA, 6.0, 1.0)
"""Mean six days, never negative."""


def ill(*onsets: float, wide: float = 1, isolated: dict[int, float] | None = None) -> Ill:
    start = np.array([round(day * DAY) for day in onsets], dtype=np.int64)
    alone = np.full(len(onsets), NEVER)
    for case, day in (isolated or {}).items():
        alone[case] = round(day * DAY)
    return Ill(start, start + round(wide * DAY), alone)


def shared(*rows: tuple[int, int, float | None, float]) -> Shared:
    """Rows of infector, infected, day (None is untimed) and hazard; an exposure takes two hours."""
    start = [UNTIMED if day is None else round(day * DAY) for _, _, day, _ in rows]
    end = [UNTIMED if moment == UNTIMED else moment + DAY // 12 for moment in start]
    return Shared(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
        np.array([row[3] for row in rows], dtype=float),
    )


def weighed(cases: Ill, rows: Shared, **changed) -> Infectors:
    values = {"serial_interval": SERIAL, "incubation": INCUBATION, "reporting_share": 0.5}
    return likely_infectors(cases, rows, **(values | changed))


def test_a_weight_is_gap_times_exposure():
    found = weighed(ill(0, 2, 7), shared((0, 2, 2, 0.1), (1, 2, 2, 0.3)), reporting_share=1.0)
    gap = dict(zip(found.infector.tolist(), found.gap, strict=True))
    weight = dict(zip(found.infector.tolist(), found.weight, strict=True))
    assert weight[1] / weight[0] == pytest.approx(3 * gap[1] / gap[0])
    assert found.unknown[2] == 0
    assert found.infector[0] == 1


def test_the_gap_is_averaged_over_both_onsets():
    rng = np.random.default_rng(1)
    first, second = rng.uniform(0, 1, 200_000), rng.uniform(7, 8, 200_000)
    found = weighed(ill(0, 7), shared((0, 1, 2, 1.0)))
    assert found.gap[0] == pytest.approx(np.mean(pdf(SERIAL, second - first)), rel=2e-3)
    sharp = weighed(ill(0, 7, wide=0.25), shared((0, 1, 2, 1.0)))
    assert sharp.gap[0] == pytest.approx(float(pdf(SERIAL, 7)), rel=2e-3)


@given(
    share=st.floats(0.05, 1),
    hazards=st.lists(st.floats(0, 3), min_size=4, max_size=4),
    days=st.lists(st.floats(0, 14), min_size=4, max_size=4),
)
def test_weights_and_the_unknown_add_up_to_one(share, hazards, days):
    cases = ill(0, *days)
    rows = [(i, j, 3.0, hazards[j - 1]) for i in range(5) for j in range(1, 5) if i != j]
    found = weighed(cases, shared(*rows), reporting_share=share)
    whole = np.bincount(found.infected, found.weight, minlength=5) + found.unknown
    assert whole == pytest.approx(np.ones(5))
    assert np.all(found.weight[found.reasons != 0] == 0)
    assert found.weight.min() >= 0


def test_one_case_alone_leaves_the_reporting_gap_to_somebody_unknown():
    found = weighed(ill(0, 6), shared((0, 1, 2, 0.01)), reporting_share=0.3)
    assert found.unknown.tolist() == pytest.approx([1, 0.7])


def test_weak_candidates_leave_more_to_somebody_unknown():
    rows = shared((0, 1, 2, 0.5), (0, 2, 2, 0.5), (0, 3, 2, 0.005))
    found = weighed(ill(0, 6, 6, 6), rows, reporting_share=0.5)
    assert found.unknown[1] == pytest.approx(0.5)
    assert found.unknown[3] == pytest.approx(1 / 1.01)
    assert weighed(ill(0, 6), shared((0, 1, 2, 0.5)), typical=1e6).unknown[1] > 0.99


@pytest.mark.parametrize(
    ("cases", "row", "why"),
    [
        (ill(10, 7), (0, 1, 3, 1.0), Impossible.ORDER),
        (ill(0, 6, isolated={0: 1}), (0, 1, 2, 1.0), Impossible.ISOLATED),
        (ill(0, 6), (0, 1, 2, 0.0), Impossible.NO_EXPOSURE),
        (ill(0, 6), (0, 1, 8, 1.0), Impossible.INCUBATION),
        (ill(0, 6), (0, 1, 6.2, 1.0), Impossible.INCUBATION),
        (ill(0, 60), (0, 1, 2, 1.0), Impossible.INCUBATION),
        (ill(10, 7, isolated={0: 1}), (0, 1, 9, 0.0), Impossible(15)),
    ],
)
def test_an_impossible_edge_is_kept_with_its_reasons(cases, row, why):
    found = weighed(cases, shared(row))
    assert (found.infector.tolist(), found.infected.tolist()) == ([0], [1])
    assert Impossible(int(found.reasons[0])) == why
    assert found.weight[0] == 0
    assert found.unknown[1] == 1


def test_the_same_pair_without_a_reason_is_possible():
    found = weighed(ill(0, 6, isolated={0: 3}), shared((0, 1, 2, 1.0)))
    assert found.reasons[0] == Impossible.NOT
    assert found.weight[0] > 0


def test_negative_gaps_are_possible_where_the_disease_has_them():
    negative = Distribution(Family.GAMMA, 8.1237578, 0.6361684, 7.0)
    rows = shared((0, 1, 4, 1.0))
    assert weighed(ill(8.5, 7), rows, serial_interval=negative).reasons[0] == Impossible.NOT
    assert weighed(ill(8.5, 7), rows).reasons[0] == Impossible.ORDER


def test_of_several_exposures_only_the_possible_ones_count():
    rows = shared((0, 1, 2, 0.2), (0, 1, 4, 0.7), (0, 1, None, 0.05))
    found = weighed(ill(0, 6, isolated={0: 3}), rows)
    assert found.hazard.tolist() == pytest.approx([0.25])
    assert found.reasons[0] == Impossible.NOT


def test_an_official_decides_and_the_reasons_stay_visible():
    cases = ill(0, 2, 7, isolated={0: 1})
    rows = shared((0, 2, 2, 1.0), (1, 2, 2, 1.0))
    found = weighed(cases, rows, decided={2: 0})
    assert found.infector[0] == 0
    assert (found.weight[0], found.weight[1], found.unknown[2]) == (1, 0, 0)
    assert found.decided.tolist() == [True, False]
    assert found.reasons[0] == Impossible.ISOLATED
    unknown = weighed(cases, rows, decided={2: NOBODY})
    assert unknown.unknown[2] == 1
    assert unknown.weight.tolist() == [0, 0]


def test_an_official_may_name_somebody_nobody_listed():
    found = weighed(ill(0, 2, 7), shared((1, 2, 2, 1.0)), decided={2: 0})
    assert found.infector.tolist() == [0, 1]
    assert found.reasons[0] == Impossible.NO_EXPOSURE
    assert found.weight.tolist() == [1, 0]


def test_chains_are_built_from_the_likeliest_or_from_all():
    rows = shared((0, 1, 2, 1.0), (0, 2, 6, 0.2), (1, 2, 6, 1.0))
    found = weighed(ill(0, 5, 11), rows, reporting_share=0.9)
    assert most_likely(found) == [(0, 1), (1, 2)]
    assert sorted(possible(found)) == [(0, 1), (0, 2), (1, 2)]
    assert chains(range(3), most_likely(found)).generation.tolist() == [0, 1, 2]
    assert most_likely(found, least=0.99) == []
    assert most_likely(weighed(ill(0, 5, 11), rows, reporting_share=0.1)) == []


def test_nobody_listed_leaves_everything_unknown():
    found = weighed(ill(0, 6), shared())
    assert found.unknown.tolist() == [1, 1]
    assert most_likely(found) == []


def test_nonsense_is_refused_by_name():
    with pytest.raises(BadParameter):
        shared((1, 1, 2, 1.0))
    with pytest.raises(BadParameter):
        shared((0, 1, 2, -1.0))
    with pytest.raises(BadParameter):
        weighed(ill(0, 6), shared((0, 2, 2, 1.0)))
    for wrong in ({"reporting_share": 0.0}, {"decided": {1: 1}}, {"decided": {1: 5}}, {"least": 1.0}):
        with pytest.raises(BadParameter):
            weighed(ill(0, 6), shared((0, 1, 2, 1.0)), **wrong)
    one, two = np.zeros(1, dtype=np.int64), np.zeros(2, dtype=np.int64)
    with pytest.raises(ShapesDiffer):
        Ill(one, one + 1, two)
    with pytest.raises(NegativeSpan):
        Ill(one, one, one)
    with pytest.raises(NegativeSpan):
        Shared(one, one + 1, one + 2, one + 1, np.ones(1))

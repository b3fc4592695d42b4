from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, NegativeSpan, ShapesDiffer, TooFewCases
from app.science.reporting_delay import corrected_counts, delay_distribution

TODAY, LONGEST = 59, 21


def line_list(seed: int, growth: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Final onsets a day of sixty days, then onset and report of each case; delays average five days."""
    rng = np.random.default_rng(seed)
    final = rng.poisson(30 * np.exp(growth * (np.arange(60) - 40)))
    onset = np.repeat(np.arange(60), final)
    delay = np.minimum(np.floor(rng.gamma(2, 2.5, onset.size)).astype(int), LONGEST)
    return final, onset, onset + delay


def test_delays_by_hand():
    # Today is day 2. After two days only onsets of day 0 can have been reported; one of three was.
    found = delay_distribution([0, 0, 0, 1, 1, 2], [0, 1, 2, 1, 2, 2], today=2, longest=2)
    # So g(2) = 1/3. Of the four of days 0 and 1 known after a day, two took one: g(1) = 1/2.
    assert found.reported == pytest.approx([2 / 3 * 1 / 2, 2 / 3, 1])
    assert found.log_variance == pytest.approx(
        [1 / 3 / (3 * 2 / 3) + 1 / 2 / (4 * 1 / 2), 1 / 3 / (3 * 2 / 3), 0]
    )


def test_delays_are_found_although_the_late_reports_are_missing():
    shown, naive = [], []
    for seed in range(40):
        _, onset, report = line_list(seed, 0.05)
        known = report <= TODAY
        found = delay_distribution(onset[known], report[known], today=TODAY, longest=LONGEST)
        shown.append(found.reported[5])
        naive.append(np.mean((report - onset)[known] <= 5))
    rng = np.random.default_rng(0)
    truth = np.mean(np.floor(rng.gamma(2, 2.5, 400_000)) <= 5)
    assert np.mean(shown) == pytest.approx(truth, abs=0.01)
    # Negative control: while an epidemic grows, delays seen so far look short.
    assert np.mean(naive) > truth + 0.03


@pytest.mark.parametrize("growth", [-0.05, 0.0, 0.05])
def test_the_corrected_counts_are_unbiased_and_their_intervals_cover(growth):
    final_, observed, estimated, inside = [], [], [], []
    for seed in range(60):
        final, onset, report = line_list(100 + seed, growth)
        known = report <= TODAY
        found = corrected_counts(onset[known], report[known], today=TODAY, longest=LONGEST)
        rows = slice(-10, -1)
        came = final[found.day][rows]
        final_.append(came)
        observed.append(found.observed[rows])
        estimated.append(found.estimated[rows])
        inside.append((found.low[rows] <= came) & (came <= found.high[rows]))
    assert np.sum(estimated) / np.sum(final_) == pytest.approx(1, abs=0.04)
    assert 0.92 <= np.mean(inside) <= 0.99
    # Negative control: what is known today is far too low.
    assert np.sum(observed) / np.sum(final_) < 0.75


def test_the_known_counts_are_never_changed():
    _, onset, report = line_list(1, 0.0)
    known = report <= TODAY
    found = corrected_counts(onset[known], report[known], today=TODAY, longest=LONGEST)
    assert found.day.tolist() == list(range(60))
    assert found.observed.tolist() == np.bincount(onset[known], minlength=60).tolist()
    old = found.day <= TODAY - LONGEST
    for column in (found.estimated, found.low, found.high):
        assert column[old].tolist() == found.observed[old].tolist()
    recent = ~old & np.isfinite(found.estimated)
    assert np.all(found.low[recent] >= found.observed[recent])
    assert np.all(found.low <= found.high, where=np.isfinite(found.high))


def test_a_day_of_which_next_to_nothing_is_reported_has_no_estimate():
    onset = np.repeat(np.arange(30), 20)
    report = onset + np.tile([3, 3, 3, 3, 4], 120)
    known = report <= 29
    found = corrected_counts(onset[known], report[known], today=29, longest=5)
    assert found.reported[-3:].tolist() == [0, 0, 0]
    assert np.isnan(found.estimated[-3:]).all()
    assert np.isnan(found.high[-3:]).all()
    assert found.estimated[:27] == pytest.approx(20)


def test_a_day_without_a_report_yet_may_still_have_had_cases():
    onset = np.concatenate([np.repeat(np.arange(28), 10), [29]])
    report = onset + np.append(np.tile([0, 0, 0, 1, 1, 1, 2, 2, 2, 2], 28), 0)
    known = report <= 29
    found = corrected_counts(onset[known], report[known], today=29, longest=2)
    assert found.observed[28] == 0
    assert (found.estimated[28], found.low[28]) == (0, 0)
    assert found.high[28] >= 1


def test_lists_that_cannot_be_are_refused_by_name():
    with pytest.raises(NegativeSpan):
        delay_distribution([3], [2], today=9, longest=2)
    with pytest.raises(ShapesDiffer):
        delay_distribution([3, 4], [4], today=9, longest=2)
    with pytest.raises(TooFewCases):
        delay_distribution(np.array([], dtype=int), np.array([], dtype=int), today=9, longest=2)
    with pytest.raises(TooFewCases):
        delay_distribution([8], [8], today=9, longest=2)
    with pytest.raises(BadParameter):
        delay_distribution([3], [10], today=9, longest=2)
    with pytest.raises(BadParameter):
        delay_distribution([3.5], [4.5], today=9, longest=2)
    with pytest.raises(BadParameter):
        delay_distribution([3], [4], today=9, longest=0)
    with pytest.raises(BadParameter):
        corrected_counts([3], [4], today=9, longest=2, coverage=95)

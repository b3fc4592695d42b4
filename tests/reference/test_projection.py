"""Projections of published epidemics and of simulated ones, against last week and steady growth.

No published score exists for ours. What is asserted is what docs and pages may say of it, losses included.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from app.evaluation.renewal_curves import REPORTED_SEEDS, TUNING_SEEDS, peaks, plateaus, rises
from app.science.projection import Damping
from app.science.projection_scores import ScoredProjection, compared_scores, scored_projections
from app.science.published_curves import REPORTED, TUNING
from tests.reference import epiestim


@pytest.fixture(scope="module")
def published() -> list[ScoredProjection]:
    return scored_projections({one.name: one.curve for one in REPORTED}, step=2, draws=200)


def test_the_curves_are_those_of_the_sources():
    totals = {one.name: int(np.sum(one.curve.counts)) for one in (*TUNING, *REPORTED)}
    assert totals == {
        "Measles, Hagelloch 1861": 187,
        "SARS, Hong Kong 2003": 1467,
        "Influenza deaths, Prussia 1918": 8911,
        "COVID-19, Guangdong 2020": 1400,
        "COVID-19, Norway 2020": 7809,
        "Ebola, Kikwit 1995": 290,
        "Influenza, Baltimore 1918": 6202,
        "Influenza, Pennsylvania school 2009": 129,
        "SARS, Canada 2003": 250,
        "Smallpox, Kosovo 1972": 124,
        "MERS, South Korea 2015": 135,
        "COVID-19, South Korea 2020": 10782,
        "COVID-19, Austria 2020": 15558,
        "COVID-19, Hong Kong 2020": 1039,
    }
    by_name = {one.name: one.curve for one in (*TUNING, *REPORTED)}
    assert np.array_equal(by_name["Influenza, Baltimore 1918"].counts, epiestim.FLU_1918)
    assert np.array_equal(by_name["Measles, Hagelloch 1861"].counts, epiestim.MEASLES_1861)
    assert np.array_equal(by_name["Influenza, Pennsylvania school 2009"].counts, epiestim.FLU_2009)
    measles = by_name["Measles, Hagelloch 1861"].serial_interval
    assert measles[:38] == pytest.approx(epiestim.MEASLES_WEIGHTS, abs=5e-6)


def test_epidemics_that_were_not_tuned_on_are_projected_better_than_by_last_week(published):
    found = compared_scores([row.to_last_week for row in published])
    assert (found.wins, found.losses) == (7, 1)
    assert found.ratio < 0.85
    # A few origins, all about the peak of a school outbreak that was over within ten days.
    lost = [row for row in published if row.to_last_week > 1]
    assert [row.name for row in lost] == ["Influenza, Pennsylvania school 2009"]
    assert lost[0].origins == 3


def test_and_better_than_by_steady_growth(published):
    found = compared_scores([row.to_steady_growth for row in published])
    assert (found.wins, found.losses) == (8, 0)
    assert found.high < 0.5


def test_their_intervals_are_a_little_too_narrow(published):
    assert 0.38 <= np.mean([row.coverage_50 for row in published]) <= 0.55
    assert 0.85 <= np.mean([row.coverage_95 for row in published]) <= 0.97


def test_simulated_peaks_and_declines_are_projected_better_than_by_both():
    rows = scored_projections(peaks(REPORTED_SEEDS), step=8, draws=100)
    last_week, steady_growth = (
        compared_scores([getattr(row, name) for row in rows]) for name in ("to_last_week", "to_steady_growth")
    )
    assert last_week.high < 0.85
    assert steady_growth.high < 0.6
    assert last_week.losses <= 8
    assert 0.88 <= np.mean([row.coverage_95 for row in rows]) <= 0.97


def test_plateaus_are_projected_a_little_better():
    rows = scored_projections(plateaus(REPORTED_SEEDS), step=8, draws=100)
    assert compared_scores([row.to_last_week for row in rows]).ratio < 1
    assert compared_scores([row.to_steady_growth for row in rows]).ratio < 1.05
    assert np.mean([row.coverage_95 for row in rows]) >= 0.95


def test_a_rise_that_nothing_slows_is_lost_to_the_growth_rate():
    rows = scored_projections(rises(REPORTED_SEEDS), step=8, draws=100)
    against_growth = compared_scores([row.to_steady_growth for row in rows])
    assert against_growth.losses > against_growth.wins
    assert compared_scores([row.to_last_week for row in rows]).high < 1


@pytest.mark.long
def test_the_damping_is_the_best_of_its_neighbours_on_the_curves_it_was_tuned_on():
    curves = [({one.name: one.curve for one in TUNING}, 2, 1.0)]
    curves += [
        (made(TUNING_SEEDS), 6, weight) for made, weight in ((peaks, 1.0), (plateaus, 0.5), (rises, 0.5))
    ]

    def score(damping: Damping) -> float:
        total = 0.0
        for series, step, weight in curves:
            rows = scored_projections(series, step=step, draws=150, damping=damping)
            total += weight * float(np.mean([np.log(max(row.ours, 1e-3)) for row in rows]))
        return total

    tuned = score(Damping())
    others = {
        (kept, settled): score(Damping(kept=kept, settled=settled))
        for kept, settled in itertools.product((0.8, 0.9, 1.0), (-0.5, -0.25, 0.0))
        if (kept, settled) != (0.9, -0.25)
    }
    # Within two percent a group; without damping, or with R settling at one, it is clearly worse.
    assert tuned <= min(others.values()) + 0.06
    assert others[1.0, -0.25] > tuned + 0.3
    assert others[0.9, 0.0] > tuned + 0.1

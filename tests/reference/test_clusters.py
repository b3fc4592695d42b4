"""Scan statistics against what SaTScan printed.

SaTScan v9.6 ran on the New York leukaemia data for the R package smerc (jfrench/smerc): at most 50 % of the
population in tests/scan_test_ny_poisson_circular_cartesian.txt, at most 10 % in
tests/scan_test_ny_poisson_circular_cartesian_ubpop_10percent.txt.
"""

from __future__ import annotations

import numpy as np
import pytest

from app.science.places import on_globe, projected
from app.science.poisson_scan import poisson_scan
from app.science.scan_zones import Limits
from app.science.space_time_scan import permutation_scan
from tests.reference import new_york_fever as fever
from tests.reference import new_york_leukaemia as leukaemia

NEAR_50 = [
    52, 50, 37, 49, 38, 48, 53, 39, 15, 47, 51, 1, 40, 44, 16, 2, 55, 36, 14, 43, 13, 45, 3, 35, 17, 11, 12,
    46,
]  # fmt: skip
NEAR_10 = [
    49, 48, 50, 47, 1, 15, 51, 2, 13, 14, 3, 35, 16, 52, 36, 37, 12, 11, 5, 17, 10, 4, 6, 38, 18, 9,
]  # fmt: skip
SYRACUSE = [
    112, 113, 115, 111, 116, 219, 117, 123, 218, 114, 122, 110, 124, 220, 118, 133, 121, 125, 216, 120, 134,
    217, 126, 139, 215, 132, 141, 140, 127, 142, 138, 131, 119,
]  # fmt: skip
CORTLAND = [89, 88, 87, 84, 90, 86, 92, 85]

HALF = [  # tracts, radius, cases, expected, relative risk, log likelihood ratio, p-value
    (NEAR_50, "0.087", 100, 58.28, 1.87, 14.083511, 0.00015),
    (CORTLAND, "0.13", 38, 17.79, 2.22, 9.019716, 0.016),
    (SYRACUSE, "0.040", 64, 40.85, 1.64, 6.114140, 0.248),
    ([62, 64, 67, 65], "0.061", 25, 12.82, 1.99, 4.651839, 0.645),
    ([266, 281, 267, 265], "0.026", 12, 5.14, 2.37, 3.363518, 0.965),
    ([166, 159, 167], "0.012", 11, 4.61, 2.41, 3.209485, 0.982),
]
TENTH = [
    (NEAR_10, "0.070", 85, 49.71, 1.84, 11.577255, 0.0010),
    (CORTLAND, "0.13", 38, 17.79, 2.22, 9.019716, 0.013),
    (SYRACUSE, "0.040", 64, 40.85, 1.64, 6.114140, 0.216),
    ([62, 64, 67, 65], "0.061", 25, 12.82, 1.99, 4.651839, 0.609),
    ([46, 45, 41, 54, 44, 43, 53], "0.043", 28, 15.54, 1.84, 4.169203, 0.755),
    ([266, 281, 267, 265], "0.026", 12, 5.14, 2.37, 3.363518, 0.961),
    ([166, 159, 167], "0.012", 11, 4.61, 2.41, 3.209485, 0.976),
]


def printed(value: float, like: str) -> str:
    return f"{value:.{len(like.partition('.')[2])}f}"


@pytest.fixture(scope="module")
def scanned():
    def scan(share: float):
        return poisson_scan(
            projected(leukaemia.X, leukaemia.Y),
            leukaemia.CASES,
            leukaemia.POPULATION,
            limits=Limits(share=share),
            rng=np.random.default_rng(20181105),
        )

    return {0.5: scan(0.5), 0.1: scan(0.1)}


@pytest.mark.published(
    "T5",
    "SaTScan 9.6, Poisson, circular, at most 50 % of the population: 6 clusters, all printed figures",
    tolerance="the printed decimals; p within Monte Carlo error",
)
def test_the_poisson_scan_of_half_the_population_gives_what_satscan_printed(scanned):
    agrees(scanned[0.5], HALF)
    # The one printed p-value that is too small for 999 replicates is the Gumbel tail.
    assert scanned[0.5][0].gumbel_p == pytest.approx(0.00015, abs=0.00015)


@pytest.mark.published(
    "T5",
    "SaTScan 9.6, Poisson, circular, at most 10 % of the population: 7 clusters, all printed figures",
    tolerance="the printed decimals; p within Monte Carlo error",
)
def test_the_poisson_scan_of_a_tenth_of_the_population_gives_what_satscan_printed(scanned):
    agrees(scanned[0.1], TENTH)


def agrees(clusters, published):
    # SaTScan leaves out clusters at p = 1: whether one at 0.998 gets there is chance in either run.
    assert all(cluster.p > 0.99 for cluster in clusters[len(published) :])
    for cluster, (tracts, radius, cases, expected, risk, llr, p) in zip(clusters, published, strict=False):
        assert [area + 1 for area in cluster.areas] == tracts
        assert cluster.centre + 1 == tracts[0]
        assert printed(cluster.radius_m, radius) == radius
        assert cluster.observed == cases
        assert round(cluster.expected, 2) == expected
        assert round(cluster.relative_risk, 2) == risk
        assert cluster.llr == pytest.approx(llr, abs=6e-7)
        assert cluster.p == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / 999) + 0.001)
        assert (cluster.first_day, cluster.recurrence_days) == (None, None)
    assert len(clusters) >= len(published)


def fever_scan(seed: int):
    return permutation_scan(
        on_globe(fever.LONGITUDE, fever.LATITUDE),
        fever.WHERE,
        fever.DAY,
        today=24,
        longest_days=7,
        limits=Limits(radius_m=3_000),
        rng=np.random.default_rng(seed),
    )


@pytest.mark.published(
    "T6",
    "SaTScan user guide and rsatscan README, New York fever, prospective space-time permutation: 3 clusters, "
    "none at p < 0.05",
    tolerance="exact",
)
def test_the_permutation_scan_finds_the_three_clusters_of_the_new_york_fever_data():
    clusters = fever_scan(1)
    assert len(clusters) == 3
    assert all(cluster.p >= 0.05 for cluster in clusters)
    first, second, third = clusters
    assert fever.ZIP[first.centre] == "11418"
    assert sorted(fever.ZIP[area] for area in first.areas) == [
        "11375", "11415", "11416", "11417", "11418", "11419", "11421", "11435", "11451",
    ]  # fmt: skip
    assert round(first.radius_m, -1) == 2_900
    assert [fever.ZIP[area] for area in second.areas] == ["11370", "11372"]
    assert [fever.ZIP[area] for area in third.areas] == ["10472"]
    assert [(c.first_day, c.last_day) for c in clusters] == [(22, 24), (24, 24), (23, 24)]
    # Not printed by SaTScan: computed once before, by other code, from the same data.
    assert [c.observed for c in clusters] == [4, 2, 2]
    assert [round(c.expected, 3) for c in clusters] == [0.670, 0.165, 0.294]
    assert [round(c.llr, 6) for c in clusters] == [3.845418, 3.164201, 2.137259]
    assert [c.p for c in clusters] == pytest.approx([0.191, 0.473, 0.952], abs=0.06)
    assert first.recurrence_days == pytest.approx(1 / first.p)


def test_other_random_numbers_add_no_cluster_but_such_as_nearly_every_replicate_reaches():
    for seed in range(2, 8):
        assert [cluster.p < 0.99 for cluster in fever_scan(seed)][:4] in (
            [True, True, True],
            [True, True, True, False],
        )

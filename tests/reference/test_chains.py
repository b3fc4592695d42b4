"""Chains of two epidemics whose links are public: MERS in South Korea 2015, measles in Hagelloch 1861.

Both are in the R package `outbreaks`: the first as the European Centre for Disease Prevention and Control
collected it in the first weeks, neither final nor complete; the second from Pfeilsticker 1863 and
Oesterle 1992. Links and days are restated here; what they amount to was computed from the data apart from
this code.
"""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.distributions import Distribution, Family
from app.science.chains import chains
from app.science.infectors import UNTIMED, Ill, Shared, likely_infectors
from app.science.offspring import fitted_offspring
from app.science.serial_intervals import estimated_serial_intervals
from app.science.visit_columns import DAY, NEVER


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


KOREA = range(1, 163)
KOREA_INFECTOR = numbers("""
    1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 6 6 11 12 14 14 14 14 14 14 14 14 14 14 14 14 14
    14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 15 15 15 15 16 16 16 16
    16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 76 76 87 118 123
""")
KOREA_INFECTED = numbers("""
    2 3 4 5 6 7 8 10 11 12 13 14 15 16 17 18 19 20 21 22 26 27 28 32 33 34 88 92 39 39 35 39 40 41 47 48
    96 97 98 100 102 103 104 110 111 112 113 114 116 118 120 122 123 124 125 126 131 132 133 134 135 136
    137 138 139 140 142 146 93 94 108 117 23 24 30 31 38 45 54 82 83 84 85 86 87 106 107 127 128 129 130
    143 149 145 150 107 153 147
""")
KOREA_GAP = numbers("""
    7 9 14 14 13 10 15 10 9 10 10 6 13 9 11 9 17 12 12 16 10 21 18 12 10 9 14 15 13 12 14 16 5 14 16 14
    20 19 18 15 18 20 20 16 18 14 10 15 13 20 17 16 21 22 24 21 21 22 22 18 22 15 25 24 19 24 19 27 14 9
    11 15 11 11 10 12 3 12 14 12 12 16 12 13 15 18 17 17 14 21 22 13 15 5 6 2 9 3
""")
"""Days between the two onsets of each link."""

HAGELLOCH = range(1, 189)
HAGELLOCH_INFECTOR = numbers("""
    45 45 172 180 45 180 42 45 182 45 182 45 12 181 45 181 181 175 181 181 181 45 45 22 22 45 10 180 31
    45 45 45 45 181 182 34 182 17 45 93 180 178 42 45 184 45 45 10 17 8 31 17 17 17 17 45 56 45 58 58
    186 11 19 45 64 64 11 179 54 180 10 12 180 45 74 5 180 181 179 78 39 45 82 82 44 1 47 47 12 93 93 93
    45 183 10 97 45 64 11 47 7 21 37 58 74 42 19 106 12 18 34 21 31 78 16 45 116 116 116 7 11 188 7 7 7
    37 106 7 7 56 56 14 18 78 79 17 16 34 4 6 0 145 145 145 45 172 18 14 39 148 153 153 45 153 73 45 156
    156 37 68 148 123 123 102 102 153 110 98 153 153 169 174 0 0 173 146 184 184 177 177 184 184 184 0
    82 45 82 175
""")
"""Of each case in order; 0 is unknown."""
HAGELLOCH_PRODROME = numbers("""
    22 24 29 28 23 27 25 22 27 22 26 21 31 23 25 22 21 24 21 23 24 22 22 31 31 23 31 26 31 26 22 22 25
    22 26 32 26 30 24 34 28 16 27 23 12 22 25 32 29 33 32 30 31 33 32 23 32 23 31 33 32 33 30 22 32 34
    33 31 44 29 32 32 28 22 30 34 28 23 28 31 32 23 32 31 33 34 33 33 33 33 34 35 23 21 35 31 22 32 35
    34 35 34 34 35 36 24 31 35 36 35 32 34 35 32 32 22 33 33 32 37 37 36 34 36 38 36 38 34 36 31 36 34
    36 32 37 30 32 32 38 36 86 36 36 37 24 32 34 34 36 42 38 37 25 34 40 23 35 35 40 43 43 43 44 44 46
    35 45 40 35 38 46 20 2 9 13 42 8 8 19 18 14 16 12 0 34 23 38 24
""")
"""Of the same, in days after 30 October 1861."""
HAGELLOCH_LINKS = [(by, case) for by, case in zip(HAGELLOCH_INFECTOR, HAGELLOCH, strict=True) if by]


@pytest.mark.published("T15", "MERS South Korea 2015, R package outbreaks: chains", tolerance="exact")
def test_the_chains_of_mers_in_korea():
    found = chains(KOREA, zip(KOREA_INFECTOR, KOREA_INFECTED, strict=True))
    assert len(found.infector) == 98
    assert found.sizes[found.sizes > 1].tolist() == [94, 3]
    assert found.infectors.max() == 3
    assert found.offspring[[13, 0, 15]].tolist() == [38, 26, 21]
    assert found.offspring.max() == 38
    assert not found.circular.any()
    assert not found.missing.any()


@pytest.mark.published("T15", "MERS South Korea 2015: serial interval", tolerance="printed digits")
def test_the_serial_interval_of_mers_in_korea():
    found = estimated_serial_intervals(np.zeros(98), KOREA_GAP)
    assert found.mean == pytest.approx(14.469, abs=5e-4)
    assert found.sd == pytest.approx(5.200, abs=5e-4)
    assert np.median(KOREA_GAP) == 14
    assert found.before == 0


@pytest.mark.published("T15", "MERS South Korea 2015: offspring", tolerance="printed digits")
def test_the_offspring_of_mers_in_korea():
    found = fitted_offspring(chains(KOREA, zip(KOREA_INFECTOR, KOREA_INFECTED, strict=True)).offspring)
    assert found.mean == pytest.approx(0.6049, abs=5e-5)
    assert found.k == pytest.approx(0.0204, abs=5e-5)


@pytest.mark.published("T15", "Measles Hagelloch 1861, R package outbreaks: chains", tolerance="exact")
def test_the_chains_of_measles_in_hagelloch():
    found = chains(HAGELLOCH, HAGELLOCH_LINKS)
    assert len(found.infector) == 184
    assert found.sizes.tolist() == [173, 9, 5, 1]
    assert found.offspring[[44, 180]].tolist() == [30, 8]
    assert found.offspring.max() == 30
    assert found.infectors.max() == 1
    assert not found.circular.any()
    assert found.latest.max() == 5
    assert found.generation.tolist() == found.latest.tolist()


@pytest.mark.published("T15", "Measles Hagelloch 1861: serial interval", tolerance="printed digits")
def test_the_serial_interval_of_measles_in_hagelloch():
    prodrome = np.array(HAGELLOCH_PRODROME)
    by, case = np.array(HAGELLOCH_LINKS).T - 1
    found = estimated_serial_intervals(prodrome[by], prodrome[case])
    assert found.mean == pytest.approx(10.3913, abs=5e-5)
    assert found.sd == pytest.approx(1.6789, abs=5e-5)
    gaps = prodrome[case] - prodrome[by]
    assert (gaps.min(), gaps.max()) == (7, 16)


@pytest.mark.published("T15", "Measles Hagelloch 1861: offspring", tolerance="printed digits")
def test_the_offspring_of_measles_in_hagelloch():
    found = fitted_offspring(chains(HAGELLOCH, HAGELLOCH_LINKS).offspring)
    assert found.mean == pytest.approx(0.9787, abs=5e-5)
    assert found.k == pytest.approx(0.2547, abs=5e-5)


def test_onset_gaps_alone_point_at_the_recorded_infectors_of_hagelloch():
    # No published figure: real links against the weights, all children having met all others alike.
    prodrome = np.array(HAGELLOCH_PRODROME, dtype=np.int64)
    first, second = (side.ravel() for side in np.meshgrid(np.arange(188), np.arange(188)))
    first, second = first[first != second], second[first != second]
    moments = np.full(len(first), UNTIMED)
    found = likely_infectors(
        Ill(prodrome * DAY, (prodrome + 1) * DAY, np.full(188, NEVER)),
        Shared(first, second, moments, moments, np.ones(len(first))),
        serial_interval=Distribution(Family.GAMMA, 38.3, 3.686),
        incubation=Distribution(Family.LOGNORMAL, 2.53, 0.21),
        reporting_share=0.98,
    )
    recorded = dict(zip(HAGELLOCH, HAGELLOCH_INFECTOR, strict=True))
    true = np.array([recorded[j + 1] == i + 1 for i, j in zip(found.infector, found.infected, strict=True)])
    assert true.sum() == 184
    assert np.all(found.reasons[true] == 0)
    rivals = np.bincount(found.infected, found.weight > 0, minlength=188)[found.infected[true]]
    # 8.8 % on average, against 4.8 % if everybody possible weighed the same.
    assert found.weight[true].mean() > 1.5 * np.mean(1 / rivals)

"""Offspring of Ebola in Conakry. Those of MERS and measles are with their chains, in test_chains.py."""

from __future__ import annotations

import numpy as np
import pytest

from app.science.offspring import fitted_offspring

CONAKRY = np.array(
    [1, 2, 2, 5, 14, 1, 4, 4, 1, 3, 3, 8, 2, 1, 1, 4, 9, 9, 1, 1, 17, 2, 1, 1, 1, 4, 3, 3, 4, 2, 5, 1, 2, 2]
    + [1, 9, 1, 3, 1, 2, 1, 1, 2]
    + 109 * [0]
)
"""Infected by each of 152 cases: figure 2 of Faye et al. 2015, Lancet Infect Dis 15:320."""


@pytest.mark.published(
    "T20",
    "Althaus 2015, Lancet Infect Dis 15:507: Ebola in Conakry, R 0.95, k 0.18",
    tolerance="printed digits",
)
def test_ebola_in_conakry():
    found = fitted_offspring(CONAKRY)
    assert found.cases == 152
    assert found.mean == pytest.approx(0.95, abs=5e-3)
    assert found.k == pytest.approx(0.18, abs=5e-3)


@pytest.mark.published("T20", "R package fitdistrplus, nbinom: the same data", tolerance="2e-4")
def test_ebola_in_conakry_against_another_fit():
    found = fitted_offspring(CONAKRY)
    assert found.mean == pytest.approx(0.9537995, abs=2e-4)
    assert found.k == pytest.approx(0.1814260, abs=2e-4)
    # Its symmetric intervals are 0.565 to 1.342 and 0.103 to 0.260; the likelihood is skewed upwards.
    assert found.mean_low > 0.565
    assert found.mean_high > 1.342
    assert found.k_low > 0.103
    assert found.k_high > 0.260

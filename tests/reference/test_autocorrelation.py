"""Moran's I and Knox's test against the figures in PySAL's own documentation, on data that libpysal ships."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from app.science.autocorrelation import Kind, local_moran, moran, moran_of_rates
from app.science.space_time_interaction import knox


@pytest.fixture
def rng():
    return np.random.default_rng(12345)


def neighbours(name: str) -> list[tuple[int, ...]]:
    with closing(opened(name)) as file:
        weights = file.read()
    position = {area: at for at, area in enumerate(weights.id_order)}
    return [tuple(position[other] for other in weights.neighbors[area]) for area in weights.id_order]


def column(name: str, field: str) -> np.ndarray:
    with closing(opened(name)) as file:
        return np.array(file.by_col(field), dtype=float)


def opened(name: str):
    from libpysal.examples import get_path
    from libpysal.io import open as pysal_open

    return pysal_open(get_path(name))


@pytest.mark.published("T8", "PySAL esda, Moran's I: sudden infant deaths, sids2 SIDR74", tolerance="1e-12")
def test_sudden_infant_deaths_in_north_carolina(rng):
    found = moran(column("sids2.dbf", "SIDR74"), neighbours("sids2.gal"), rng=rng)
    assert found.statistic == pytest.approx(0.24772519320480135, abs=1e-12)
    assert found.p_normal == pytest.approx(5.79165e-05, abs=5e-10)
    assert found.expected == pytest.approx(-1 / 99)
    assert found.p == 1 / 1000


@pytest.mark.published("T8", "PySAL esda, Moran's I: homicides, stl HR8893", tolerance="1e-12")
def test_homicides_around_saint_louis(rng):
    found = moran(column("stl_hom.txt", "HR8893"), neighbours("stl.gal"), rng=rng)
    assert found.statistic == pytest.approx(0.24365582621771659, abs=1e-12)
    assert found.p_normal == pytest.approx(1.35739e-04, abs=5e-10)


@pytest.mark.published("T8", "PySAL esda, Moran's I of rates: sids2 SID79 / BIR79", tolerance="1e-12")
def test_rates_of_sudden_infant_deaths(rng):
    cases, births = column("sids2.dbf", "SID79"), column("sids2.dbf", "BIR79")
    found = moran_of_rates(cases, births, neighbours("sids2.gal"), rng=rng)
    assert found.statistic == pytest.approx(0.16622343552567395, abs=1e-12)


@pytest.mark.published("T8", "PySAL esda, local Moran: desmith, quadrants", tolerance="exact")
def test_kinds_of_ten_areas(rng):
    found = local_moran(column("desmith.txt", "z"), neighbours("desmith.gal"), rng=rng)
    pysal = {
        1: Kind.HIGH_AMONG_HIGH, 2: Kind.LOW_AMONG_HIGH, 3: Kind.LOW_AMONG_LOW, 4: Kind.HIGH_AMONG_LOW,
    }  # fmt: skip
    assert [area.kind for area in found] == [pysal[q] for q in (4, 4, 4, 2, 3, 3, 1, 4, 3, 3)]


@pytest.mark.published("T8", "PySAL pointpats, Knox: Burkitt's lymphoma, 20 units, 5 days", tolerance="1e-12")
def test_burkitts_lymphoma_in_the_west_nile_district(rng):
    places = np.column_stack([column("burkitt.dbf", "X"), column("burkitt.dbf", "Y")])
    days = column("burkitt.dbf", "T").astype(int)
    found = knox(places, days, radius_m=20, within_days=5, rng=rng)
    assert (found.both, found.near, found.soon) == (13, 13 + 3416, 13 + 39)
    assert found.expected == pytest.approx(10.1438161, abs=5e-8)
    assert found.p_poisson == pytest.approx(0.14624558197140414, abs=1e-12)
    assert found.p == pytest.approx(0.21, abs=0.06)  # PySAL's 99 permutations

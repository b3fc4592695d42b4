"""The rule on the real wards and counts of May to July 2021, where this machine has them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

import maps
from app.domain.areas import Area, AreaKind
from app.domain.map_releases import together
from app.science.disclosure import PUBLIC_K
from app.science.disclosure_blocks import too_much_together
from app.science.disclosure_check import Earlier, safe_blocks
from app.science.disclosure_places import places_of
from app.simulation.reform import former_districts

FIRST = date(2021, 5, 24)
"""A Monday."""


@pytest.fixture(scope="module")
def geo():
    beside = Path(__file__).parents[3] / "shared" / "geo"
    folder = Path(os.environ.get("GHE_GEO", beside))
    if not (folder / "hcmc_covid_2021_ward_cases.csv").exists():
        pytest.skip("no real input here; set GHE_GEO to the folder that has it")
    return folder


@pytest.fixture(scope="module")
def city(geo):
    shapes = maps.read_areas(geo / "hcmc_wards_2025_30m.geojson", maps.Columns())
    parents = former_districts()
    areas = [
        Area(one.code, AreaKind.WARD, one.name, one.name_en, one.population, parents[one.code].code)
        for one in shapes
    ]
    return places_of(areas, {one.code: maps.to_wkb(one.geometry) for one in shapes})


@pytest.fixture(scope="module")
def weeks(geo):
    """Cases by ward of the seven whole weeks."""
    found = [Counter() for _ in range(7)]
    with (geo / "hcmc_covid_2021_ward_cases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = (date.fromisoformat(row["date"]) - FIRST) // timedelta(days=7)
            if 0 <= at < len(found):
                found[at][row["ward_code_2025"]] += int(row["cases"])
    return found


def test_so_many_of_168_wards_are_not_told_singly(city, weeks):
    checked = [safe_blocks(city, week, PUBLIC_K) for week in weeks]
    small = [sum(0 < n < PUBLIC_K for n in week.values()) for week in weeks]
    assert len(city) == 168
    assert small == [39, 51, 58, 64, 61, 35, 13]
    assert [together(one.blocks) for one in checked] == [42, 56, 72, 84, 81, 60, 21]
    assert all(one.narrowest >= PUBLIC_K for one in checked)
    # A third of the wards is 56: from the third week to the sixth a week alone would tell too little.
    waits = [too_much_together(one.blocks) for one in checked]
    assert waits == [False, False, True, True, True, True, False]


def test_three_releases_attacked_together_stay_open(city, weeks):
    first, second, third = (safe_blocks(city, week, PUBLIC_K).blocks for week in weeks[-3:])
    both = safe_blocks(city, weeks[-1], PUBLIC_K, [Earlier(first, PUBLIC_K), Earlier(second, PUBLIC_K)])
    assert both.blocks == third
    assert both.narrowest >= PUBLIC_K

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from app.domain.ward_changes import WardChanges
from app.simulation.reform import TOOK_EFFECT, former_districts, ward_changes
from app.simulation.wards import wards


@pytest.fixture
def counted():
    beside = Path(__file__).parents[3] / "shared" / "geo"
    path = Path(os.environ.get("GHE_GEO", beside)) / "hcmc_covid_2021_ward_cases.csv"
    if not path.exists():
        pytest.skip("no real input here; set GHE_GEO to the folder that has it")
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def districts():
    return former_districts()


def test_every_ward_of_the_country_had_a_district(districts):
    assert len(districts) == 3321
    assert {ward.code for ward in wards()} <= districts.keys()


def test_the_city_had_38_districts(districts):
    mine = {districts[ward.code] for ward in wards()}
    assert len(mine) == len({parent.code for parent in mine}) == 38
    assert all(parent.name_en.isascii() for parent in mine)
    names = {parent.code: (parent.name, parent.name_en) for parent in mine}
    assert names["760"] == ("Quận 1", "District 1")
    assert names["764"] == ("Quận Gò Vấp", "Go Vap District")
    assert names["769"] == ("Thành phố Thủ Đức", "Thu Duc City")
    assert not {parent.code for parent in mine} & {ward.code for ward in wards()}


def test_wards_lie_in_the_districts_that_people_know(districts):
    of = {ward.name: districts[ward.code].name for ward in wards()}
    assert of["Sài Gòn"] == of["Bến Thành"] == "Quận 1"
    assert of["Hiệp Bình"] == "Thành phố Thủ Đức"
    assert of["Côn Đảo"] == "Huyện Côn Đảo"


def test_a_ward_of_several_districts_goes_to_the_one_with_most_of_it(districts):
    of = {ward.name: districts[ward.code].name for ward in wards()}
    assert of["Bình Dương"] == "Thành phố Thủ Dầu Một"  # three of its four old wards
    assert of["Bình Đông"] == "Quận 8"  # one whole and parts of two, against a part from Bình Chánh
    # One old ward each of Tân Uyên and Bắc Tân Uyên: the one whose code it kept decides.
    assert of["Bình Cơ"] == of["Vĩnh Tân"] == "Thành phố Tân Uyên"


def test_every_old_ward_leads_to_wards_of_today():
    changes = ward_changes()
    parts = defaultdict(list)
    for change in changes:
        parts[change.old].append(change.share)
    assert (len(parts), sum(len(shares) > 1 for shares in parts.values())) == (10_035, 471)
    assert all(sum(shares) == pytest.approx(1) for shares in parts.values())
    assert {change.changed_on for change in changes} == {TOOK_EFFECT}
    table = WardChanges(changes)
    assert table.circles() == []
    today = set(former_districts())
    assert all(table.follow(old, today).code in today for old in parts)


def test_the_wards_of_the_counts_of_2021_lie_in_the_districts_they_were_counted_in(counted, districts):
    """Old wards were put under new ones by their names there, and by their codes here."""
    said = {(row["district_2021"], row["ward_2021"]): row["ward_code_2025"] for row in counted}
    same = [districts[code].name.endswith(district) for (district, _), code in said.items()]
    assert len(said) > 250
    assert sum(same) / len(same) > 0.97  # the others are parts of old wards that crossed a district's border

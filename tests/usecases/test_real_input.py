"""The real wards of Ho Chi Minh City and the epidemic of May to July 2021, where this machine has them."""

from __future__ import annotations

import csv
import os
import warnings
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import shapely

import maps
from app.domain.areas import AreaKind
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.roles import Role
from app.simulation.reform import former_districts, ward_changes
from app.store import areas, counts
from app.usecases.draw_map import ground
from app.usecases.find_ward import ward_of
from app.usecases.import_case_counts import import_case_counts
from app.usecases.import_ward_changes import import_ward_changes
from app.usecases.import_wards import import_wards, prepare
from app.usecases.map_view import Asked
from app.usecases.read_areas import read_areas, with_parents
from app.usecases.view_map import view_map

OFFICIAL = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)


@pytest.fixture(scope="module")
def geo():
    beside = Path(__file__).parents[3] / "shared" / "geo"
    folder = Path(os.environ.get("GHE_GEO", beside))
    if not (folder / "hcmc_covid_2021_ward_cases.csv").exists():
        pytest.skip("no real input here; set GHE_GEO to the folder that has it")
    return folder


@pytest.fixture(scope="module")
def city(geo):
    """The wards in the former districts that the package of administrative units says, and what is kept."""
    file = read_areas(geo / "hcmc_wards_2025_full.gpkg", AreaKind.WARD, maps.Columns())
    file = with_parents(file, former_districts())
    return file, prepare(file)


def test_the_epidemic_of_2021_on_the_wards_of_today(database, geo, city, policy, now):
    with database.writing() as session:
        wards = import_wards(session, *city, source="wards", now=now)
    data = (geo / "hcmc_covid_2021_ward_cases.csv").read_bytes()
    with database.writing() as session:
        taken = import_case_counts(session, data, source="counts", disease="covid-19", policy=policy, now=now)
    assert (wards.taken.rows, taken.lines, taken.cases) == (168, 3189, 14_397)

    until = date(2021, 7, 10)
    with database.reading() as session:
        view = view_map(session, OFFICIAL, Asked(until=until), policy=policy, now=now)
        drawn = ground(session, [ward.area for ward in view.wards], until)
        assert ward_of(session, Position(10.7725, 106.6980)) == "26743"  # the market of Bến Thành
    rows = csv.DictReader(data.decode().splitlines())
    week = [row for row in rows if "2021-07-04" <= row["date"] <= "2021-07-10"]
    expected = Counter()
    for row in week:
        expected[row["ward_code_2025"]] += int(row["cases"])
    assert {w.area.code: w.shown.now for w in view.wards if w.shown.now} == dict(expected)
    assert view.total == sum(expected.values()) > 0
    assert len(drawn.wards) == 168
    assert sum(shapely.get_num_coordinates([shape.geometry for shape in drawn.wards])) < 40_000


def test_the_wards_in_their_former_districts(database, city, now):
    assert city[0].notes == ()  # nothing mended, nothing that does not fit, nobody without a district
    with database.writing() as session:
        done = import_wards(session, *city, source="wards", now=now)
    assert (done.taken.rows, done.taken.districts) == (168, 38)
    with database.reading() as session:
        districts = areas.districts(session)
        drawn = {code: maps.from_wkb(wkb) for code, wkb in areas.drawn(session, AreaKind.DISTRICT).items()}
        wards = {code: maps.from_wkb(wkb) for code, wkb in areas.drawn(session, AreaKind.WARD).items()}
    assert sorted(code for district in districts for code in district.wards) == sorted(wards)
    names = {district.code: district for district in districts}
    assert (names["760"].name, names["760"].name_en, len(names["760"].wards)) == ("Quận 1", "District 1", 4)
    for district in districts:
        parts = shapely.union_all([wards[code] for code in district.wards])
        assert drawn[district.code].symmetric_difference(parts).area < 0.002 * parts.area
    # None is drawn over another: together they are as large as what they cover.
    total, whole = sum(shape.area for shape in drawn.values()), shapely.union_all(list(drawn.values())).area
    assert total == pytest.approx(whole, rel=1e-5)


def test_counts_under_the_codes_of_before_come_to_the_same(database, geo, city, policy, now):
    """The published counts name old wards; their codes of before lead where the file says they went."""
    rows = list(csv.DictReader((geo / "hcmc_covid_2021_ward_cases.csv").read_text("utf-8").splitlines()))
    old = old_codes()
    found = [row for row in rows if (row["district_2021"], row["ward_2021"]) in old]
    assert sum(int(row["cases"]) for row in found) == 13_105  # 45 wards had been merged before the reform
    lines = [f"{r['date']},{old[r['district_2021'], r['ward_2021']]},{r['cases']}" for r in found]
    with database.writing() as session:
        import_wards(session, *city, source="wards", now=now)
        import_ward_changes(session, ward_changes(), source="reform", now=now)
        data = "\n".join(["date,ward_code,cases", *lines]).encode()
        done = import_case_counts(session, data, source="old", disease="covid-19", policy=policy, now=now)
        kept, _ = counts.imported(session, "covid-19", done.window)
    expected = Counter()
    for row in found:
        expected[row["ward_code_2025"], date.fromisoformat(row["date"])] += int(row["cases"])
    assert kept == dict(expected)
    assert 0 < done.converted < done.lines == len(found)


def old_codes():
    """The codes of the city's wards before the reform, by district and name."""
    from vietnamadminunits.database import query

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        rows = query(
            "SELECT districtShort, wardShort, wardCode FROM admin_units_legacy WHERE provinceCode = '79'"
        )
    names = {(row["districtShort"], row["wardShort"]): row["wardCode"] for row in rows}
    return names | {(district, f"Phường {name}"): code for (district, name), code in names.items()}

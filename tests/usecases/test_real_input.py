"""The real wards of Ho Chi Minh City and the epidemic of May to July 2021, where this machine has them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

import maps
from app.domain.areas import AreaKind
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.roles import Role
from app.usecases.draw_map import Notes, draw_map
from app.usecases.find_ward import ward_of
from app.usecases.import_case_counts import import_case_counts
from app.usecases.import_wards import import_wards, prepare
from app.usecases.map_view import Asked
from app.usecases.read_areas import read_areas
from app.usecases.view_map import view_map
from app.web.map_words import map_words
from app.web.words import gettext

OFFICIAL = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)


@pytest.fixture
def geo():
    beside = Path(__file__).parents[3] / "shared" / "geo"
    folder = Path(os.environ.get("GHE_GEO", beside))
    if not (folder / "hcmc_covid_2021_ward_cases.csv").exists():
        pytest.skip("no real input here; set GHE_GEO to the folder that has it")
    return folder


def test_the_epidemic_of_2021_on_the_wards_of_today(database, geo, policy, now):
    file = read_areas(geo / "hcmc_wards_2025_full.gpkg", AreaKind.WARD, maps.Columns())
    with database.writing() as session:
        wards = import_wards(session, file, prepare(file), source="wards", now=now)
    data = (geo / "hcmc_covid_2021_ward_cases.csv").read_bytes()
    with database.writing() as session:
        taken = import_case_counts(session, data, source="counts", disease="covid-19", policy=policy, now=now)
    assert (wards.taken.rows, taken.lines, taken.cases) == (168, 3189, 14_397)

    until = date(2021, 7, 10)
    with database.reading() as session:
        view = view_map(session, OFFICIAL, Asked(until=until), policy=policy, now=now)
        html = draw_map(
            session,
            view,
            [],
            words=map_words(view, "COVID-19", "vi", gettext("vi")),
            notes=Notes("", "", "", ""),
            lang="vi",
            nonce="bm9uY2Utb2YtYS10ZXN0",
            asset_base="/maps/",
        )
        assert ward_of(session, Position(10.7725, 106.6980)) == "26743"  # the market of Bến Thành
    rows = csv.DictReader(data.decode().splitlines())
    week = [row for row in rows if "2021-07-04" <= row["date"] <= "2021-07-10"]
    expected = Counter()
    for row in week:
        expected[row["ward_code_2025"]] += int(row["cases"])
    assert {w.area.code: w.shown.now for w in view.wards if w.shown.now} == dict(expected)
    assert view.total == sum(expected.values()) > 0
    assert html.count('"code":"') == 168
    assert len(html.encode()) < 1_000_000

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.roles import Role
from tests import exposed, squares
from tests.web.signed_in import audit_details, frame_data, signed_in

NAME = "=Quán {{7*7}} </script><b>"


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.EPIDEMIOLOGIST, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def city(database, tmp_path, policy, now):
    """A case of the second ward met six people in one venue on Friday evening, and one in another."""
    exposed.city_of_one(database, now)
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    pho = exposed.place(database, now, ward=squares.CODES[0])
    bar = exposed.place(database, now, 106.25, name="Bar", ward=squares.CODES[2])
    friday = now - timedelta(days=3) + timedelta(hours=9)
    case = exposed.case(database, now, policy, jurisdiction=squares.CODES[1])
    exposed.met(database, case, [*((pho, uuid4(), friday) for _ in range(6)), (bar, uuid4(), friday)])
    return pho, bar


def test_the_frame_holds_ids_places_and_numbers_but_no_name(sign_in, city):
    pho, bar = city
    official = sign_in()
    data = frame_data(official.get("/official/map/frame?map=venues"))
    assert data["venues"] == [
        {"id": str(venue), "at": [10.05, lon], "count": count, "mark": ""}
        for venue, lon, count in sorted([(pho, 106.05, 6), (bar, 106.25, 1)], key=lambda one: str(one[0]))
    ]
    assert "Phở" not in official.get("/official/map/frame?map=venues").text
    lines = {area["code"]: [data["texts"][i] for i in area["lines"][0]] for area in data["areas"]}
    assert lines[squares.CODES[0]] == ["People listed, venue by venue: 6", "Venues: 1"]


def test_the_page_lists_the_venues_and_fetches_details_for_the_same_days(sign_in, city):
    page = sign_in().open("/official/map?map=venues")
    assert [given["data-code"] for tag, given in page.elements if "data-code" in given] == [
        str(v) for v in city
    ]
    [section] = [given for tag, given in page.elements if given.get("id") == "map-venue"]
    assert (section["data-disease"], section["data-until"], section["data-days"]) == (
        "covid-19",
        "2026-11-20",
        "7",
    )
    assert "Phở Hòa Pasteur" in page.text
    assert "16/11/2026" not in page.text  # 14 to 20


def test_details_come_by_an_authorised_call_that_is_written_down(sign_in, city, database):
    pho, _ = city
    answer = sign_in().get(f"/official/map/venues/{pho}?disease=covid-19&until=2026-11-20&days=7")
    assert answer.json() == {
        "name": "Phở Hòa Pasteur",
        "address": "260C Pasteur",
        "people": 6,
        "cases": 1,
        "exposures": 6,
        "days": "20/11/2026",
        "hours": "evening 6",
    }
    assert audit_details(database)[-1] == {
        "map": "venues",
        "part": "venue",
        "disease": "covid-19",
        "venue": str(pho),
    }


def test_days_are_said_with_their_weekends(sign_in, city, database, policy, now):
    pho, _ = city
    sunday = now - timedelta(days=1)
    exposed.met(database, exposed.case(database, now, policy), [(pho, uuid4(), sunday)])
    said = sign_in().get(f"/official/map/venues/{pho}?disease=covid-19").json()
    assert said["days"] == "2 days from 20/11/2026 to 22/11/2026, 1 of them at weekends"


@pytest.mark.parametrize(
    ("role", "jurisdiction"),
    [(Role.TRACER, squares.CODES[2]), (Role.APPROVER, None), (Role.AUDITOR, squares.CODES[1])],
)
def test_another_jurisdiction_or_role_finds_no_such_venue(sign_in, city, database, role, jurisdiction):
    pho, _ = city
    address = f"/official/map/venues/{pho}?disease=covid-19"
    assert sign_in(role, jurisdiction).get(address).status_code == 404
    assert str(pho) not in str(audit_details(database))
    assert sign_in(Role.TRACER, squares.CODES[1]).get(address).status_code == 200


def test_another_disease_or_week_has_no_such_venue(sign_in, city):
    official = sign_in()
    for query in ("disease=measles", "disease=covid-19&until=2026-11-13", "disease=", ""):
        assert official.get(f"/official/map/venues/{city[0]}?{query}").status_code == 404
    assert official.get(f"/official/map/venues/{uuid4()}?disease=covid-19").status_code == 404


def test_who_sees_no_venues_has_no_tab_and_no_map_of_them(sign_in, city):
    official = sign_in(Role.APPROVER)
    assert official.get("/official/map?map=venues").status_code == 403
    assert official.get("/official/map/frame?map=venues").status_code == 403
    assert not any("map=venues" in link for link in official.open("/official/map").links())


def test_of_another_ward_there_is_nothing_to_see(sign_in, city):
    official = sign_in(Role.TRACER, squares.CODES[2])
    assert frame_data(official.get("/official/map/frame?map=venues"))["venues"] == []
    assert "Nobody is listed on these days" in official.open("/official/map?map=venues").text


def test_a_name_reaches_the_page_as_it_is(sign_in, city, database, policy, now):
    venue = exposed.place(database, now)
    with database.writing() as session:
        sql = "UPDATE venues SET name = '=Quán {{7*7}} </script><b>'"
        session.connection().exec_driver_sql(sql)
    exposed.met(database, exposed.case(database, now, policy), [(venue, uuid4(), now)])
    official = sign_in()
    assert NAME in official.open("/official/map?map=venues").text
    assert official.get(f"/official/map/venues/{venue}?disease=covid-19").json()["name"] == NAME


def test_a_long_table_ends_and_says_so(sign_in, city, monkeypatch):
    monkeypatch.setattr("app.web.official.map_venues.LISTED", 1)
    official = sign_in()
    page = official.open("/official/map?map=venues")
    assert len([tag for tag, given in page.elements if "data-code" in given]) == 1
    assert "The table has the 1 venues with most people." in page.text


def test_a_file_has_no_venue_with_few_people_and_no_small_number_of_cases(sign_in, city):
    official = sign_in()
    text = official.get("/official/map/file.csv?map=venues&days=28").content.decode("utf-8-sig")
    assert "Phở Hòa Pasteur" in text
    assert "fewer than 5" in text
    assert "Bar" not in text
    assert str(city[1]) not in official.get("/official/map/file.geojson?map=venues").text
    assert "Venues with fewer than 5 people are left out" in text

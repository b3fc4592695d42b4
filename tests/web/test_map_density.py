from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.roles import Role
from tests import exposed, squares
from tests.web.signed_in import audit_details, frame_data, signed_in

MAP = "/official/map?map=density"
FRAME = "/official/map/frame?map=density"


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.EPIDEMIOLOGIST, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def city(database, tmp_path, now):
    exposed.city_of_one(database, now)
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)


@pytest.fixture
def listed(database, policy, now, city):
    """A case that met so many people on Friday, at that longitude."""

    def listed(people, longitude=106.05, **changed):
        venue = exposed.place(database, now, longitude)
        at = now - timedelta(days=3)
        exposed.met(
            database,
            exposed.case(database, now, policy, **changed),
            [(venue, uuid4(), at) for _ in range(people)],
        )

    return listed


def test_hexagons_stand_over_the_wards(sign_in, listed):
    listed(7)
    listed(1, 106.35)
    data = frame_data(sign_in().get(FRAME))
    assert [area["name"] for area in data["under"]] == list(squares.NAMES)
    assert sorted(area["name"] for area in data["areas"]) == sorted([squares.NAMES[0], squares.NAMES[3]])
    assert all(len(area["code"]) == 15 for area in data["areas"])
    assert "People: 7. Exposures: 7. Size: 0.9 km²" in data["texts"]
    assert len(data["fills"]) == 6


def test_the_page_says_the_same_as_a_table(sign_in, listed, database):
    listed(7)
    page = sign_in().open(MAP)
    [code] = [given["data-code"] for tag, given in page.elements if "data-code" in given]
    assert code == frame_data(sign_in().get(FRAME))["areas"][0]["code"]
    assert f"{squares.NAMES[0]} 8.2 7 7 0.9" in page.text
    assert "traces of all open cases, at venues with a known place." in page.text
    assert {
        "map": "density",
        "part": "frame",
        "disease": "covid-19",
        "until": "2026-11-20",
        "days": 7,
    } in audit_details(database)


def test_who_has_no_exact_numbers_gets_no_small_one(sign_in, listed):
    listed(7)
    listed(4, 106.35)
    official = sign_in(Role.APPROVER)
    data = frame_data(official.get(FRAME))
    assert [area["name"] for area in data["areas"]] == [squares.NAMES[0]]
    assert "People: 4" not in json.dumps(data)
    text = official.open(MAP).text
    assert "People in places where no hexagon holds 5: fewer than 5" in text
    assert "People listed 11" not in text
    assert "16/11/2026 to 22/11/2026" in text
    assert not [given for _, given in official.open(MAP).elements if given.get("id") in {"size", "days"}]


def test_hexagons_come_in_sizes(sign_in, listed):
    listed(7)
    official = sign_in()
    codes = [
        frame_data(official.get(f"{FRAME}&size={size}"))["areas"][0]["code"]
        for size in ("small", "large", "x")
    ]
    assert [code[:2] for code in codes] == ["89", "87", "88"]
    assert any(given.get("id") == "size" for _, given in official.open(MAP).elements)


def test_an_empty_map_shows_the_wards(sign_in, city):
    official = sign_in()
    data = frame_data(official.get(FRAME))
    assert len(data["areas"]) == len(squares.CODES)
    assert {area["ranks"][0] for area in data["areas"]} == {0}
    assert "Nobody is listed on these days" in official.open(MAP).text


def test_an_official_of_a_ward_is_told_whose_cases_these_are(sign_in, listed):
    listed(2, jurisdiction=squares.CODES[1])
    listed(9, 106.35)
    page = sign_in(Role.TRACER, squares.CODES[1]).open(MAP)
    assert "traces of the open cases of your jurisdiction" in page.text
    assert len([given for _, given in page.elements if "data-code" in given]) == 1


def test_a_file_has_no_hexagon_with_few_people(sign_in, listed):
    listed(7)
    listed(4, 106.35)
    official = sign_in()
    lines = official.get("/official/map/file.csv?map=density").text.splitlines()
    assert lines[0].startswith("\ufeffcode,name,density,people,exposures,area,")
    assert [line.split(",")[1:6] for line in lines[1:]] == [[squares.NAMES[0], "8.22", "7", "7", "0.852"]]
    shapes = json.loads(official.get("/official/map/file.geojson?map=density&size=small").text)["features"]
    assert [len(shape["properties"]["code"]) for shape in shapes] == [15]
    assert shapes[0]["properties"]["code"].startswith("88")  # no choice of size leaves the system

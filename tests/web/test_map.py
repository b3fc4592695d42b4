from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

import maps
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.store import officials, sessions
from app.usecases.import_case_counts import import_case_counts
from app.vault.tokens import digest, new_session_token, written
from app.web import cookies
from tests import squares

COUNTS = """date,ward_code,cases
2021-06-29,00010,9
2021-07-06,00004,12
2021-07-13,00004,1200
2021-07-13,00007,3
"""


@pytest.fixture
def sign_in(database, phone, now):
    """Sign the browser in as an official of a role."""

    def sign_in(role=Role.EPIDEMIOLOGIST, jurisdiction=None):
        official = Official(OfficialId(uuid4()), f"o{uuid4().hex[:8]}", "Trần Văn Đức", role, jurisdiction)
        token = new_session_token()
        with database.writing() as session:
            officials.add(session, official, now=now)
            sessions.add(session, digest(token), SignedIn(official.id, None, now, now))
        phone.cookies.set(cookies.OFFICIAL, written(token))
        return phone

    return sign_in


@pytest.fixture
def city(database, tmp_path, policy, now):
    """Four wards, the first with a name that must reach every page as it is, and a few counts."""
    features = [squares.feature(i) for i in range(4)]
    features[0]["properties"]["name"] = "=Bến {{7*7}} </script><b>"
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)
    with database.writing() as session:
        import_case_counts(
            session, COUNTS.encode(), source="f.csv", disease="covid-19", policy=policy, now=now
        )


def frame_data(answer):
    return json.loads(re.search(r'id="case-map-data">(.*?)</script>', answer.text)[1])


@pytest.mark.parametrize(
    "path", ["", "/frame", "?map=time", "/venues/00000000-0000-0000-0000-000000000000?disease=measles"]
)
def test_the_map_is_for_officials_who_may_see_it(phone, sign_in, path):
    answer = phone.get(f"/official/map{path}")
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/official/sign-in")
    assert sign_in(Role.ADMINISTRATOR).get(f"/official/map{path}").status_code == 403


def test_without_wards_the_page_says_what_to_do(sign_in):
    page = sign_in().open("/official/map")
    assert "ghe import wards" in page.text
    assert not [tag for tag, _ in page.elements if tag == "iframe"]


def test_without_counts_the_wards_are_there_and_the_page_says_so(sign_in, database, tmp_path, now):
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    official = sign_in()
    assert "ghe import case-counts" in official.open("/official/map").text
    data = frame_data(official.get("/official/map/frame"))
    assert {data["fills"][area["ranks"][0]] for area in data["areas"]} == {"var(--no-data)"}


@pytest.mark.usefixtures("city")
def test_the_page_holds_the_frame_and_the_same_numbers_as_a_table(sign_in):
    page = sign_in().open("/official/map")
    [frame] = [given for tag, given in page.elements if tag == "iframe"]
    assert frame["sandbox"] == "allow-scripts"
    assert frame["src"] == "/official/map/frame?disease=covid-19&until=2021-07-13"
    assert "1,200" in page.text
    assert "=Bến {{7*7}} </script><b>" in page.text
    assert "07/07/2021 to 13/07/2021" in page.text
    assert "f.csv" in page.text


@pytest.mark.usefixtures("city")
def test_the_frame_has_a_policy_of_its_own_and_never_this_origin(sign_in):
    official = sign_in()
    answers = [official.get("/official/map/frame") for _ in range(2)]
    policies = [answer.headers["content-security-policy"] for answer in answers]
    assert policies[0] != policies[1]  # a nonce serves one answer
    for answer, policy in zip(answers, policies, strict=True):
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert policy.endswith("; sandbox allow-scripts")
        assert "allow-same-origin" not in policy + answer.text
        assert "unsafe" not in policy
        nonce = re.search(r"script-src 'nonce-([^']+)'", policy)[1]
        assert f'<script nonce="{nonce}">' in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
    data = frame_data(answers[0])
    told = [(area["code"], [data["texts"][i] for i in area["lines"][0]]) for area in data["areas"]]
    assert told[:2] == [
        ("00004", ["Cases: 1,200", "Per 100,000 people: 2,400.0", "1,188 more than in the 7 days before"]),
        ("00007", ["Cases: 3", "Per 100,000 people: 6.0", "3 more than in the 7 days before"]),
    ]
    assert data["areas"][0]["name"] == "=Bến {{7*7}} </script><b>"
    assert "allow-same-origin" not in official.get("/official/map").text


@pytest.mark.usefixtures("city")
def test_who_has_no_exact_numbers_gets_none_in_page_or_frame(sign_in):
    official = sign_in(Role.APPROVER)
    assert "fewer than 5" in official.open("/official/map?until=18/07/2021").text
    answer = official.get("/official/map/frame?until=18/07/2021")
    data = frame_data(answer)
    ranks = {area["code"]: area["ranks"][0] for area in data["areas"]}
    assert data["fills"][ranks["00007"]] == "url(#hatch)"
    assert "Cases: 3" not in answer.text
    assert "Cases: 1,200" in answer.text


def test_every_map_says_where_its_populations_are_from(sign_in, database, tmp_path, now):
    squares.take_in(database, squares.written(tmp_path / "1.json"), now)
    assert "year not stated" in sign_in().open("/official/map").text
    squares.take_in(
        database, squares.written(tmp_path / "2.json", [squares.feature(0)]), now, population="census, 2024"
    )
    assert "Population: census, 2024." in sign_in().open("/official/map").text
    assert "Population: census, 2024." in sign_in().get("/official/map/frame").text


@pytest.mark.usefixtures("city")
def test_rates_are_another_measure_of_the_same_cases(sign_in):
    official = sign_in()
    assert "per 100,000 people" in official.get("/official/map/frame?measure=rate").text
    data = frame_data(official.get("/official/map/frame?measure=rate"))
    assert data["texts"][data["areas"][1]["lines"][0][0]] == "Per 100,000 people: 6.0"
    assert "measure=rate" in official.get("/official/map?measure=rate").text.split("map-frame")[2]


@pytest.mark.usefixtures("city")
def test_the_map_in_time_has_a_frame_for_every_day_and_the_page_their_dates(sign_in):
    official = sign_in()
    page = official.open("/official/map?map=time")
    [frame] = [given for tag, given in page.elements if tag == "iframe"]
    days = frame["data-days"].split()
    assert (days[0], days[-1], len(days)) == ("2021-06-29", "2021-07-13", 15)
    data = frame_data(official.get(frame["src"]))
    assert data["steps"] == [f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in days]
    assert len(data["areas"][0]["ranks"]) == 15


@pytest.mark.usefixtures("city")
def test_a_kind_that_does_not_exist_is_the_first_one(sign_in):
    assert "Cases by ward" in sign_in().open("/official/map?map=nothing").text


@pytest.mark.usefixtures("city")
def test_a_search_needs_no_accents_and_no_script(sign_in):
    official = sign_in()
    codes = [
        given["data-code"]
        for tag, given in official.open("/official/map?q=DA KAO").elements
        if "data-code" in given
    ]
    assert codes == ["00007"]
    assert "No ward has this name" in official.open("/official/map?q=nowhere").text


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", "00004"),
        ("sort=rate", "00004"),
        ("sort=nonsense", "00004"),
        ("sort=name", "00007"),
        ("sort=name&order=down", "00004"),
        ("sort=cases&order=up", "00010"),
    ],
)
def test_the_table_is_sorted_by_the_address(sign_in, query, first):
    page = sign_in().open(f"/official/map?{query}")
    assert next(given["data-code"] for _, given in page.elements if "data-code" in given) == first


@pytest.mark.usefixtures("city")
def test_a_day_that_is_none_is_named_and_kept(sign_in):
    answer = sign_in().get("/official/map?until=31/02/2021")
    assert answer.status_code == 400
    assert 'value="31/02/2021"' in answer.text
    assert "07/07/2021 to 13/07/2021" in answer.text


@pytest.mark.usefixtures("city")
def test_looking_back_shows_other_days(sign_in):
    page = sign_in().open("/official/map?until=06/07/2021&days=7")
    assert "30/06/2021 to 06/07/2021" in page.text
    assert any("until=2021-07-13" in link for link in page.links())


def test_assets_are_public_and_kept_for_ever(phone):
    for name in maps.asset_names():
        answer = phone.get(f"/maps/{name}")
        assert answer.content == maps.asset(name).body
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        # The frame has no origin: to it this host is another site.
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert phone.get("/maps/leaflet.000000000000.js").status_code == 404


@pytest.mark.usefixtures("city")
def test_a_venue_that_is_not_on_the_map_has_no_details(sign_in):
    assert sign_in().get(f"/official/map/venues/{uuid4()}?disease=measles").status_code == 404

from __future__ import annotations

import csv
import io
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
    "path", ["", "/frame", "/cases.csv", "/venues/00000000-0000-0000-0000-000000000000?disease=measles"]
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
    legend_end = len(frame_data(official.get("/official/map/frame"))["fills"]) - 1
    assert {area["rank"] for area in frame_data(official.get("/official/map/frame"))["areas"]} == {legend_end}


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
    assert [(area["code"], area["lines"]) for area in data["areas"]][:2] == [
        ("00004", ["Cases: 1,200", "1,188 more than in the 7 days before"]),
        ("00007", ["Cases: 3", "3 more than in the 7 days before"]),
    ]
    assert data["areas"][0]["name"] == "=Bến {{7*7}} </script><b>"
    assert "allow-same-origin" not in official.get("/official/map").text


@pytest.mark.usefixtures("city")
def test_who_has_no_exact_numbers_gets_none_in_page_frame_or_file(sign_in):
    official = sign_in(Role.APPROVER)
    assert "fewer than 5" in official.open("/official/map").text
    ranks = {a["code"]: a["rank"] for a in frame_data(official.get("/official/map/frame"))["areas"]}
    assert ranks["00007"] == len(maps.DEFAULT_BREAKS) + 1  # hidden
    assert "Cases: 3" not in official.get("/official/map/frame").text


@pytest.mark.usefixtures("city")
def test_the_file_hides_small_numbers_from_everybody_and_runs_nothing(sign_in):
    answer = sign_in().get("/official/map/cases.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["code"], row["cases"], row["cases_before"]) for row in rows] == [
        ("00004", "1200", "12"),
        ("00007", "<5", "0"),
        ("00010", "0", "0"),
        ("00013", "0", "0"),
    ]
    assert rows[0]["name"] == "'=Bến {{7*7}} </script><b>"
    assert rows[0]["source"].startswith("f.csv")


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

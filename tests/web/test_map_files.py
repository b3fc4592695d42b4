"""The officials' maps as files that leave the system."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfReader

from app.domain.audit import AuditAction
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.store import audit, officials, sessions
from app.usecases.import_case_counts import import_case_counts
from app.vault.tokens import digest, new_session_token, written
from app.web import cookies
from app.web.official.map_files import MEDIA
from app.web.official.map_kinds import KINDS
from tests import squares

COUNTS = """date,ward_code,cases
2021-06-29,00010,9
2021-07-06,00004,12
2021-07-08,00004,1200
2021-07-08,00007,3
"""


@pytest.fixture
def sign_in(database, phone, now):
    def sign_in(role=Role.EPIDEMIOLOGIST, jurisdiction=None):
        official = Official(OfficialId(uuid4()), f"o{uuid4().hex[:8]}", "Trần Văn Đức", role, jurisdiction)
        token = new_session_token()
        with database.writing() as session:
            officials.add(session, official, now=now)
            sessions.add(session, digest(token), SignedIn(official.id, None, now, now))
        phone.cookies.set(cookies.OFFICIAL, written(token))
        phone.official = official
        return phone

    return sign_in


@pytest.fixture(autouse=True)
def city(database, tmp_path, policy, now):
    """Four wards, the first with a name that must reach every file harmless and whole."""
    features = [squares.feature(i) for i in range(4)]
    features[0]["properties"]["name"] = "=Bến {{7*7}} </script><b>"
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)
    with database.writing() as session:
        import_case_counts(
            session, COUNTS.encode(), source="f.csv", disease="covid-19", policy=policy, now=now
        )


def exports(database):
    with database.reading() as session:
        return [
            entry
            for entry in audit.newest(session, before=None, limit=50)
            if entry.action == AuditAction.MAP_EXPORTED
        ]


def rows(answer):
    return {row["code"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}


def test_files_are_for_officials_who_may_see_the_map(phone, sign_in):
    assert phone.get("/official/map/file.csv").status_code == 303
    assert sign_in(Role.ADMINISTRATOR).get("/official/map/file.csv").status_code == 403
    assert sign_in(Role.APPROVER).get("/official/map/file.csv?map=venues").status_code == 403


def test_numbers_under_five_leave_for_nobody_and_come_by_whole_weeks(sign_in):
    official = sign_in()
    assert "Cases: 3" in official.get("/official/map/frame?until=08/07/2021").text
    found = rows(official.get("/official/map/file.csv?until=11/07/2021"))
    assert (found["00007"]["value"], found["00007"]["status"]) == ("", "hidden")
    assert (found["00004"]["value"], found["00004"]["status"]) == ("1212", "shown")
    assert found["00013"]["value"] == "0"
    week = rows(official.get("/official/map/file.csv?until=08/07/2021&days=1"))
    assert "28/06/2021 to 04/07/2021" in week["00004"]["title"]
    assert week["00010"]["value"] == "9"


def test_names_are_harmless_in_spreadsheets_and_whole_elsewhere(sign_in):
    official = sign_in()
    name = "=Bến {{7*7}} </script><b>"
    assert rows(official.get("/official/map/file.csv"))["00004"]["name"] == f"'{name}"
    document = json.loads(official.get("/official/map/file.geojson").content)
    assert document["features"][0]["properties"]["name"] == name
    ET.fromstring(official.get("/official/map/file.svg").content)


def test_each_form_is_what_it_says_it_is_and_names_who_took_it(sign_in):
    official = sign_in()
    files = {form: official.get(f"/official/map/file.{form}?until=11/07/2021") for form in MEDIA}
    for form, answer in files.items():
        assert answer.headers["content-type"] == MEDIA[form]
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="ghe-incidence-covid-19-2021-07-11.{form}"'
        )
        assert "no-store" in answer.headers["cache-control"]
    who = official.official.user_name
    assert who in Image.open(io.BytesIO(files["png"].content)).text["Description"]
    (page,) = PdfReader(io.BytesIO(files["pdf"].content)).pages
    assert who in page.extract_text()
    assert who in "".join(ET.fromstring(files["svg"].content).itertext())
    assert who in rows(files["csv"])["00004"]["exported"]
    with sqlite3.connect(":memory:") as package:
        package.deserialize(files["gpkg"].content)
        assert package.execute("SELECT count(*) FROM areas").fetchone() == (4,)
    package.close()


def test_a_file_names_who_took_it_and_its_entry_in_the_audit(sign_in, database):
    official = sign_in()
    metadata = json.loads(official.get("/official/map/file.geojson?until=11/07/2021").content)["metadata"]
    [entry] = exports(database)
    assert entry.actor == official.official.id
    assert {key: entry.detail[key] for key in ("map", "form", "disease")} == {
        "map": "incidence",
        "form": "geojson",
        "disease": "covid-19",
    }
    number = f"{entry.number}-{entry.detail['check'].upper()}"
    assert official.official.user_name in metadata["exported"]
    assert metadata["exported"].endswith(number)
    other = json.loads(official.get("/official/map/file.geojson").content)["metadata"]
    assert not other["exported"].endswith(number)
    assert len({entry.detail["check"] for entry in exports(database)}) == 2


def test_a_map_in_time_is_one_sheet_of_weeks(sign_in):
    official = sign_in()
    svg = official.get("/official/map/file.svg?map=time&until=11/07/2021").text
    for day in ("04/07/2021", "11/07/2021"):
        assert f">{day}<" in svg
    answer = official.get("/official/map/file.csv?map=time&until=11/07/2021")
    periods = {row["period"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert {"04/07/2021", "11/07/2021"} <= periods


def test_the_paper_is_chosen_by_the_address_and_other_forms_do_not_exist(sign_in, database):
    official = sign_in()
    sizes = [
        Image.open(io.BytesIO(official.get(f"/official/map/file.png?paper={paper}").content)).size
        for paper in ("a4", "a4-portrait", "wide")
    ]
    assert [round(width / height, 2) for width, height in sizes] == [1.41, 0.71, 1.78]
    taken = len(exports(database))
    for path in ("file.gif", "file.png?paper=letter", "file.", "file.csv/../file.csv.exe"):
        assert official.get(f"/official/map/{path}").status_code == 404
    assert len(exports(database)) == taken == 3


def test_every_kind_of_map_can_leave_as_a_file(sign_in):
    official = sign_in()
    for kind in (kind.slug for kind in KINDS):
        for form in ("svg", "csv", "geojson"):
            answer = official.get(f"/official/map/file.{form}?map={kind}")
            assert (answer.status_code, f"ghe-{kind}-" in answer.headers["content-disposition"]) == (
                200,
                True,
            )


def test_the_page_links_to_all_files_with_its_own_choice(sign_in):
    page = sign_in().open("/official/map?map=time&measure=rate&lang=vi&sort=rate&q=a")
    links = [link for link in page.links() if "/official/map/file." in link]
    assert {link.split("?")[0].rsplit(".", 1)[1] for link in links} == set(MEDIA)
    assert all("map=time" in link and "measure=rate" in link and "lang=vi" in link for link in links)
    assert not any("sort=" in link or "q=" in link for link in links)
    assert any("paper=wide" in link for link in links)

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from app.domain.map_releases import Block, MapRelease
from app.domain.windows import Window
from app.store import map_releases
from tests import squares
from tests.squares import CODES

NAME = "=Bến {{7*7}} </script><b>"
"""A ward's, and it must reach every page and file as it is, or harmless."""


@pytest.fixture
def boundaries(database, tmp_path, now):
    features = [squares.feature(i) for i in range(4)]
    features[0]["properties"]["name"] = NAME
    return squares.take_in(database, squares.written(tmp_path / "w.json", features), now).taken.id


@pytest.fixture
def released(database, boundaries, now):
    """Make a release: one ward without a case, two together, one told singly, unless told otherwise."""
    first = MapRelease(
        number=0,
        disease="covid-19",
        period=Window(date(2026, 11, 9), date(2026, 11, 15)),
        k=10,
        blocks=(Block((CODES[0], CODES[2]), 27, 1), Block((CODES[1],), 0), Block((CODES[3],), 1041)),
        elsewhere=0,
        late=None,
        narrowest=25,
        rule="1",
        boundaries=boundaries,
        sources=(),
        own_cases=True,
        made_at=now,
    )

    def make(weeks=0, **changed):
        release = replace(first, period=first.period.moved(weeks), **changed)
        with database.writing() as session:
            return map_releases.add(session, release, counted=1068)

    return make


def data_of(answer):
    return json.loads(re.search(r'id="case-map-data">(.*?)</script>', answer.text)[1])


def test_before_the_first_release_the_page_says_so(phone):
    page = phone.open("/map")
    assert "No map has been released yet" in page.text
    assert phone.get("/map/releases/1").status_code == 404
    assert phone.get("/map/1.csv").status_code == 404


def test_everybody_sees_the_newest_release_without_signing_in(phone, released):
    released()
    newest = released(1)
    page = phone.open("/map")
    assert "16/11/2026 to 22/11/2026" in page.text
    assert "1,068" in page.text
    assert f"/map/releases/{newest.number}/frame?lang=en&measure=rate" in str(page.elements)
    assert not any(name == "set-cookie" for name in phone.get("/map").headers)


def test_wards_that_stand_together_are_one_row_and_zero_is_zero(phone, released):
    released()
    text = phone.open("/map").text
    assert f"Phú Định, {NAME} (together) 27 27" in text or f"{NAME}, Phú Định (together) 27 27" in text
    assert "Đa Kao 0 0" in text
    assert "Thạnh Lộc 1,041 2,082" in text


def test_the_page_explains_why_wards_stand_together_and_how_late_cases_are_told(phone, released):
    released()
    released(1, late=-12, elsewhere=31)
    text = phone.open("/map").text
    assert "So a ward with 1 to 9 cases is told only together with others near it." in text
    assert "it may be any in a range of 25 or more" in text
    assert "Late cases of earlier releases: \u221212" in text
    assert "Cases without a ward on this map: 31" in text


def test_what_is_too_small_is_said_so_and_a_first_release_has_no_late_cases(phone, released):
    first = released(elsewhere=None)
    second = released(1, blocks=(Block(CODES, None),), narrowest=11)
    text = phone.open("/map").text
    assert "Late cases of earlier releases: fewer than 12" in text
    assert "Cases fewer than 12" in text
    text = phone.open(f"/map/releases/{first.number}").text
    assert "Late cases" not in text
    assert "Cases without a ward on this map: fewer than 12" in text
    assert phone.get(f"/map/releases/{second.number}/frame").status_code == 200
    lines = list(csv.DictReader(io.StringIO(phone.get(f"/map/{second.number}.csv").text.lstrip("\ufeff"))))
    assert [line["cases"] for line in lines] == ["fewer than 12"]


def test_a_city_with_few_cases_does_not_say_how_many_wards_have_any(phone, released):
    released()
    assert "Wards with cases 3 of 4" in phone.open("/map").text
    released(1, blocks=(Block(CODES, 13),), narrowest=11)
    text = phone.open("/map").text
    assert "Cases 13" in text
    assert "Wards with cases" not in text


def test_an_older_release_stays_where_it_was_and_leads_to_the_newest(phone, released):
    old, new = released(), released(1)
    page = phone.open(f"/map/releases/{old.number}")
    assert "There is a newer release" in page.text
    assert f"/map/releases/{new.number}" in page.links()
    assert "There is a newer release" not in phone.open(f"/map/releases/{new.number}").text


def test_each_disease_has_a_map_of_its_own(phone, released):
    released()
    released(disease="measles")
    assert "/map?disease=covid-19" in phone.open("/map").links()
    assert "09/11/2026" in phone.open("/map?disease=covid-19").text
    assert phone.get("/map?disease=mpox").status_code == 404


def test_a_ward_is_found_by_its_name_without_accents_wherever_it_stands(phone, released):
    released()
    found = phone.open("/map?q=phu dinh")
    assert "(together)" in found.text
    assert "Đa Kao" not in found.text
    assert "Thạnh Lộc 1,041" in phone.open(f"/map?q={CODES[3]}").text
    assert "No ward has this name or code" in phone.open("/map?q=nowhere").text


def test_the_frame_draws_one_area_for_each_block_under_a_fresh_nonce(phone, released):
    number = released().number
    first, second = (phone.get(f"/map/releases/{number}/frame?lang=en") for _ in range(2))
    data = data_of(first)
    assert sorted(area["code"] for area in data["areas"]) == sorted(
        [f"{CODES[0]}+{CODES[2]}", CODES[1], CODES[3]]
    )
    nonces = [
        re.search(r"script-src 'nonce-([^']+)'", answer.headers["content-security-policy"])[1]
        for answer in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert first.text.replace(nonces[0], "") == second.text.replace(nonces[1], "")
    assert first.text.count(nonces[0]) > 3
    assert "{{7*7}}" in data["areas"][0]["name"]
    assert "</script><b>" not in first.text
    assert "sandbox allow-scripts" in first.headers["content-security-policy"]
    assert first.headers["cache-control"] == "public, max-age=3600"


def test_counts_hatch_wards_that_stand_together_and_rates_colour_them(phone, released):
    number = released().number
    rates = data_of(phone.get(f"/map/releases/{number}/frame?measure=rate&lang=en"))
    counts = data_of(phone.get(f"/map/releases/{number}/frame?measure=count&lang=en"))
    assert len(rates["outlines"]) == 1
    assert counts["outlines"] == []
    assert "Per 100,000 people a week: 27.0" in rates["texts"]
    assert "Cases: 27 in 2 wards together" in json.dumps(rates)
    assert "Cases: 27 in 2 wards together" in json.dumps(counts)


def test_a_page_that_has_not_changed_is_not_sent_again(phone, released):
    released()
    first = phone.get("/map")
    tag = first.headers["etag"]
    again = phone.get("/map", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"].startswith("public")
    assert first.headers["vary"] == "Accept-Language"
    assert phone.get("/map?lang=vi", headers={"if-none-match": tag}).status_code == 200
    released(1)
    assert phone.get("/map", headers={"if-none-match": tag}).status_code == 200


def test_files_hold_the_sums_of_blocks_and_nothing_smaller(phone, released):
    number = released().number
    answer = phone.get(f"/map/{number}.csv")
    assert answer.headers["content-disposition"].endswith(f'-{number}.csv"')
    lines = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert {line["codes"]: line["cases"] for line in lines} == {
        f"{CODES[0]}+{CODES[2]}": "27",
        CODES[1]: "0",
        CODES[3]: "1041",
    }
    assert all(line["rule"] and line["source"] and line["version"] and line["as_of"] for line in lines)
    assert not any(line["names"].startswith("=") for line in lines)
    shapes = json.loads(phone.get(f"/map/{number}.geojson").text)
    areas = {f["properties"]["code"]: f["properties"]["value"] for f in shapes["features"]}
    assert areas == {f"{CODES[0]}+{CODES[2]}": 27, CODES[1]: 0, CODES[3]: 1041}


def test_the_map_is_a_picture_and_a_sheet_too(phone, released):
    number = released().number
    png, pdf = (phone.get(f"/map/{number}.{form}") for form in ("png", "pdf"))
    assert (png.content[:4], png.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (pdf.content[:5], pdf.headers["content-type"]) == (b"%PDF-", "application/pdf")
    again = phone.get(f"/map/{number}.png", headers={"if-none-match": png.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/map/{}.exe", "/map/{}.gpkg.csv", "/map/x.csv", "/map/99999999999999999999.csv"]
)
def test_other_addresses_are_not_there(phone, released, path):
    assert phone.get(path.format(released().number)).status_code in {404, 422}


def test_where_few_people_are_known_counts_are_drawn(database, phone, released, tmp_path, now):
    bare = [squares.feature(i, population=900) for i in range(4)]
    version = squares.take_in(database, squares.written(tmp_path / "bare.json", bare), now).taken.id
    number = released(boundaries=version).number
    page = phone.open("/map")
    assert f"/map/releases/{number}/frame?lang=en&measure=count" in str(page.elements)
    assert "Thạnh Lộc 1,041 –" in page.text  # noqa: RUF001 - a dash where there is no rate


def test_the_start_page_leads_to_the_map(phone):
    assert "/map" in phone.open("/").links()
    assert "/map?lang=vi" in phone.open("/?lang=vi").links()

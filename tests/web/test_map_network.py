"""The venue network over HTTP."""

from __future__ import annotations

import pytest

from app.domain.roles import Role
from app.usecases.name_infector import name_infector
from tests.outbreaks import Town
from tests.squares import take_in, written
from tests.web.signed_in import audit_details, frame_data, signed_in

NETWORK = "/official/map?map=network"
FRAME = "/official/map/frame?map=network"


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.TRACER, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def places(client, clock, tmp_path):
    """Two friends at dinner and at karaoke, one of them at a temple too."""
    ghe = client.app_state["ghe"]
    take_in(ghe.database, written(tmp_path / "w.json"), clock.now)
    town = Town(ghe.database, ghe.keys, ghe.policy, clock.now)
    names = ("Tiệc cưới Hoa Sen", "Karaoke 68", "Chùa Vĩnh Nghiêm")
    hall, karaoke, temple = (town.venue(name) for name in names)
    town.walk(([0, 1, 2], hall, 9, 19, 22), ([0, 1], karaoke, 8, 20, 22), (0, temple, 7, 8, 9))
    official = town.official()
    found = [town.case(official, number, onset) for number, onset in ((0, 8), (1, 5), (2, 4))]
    with ghe.database.writing() as session:
        for case in found[1:]:
            given = {"reason": "cùng bàn", "policy": ghe.policy, "now": clock.now, "keys": ghe.keys}
            takes = name_infector.__code__.co_varnames
            name_infector(session, official, case, found[0], **{k: v for k, v in given.items() if k in takes})
    return hall, karaoke, temple


def test_it_is_for_those_who_may_see_exact_numbers(phone, sign_in, places):
    for part in ("", "/frame", "/file.csv"):
        assert phone.get(f"/official/map{part}?map=network").status_code == 303
        assert sign_in(Role.AUDITOR).get(f"/official/map{part}?map=network").status_code == 403
        phone.cookies.clear()


def test_the_drawing_holds_numbers_and_no_names(sign_in, places):
    hall, karaoke, temple = places
    answer = sign_in().get(FRAME)
    data = frame_data(answer)
    assert [(venue["id"], venue["count"], venue["mark"]) for venue in data["venues"]] == [
        (str(hall), 3, "1"),
        (str(karaoke), 2, "2"),
    ]
    [link] = data["links"]
    assert (set(link["ends"]), link["count"]) == ({str(hall), str(karaoke)}, 2)
    for hidden in ("Hoa Sen", "Karaoke 68", "Vĩnh Nghiêm", str(temple), "No data"):
        assert hidden not in answer.text
    assert "nobody&#x27;s own way is drawn" in answer.text


def test_the_page_names_the_venues_and_lists_the_links(sign_in, places):
    page = sign_in().open(NETWORK)
    codes = [given["data-code"] for tag, given in page.elements if "data-code" in given]
    assert codes == [str(venue) for venue in places[:2]]
    assert "Tiệc cưới Hoa Sen 1 3 1 260C Pasteur" in page.text
    assert "Cases in common" in page.text
    assert "Vĩnh Nghiêm" not in page.text
    assert "Venues of one household only, never named: 1" in page.text
    assert "27/10/2026 to 23/11/2026" in page.text
    [chains] = [link for link in page.links() if link.startswith("/official/chains?")]
    assert chains == "/official/chains?disease=covid-19"


def choice(page):
    return next(dict(form.fields)["outbreak"] for form in page.forms if "outbreak" in dict(form.fields))


def test_one_outbreak_is_chosen_by_the_address(sign_in, places, database):
    official = sign_in()
    page = official.open(NETWORK)
    options = [given["value"] for tag, given in page.elements if tag == "option"]
    [reference] = [value for value in options if value and not value.isdecimal()]
    assert "Outbreak 1 (cases: 3, venues: 2)" in page.text
    assert choice(page) == ""
    chosen = official.open(f"{NETWORK}&outbreak={reference}")
    assert choice(chosen) == reference
    assert audit_details(database)[-1]["outbreak"] == 1
    assert [
        venue["mark"] for venue in frame_data(official.get(f"{FRAME}&outbreak={reference}"))["venues"]
    ] == [
        "1",
        "2",
    ]


@pytest.mark.abuse("AB-25")
def test_another_ward_sees_nothing_of_it(sign_in, places):
    official = sign_in(Role.TRACER, "26734")
    data = frame_data(official.get(FRAME))
    assert (data["venues"], data["links"]) == ([], [])
    page = official.open(NETWORK)
    assert "These cases have no venue in common" in page.text
    assert "Hoa Sen" not in page.text


def test_a_file_has_nothing_below_five_cases(sign_in, places):
    answer = sign_in().get("/official/map/file.csv?map=network&until=2026-11-16")
    assert answer.status_code == 200
    assert "Hoa Sen" not in answer.content.decode("utf-8-sig")


def test_a_length_that_is_none_of_its_own_is_four_weeks(sign_in, places, database):
    official = sign_in()
    for asked, shown in (("", 28), ("&days=7", 28), ("&days=14", 14), ("&days=56", 56)):
        official.open(NETWORK + asked)
        assert audit_details(database)[-1]["days"] == shown

"""The screen at a door: what its page holds, who opens it, and a person who scans it."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sqlmodel import select

from app.domain.assurance import Assurance
from app.domain.screen_links import MOST_LINKS
from app.store.db import open_database
from app.store.tables import VisitRow
from app.web import words


@pytest.fixture
def assurances(database_url):
    def read():
        database = open_database(database_url)
        with database.reading() as session:
            found = [Assurance(kind) for kind in session.exec(select(VisitRow.assurance))]
        database.close()
        return found

    return read


def drawn(source):
    """The symbols of a page, read as a camera would."""
    texts = []
    for side, path in re.findall(
        r'viewBox="0 0 (\d+) \1" role="img".*?<path fill="#000" d="([^"]+)"', source
    ):
        size = int(side) * 4
        picture = Image.new("L", (size, size), 255)
        pen = ImageDraw.Draw(picture)
        for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
            x, y = int(left) * 4, int(top) * 4
            pen.rectangle((x, y, x + int(length) * 4 - 1, y + 3), fill=0)
        [seen] = zxingcpp.read_barcodes(picture)
        texts.append(seen.text)
    return texts


def address(url):
    """The path of a scanned address, as the phone asks for it."""
    assert url.startswith("HTTPS://TESTSERVER/V/")
    return url.removeprefix("HTTPS://TESTSERVER")


@pytest.fixture
def screen(venue):
    """The path of the venue's own screen."""
    return f"/venue/{venue.id}/screen"


@pytest.fixture
def new_link(venue):
    def make():
        page = venue.owner.open(f"/venue/{venue.id}/screens")
        [form] = [form for form in page.forms if form.action == f"/venue/{venue.id}/screens"]
        answer = venue.owner.send(form)
        assert answer.status_code == 200, answer.text
        [link] = re.findall(r"https://testserver(/screen/[0-9A-Z-]{24})<", answer.text)
        assert drawn(answer.text) == [f"https://testserver{link}"], "a tablet can scan it"
        return link

    return make


# ---- the page ----


def test_it_shows_the_code_of_now_and_holds_the_next(venue, screen, clock):
    clock.pass_by(seconds=7)
    source = venue.owner.get(screen).text
    now, following = drawn(source)
    assert now.startswith(f"HTTPS://TESTSERVER/V/{venue.code}")
    assert following.startswith(f"HTTPS://TESTSERVER/V/{venue.code}")
    assert now != following
    assert 'data-left="23000"' in source
    clock.pass_by(seconds=23)
    assert drawn(venue.owner.get(screen).text)[0] == following


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Scan the code when you arrive", "Mời quét mã khi đến", "Sign of the hour"]),
        ("vi", ["Mời quét mã khi đến", "Scan the code when you arrive", "Ký hiệu của giờ này"]),
    ],
)
def test_it_says_in_both_languages_what_to_do(venue, screen, language, said):
    venue.owner.language = language
    page = venue.owner.open(screen)
    assert page.heading == said[0]
    for one in [
        *said,
        "Phở Hòa Pasteur",
        f"{venue.typed[:4]}\u00a0{venue.typed[4:8]}".replace("\u00a0", " "),
    ]:
        assert one in page.text


def test_the_sign_of_the_hour_is_the_one_on_receipts(phone, venue, screen):
    receipt = phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    [sign] = [part.split()[:2] for part in receipt.text.split("Sign of the hour: ")[1:]]
    [shown] = [part.split()[:2] for part in venue.owner.open(screen).text.split("Sign of the hour: ")[1:]]
    assert shown == sign


def test_without_a_script_it_comes_again_just_after_the_change(venue, screen, clock, read):
    clock.pass_by(seconds=29.4)
    page = venue.owner.open(screen)
    [refresh] = [given for tag, given in page.elements if given.get("http-equiv") == "refresh"]
    assert refresh["content"] == "1"
    source = venue.owner.get(screen).text
    assert re.search(r'<noscript><meta http-equiv="refresh"', source), "with one it must not flicker"
    clock.pass_by(seconds=1)
    again = venue.owner.get(screen).text
    assert drawn(again)[0] == drawn(source)[1]


def test_the_countdown_moves_without_a_script_and_without_a_style(venue, screen, clock):
    clock.pass_by(seconds=15)
    source = venue.owner.get(screen).text
    assert 'from="50.0" to="0" dur="15.0s"' in source
    assert "style=" not in source
    assert "<script>" not in source


def test_what_it_says_when_it_is_out_of_date_stands_ready_and_unseen(venue, screen):
    page = venue.owner.open(screen)
    [stale] = [given for _, given in page.elements if given.get("id") == "stale"]
    assert "hidden" in stale
    assert "This screen is out of date" in page.text


# ---- who opens it ----


def test_only_the_owner_opens_the_page_of_a_venue(other_phone, venue, register, screen):
    assert other_phone.get(screen).headers["location"].startswith("/venue/sign-in")
    register(other_phone, name="Quán khác", address="Nơi khác")
    for path in (screen, f"/venue/{venue.id}/screens"):
        assert other_phone.get(path).status_code == 404
    assert other_phone.post(f"/venue/{venue.id}/screens").status_code == 404
    assert other_phone.post(f"/venue/{venue.id}/screens/end", data={"link": "0" * 64}).status_code == 404


def test_a_link_shows_the_same_to_a_browser_that_is_nobodys(venue, screen, new_link, bare_phone):
    link = new_link()
    answer = bare_phone.get(link)
    assert drawn(answer.text) == drawn(venue.owner.get(screen).text)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    for secret in (venue.id, venue.key):
        assert secret not in answer.text, "nothing of the owner's, and no way into the venue's page"
    assert not re.findall(r'href="/venue|action="', answer.text)
    assert bare_phone.get(f"/venue/{venue.id}/screen").status_code == 303


def test_a_link_is_ended_and_only_that_one(venue, new_link, bare_phone, read):
    lost, kept = new_link(), new_link()
    page = venue.owner.open(f"/venue/{venue.id}/screens")
    assert f"Link ending in {lost[-4:]}" in page.text
    forms = [form for form in page.forms if form.action.endswith("/end")]
    assert len(forms) == 2
    order = re.findall(r"Link ending in (\w{4})", page.text)
    assert venue.owner.send(forms[order.index(lost[-4:])]).status_code == 303
    gone = bare_phone.get(lost)
    assert gone.status_code == 404
    assert "This screen's link does not work any more" in read(gone.text).text
    assert bare_phone.get(kept).status_code == 200
    assert lost[-4:] not in venue.owner.open(f"/venue/{venue.id}/screens").text


def test_twenty_links_are_enough(venue, new_link, read):
    for _ in range(MOST_LINKS):
        new_link()
    answer = venue.owner.post(f"/venue/{venue.id}/screens")
    assert answer.status_code == 409
    assert "twenty screens" in read(answer.text).text


def test_the_key_stands_nowhere_but_on_the_page_that_made_it(venue, new_link, database_url):
    key = new_link().removeprefix("/screen/")
    page = venue.owner.get(f"/venue/{venue.id}/screens").text
    assert key not in page
    assert key.replace("-", "") not in page
    database = open_database(database_url)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM screen_links").all()
    database.close()
    assert key.replace("-", "") not in repr(rows)


# ---- a person before it ----


@pytest.mark.parametrize("which", ["phone", "bare_phone"])
def test_scan_tap_and_be_recorded_as_somebody_who_was_there(which, request, venue, screen, clock, assurances):
    phone = request.getfixturevalue(which)
    [now, _] = drawn(venue.owner.get(screen).text)
    door = phone.open(address(now))
    assert door.heading == "Phở Hòa Pasteur"
    clock.pass_by(minutes=3)
    receipt = phone.press(door.form("/v/"))
    assert "Recorded at 10:00" in receipt.text
    assert assurances() == [Assurance.DYNAMIC]
    assert "Recorded at 10:00" in phone.press(door.form("/v/")).text, "a reload repeats, changes nothing"
    assert assurances() == [Assurance.DYNAMIC]


@pytest.mark.abuse("AB-03")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_photo_that_was_sent_to_a_friend_is_refused_in_words(
    phone, venue, screen, clock, read, assurances, language
):
    phone.language = language
    [photo, _] = drawn(venue.owner.get(screen).text)
    clock.pass_by(seconds=61)
    answer = phone.get(address(photo))
    assert answer.status_code == 410
    assert read(answer.text).heading == words.gettext(language)("The screen shows another code by now")
    assert "<form" not in answer.text
    assert assurances() == []


@pytest.mark.abuse("AB-03")
def test_the_photo_is_worth_nothing_at_the_programming_interface_either(
    phone, venue, screen, clock, fresh_id
):
    [photo, _] = drawn(venue.owner.get(screen).text)
    code = address(photo).removeprefix("/V/")
    device = "A" * 43
    fresh = phone.post("/api/v1/check-ins", json={"code": code, "visit": fresh_id(), "device": device})
    assert fresh.status_code == 200
    clock.pass_by(minutes=2)
    late = phone.post("/api/v1/check-ins", json={"code": code, "visit": fresh_id(), "device": "B" * 43})
    assert (late.status_code, late.json()["type"]) == (410, "/problems/screen-code-over")
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    clock.pass_by(minutes=-2)
    wrong = phone.post("/api/v1/check-ins", json={"code": forged, "visit": fresh_id(), "device": "B" * 43})
    assert (wrong.status_code, wrong.json()["type"]) == (400, "/problems/screen-code-wrong")


def test_a_tab_that_loads_itself_again_shows_the_receipt_not_a_refusal(phone, venue, screen, clock):
    [now, _] = drawn(venue.owner.get(screen).text)
    phone.press(phone.open(address(now)).form("/v/"))
    clock.pass_by(minutes=40)
    assert "Recorded at 10:00" in phone.open(address(now)).text


def test_the_poster_beside_the_screen_goes_on_working(phone, other_phone, venue, screen, assurances):
    [now, _] = drawn(venue.owner.get(screen).text)
    phone.press(phone.open(address(now)).form("/v/"))
    other_phone.press(other_phone.open(f"/V/{venue.code}").form("/v/"))
    assert sorted(assurances()) == [Assurance.DYNAMIC, Assurance.STATIC]


def test_the_owner_finds_the_way_there_and_the_page_fits_no_cache(venue, screen):
    assert f"/venue/{venue.id}/screens" in venue.owner.open(f"/venue/{venue.id}").links()
    assert screen in venue.owner.open(f"/venue/{venue.id}/screens").links()
    assert venue.owner.get(screen).headers["cache-control"] == "no-store"

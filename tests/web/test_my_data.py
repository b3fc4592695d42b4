"""One's own data in plain forms: with cookies, without them, in several browsers."""

from __future__ import annotations

import json
import re

import pytest

from app.web.own_data import OwnDataOut

MARKET = {"name": "Chợ Bến Thành", "address": "Lê Lợi, phường Bến Thành"}


def check_in(phone, code):
    return phone.press(phone.open(f"/v/{code}").form(f"/v/{code}"))


def digits_in(source: str, groups: int) -> str:
    found = re.search(r'class="digits">([\d ]+)<', source)
    assert found is not None, source
    assert len(found[1].split()) == groups
    return found[1]


@pytest.fixture
def market(register):
    return register(**MARKET)


@pytest.fixture
def link():
    def link(shows, types):
        code = digits_in(shows.send(shows.open("/my").form("/my/link")).text, 2)
        return types.press(types.open("/my/join").form("/my/join"), code=code)

    return link


def test_the_first_page_names_no_place_and_the_list_does_after_a_tap(phone, venue):
    assert "This browser holds no visits." in phone.open("/my").text
    check_in(phone, venue.code)
    first = phone.open("/my")
    assert "1 visits of the last 21 days are kept." in first.text
    assert "Phở Hòa Pasteur" not in first.text
    assert "/my/visits" in first.links()
    answer = phone.get("/my/visits")
    assert "Phở Hòa Pasteur" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_one_visit_says_all_that_is_kept_of_it(phone, venue, clock, read):
    check_in(phone, venue.code)
    clock.pass_by(minutes=30)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    for said in (
        "Phở Hòa Pasteur",
        "260C Pasteur",
        "23/11/2026, 10:00",
        "not recorded; assumed",
        "poster scanned",
    ):
        assert said in page.text
    assert "your consent, version 2026-11" in page.text


def test_a_forgotten_check_out_is_corrected_with_a_reason(phone, venue, clock):
    check_in(phone, venue.code)
    clock.pass_by(hours=5)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    done = phone.press(page.form("/my/visit/correct"), left_at="11h30", reason="forgot")
    assert "The time is corrected" in done.text
    assert "23/11/2026, 11:30" in done.text
    assert "I forgot to press the button" in done.text
    assert "10:00 \u2013 11:30" in phone.open("/my/visits").text


WRONG = [
    ({"left_at": "", "reason": "forgot"}, "Fill in this field"),
    ({"left_at": "soon", "reason": "forgot"}, "Write the time as 07:30"),
    ({"left_at": "11:30", "reason": ""}, "Choose one of the list"),
    ({"left_at": "11:30", "reason": "because"}, "Choose one of the list"),
    ({"left_at": "23:30", "reason": "forgot"}, "This time has not come yet"),
    ({"left_at": "10:00", "reason": "forgot"}, "Leaving comes after arriving"),
]


def test_what_cannot_be_is_said_and_stays_typed(phone, venue, clock, read):
    check_in(phone, venue.code)
    clock.pass_by(hours=3)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    for typed, said in WRONG:
        answer = phone.send(page.form("/my/visit/correct"), **typed)
        assert answer.status_code == 400, typed
        again = read(answer.text)
        assert said in again.text, typed
        assert again.form("/my/visit/correct").value("left_at") == typed["left_at"]
    assert "end assumed" in phone.open("/my/visits").text


def test_a_bar_is_left_on_the_next_day(phone, venue, clock):
    clock.pass_by(hours=12)
    check_in(phone, venue.code)  # ten in the evening
    clock.pass_by(hours=5)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    done = phone.press(page.form("/my/visit/correct"), left_at="1:15", reason="wrong_time")
    assert "24/11/2026, 01:15" in done.text


def test_a_visit_is_taken_back_from_the_list(phone, venue):
    check_in(phone, venue.code)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    done = phone.press(page.form("/my/visit/withdraw"))
    assert "The visit is taken back" in done.text
    assert not done.has_form("/my/visit/correct")
    assert "You took it back" in phone.open("/my/visits").text
    assert "0 visits" in phone.open("/my").text


def test_nobody_changes_anothers_visit(phone, other_phone, venue, market):
    check_in(phone, venue.code)
    check_in(other_phone, market.code)
    form = phone.open("/my/visits").form("/my/visit")
    for action in ("/my/visit", "/my/visit/correct", "/my/visit/withdraw"):
        form.action = action
        answer = other_phone.send(form, left_at="10:01", reason="forgot")
        assert answer.status_code == 404
        assert "Phở Hòa" not in answer.text
    assert "You took it back" not in phone.open("/my/visits").text


# ---- several browsers ----


def test_two_browsers_are_linked_and_say_what_was_linked(phone, other_phone, venue, market, link):
    check_in(phone, venue.code)
    check_in(other_phone, market.code)
    join = other_phone.open("/my/join")
    assert "both show the visits of both" in join.text  # said before anything happens
    done = link(phone, other_phone)
    assert "Visits of this browser 1 Visits of the other browser 1" in done.text
    for browser in (phone, other_phone):
        page = browser.open("/my/visits").text
        assert "Phở Hòa Pasteur" in page
        assert "Chợ Bến Thành" in page
        assert "Another browser on this phone" in browser.open("/my").text


def test_a_browser_that_is_linked_before_its_first_visit_gets_a_cookie(phone, other_phone, venue, link):
    check_in(phone, venue.code)
    link(phone, other_phone)
    assert "Phở Hòa Pasteur" in other_phone.open("/my/visits").text


def test_an_unlinked_browser_begins_anew(phone, other_phone, venue, market, link):
    check_in(phone, venue.code)
    link(phone, other_phone)
    page = other_phone.press(other_phone.open("/my").form("/my/unlink"))
    assert "This browser is unlinked" in page.text
    assert "This browser holds no visits." in other_phone.open("/my").text
    check_in(other_phone, market.code)
    assert "Phở Hòa" not in other_phone.open("/my/visits").text
    assert "Chợ Bến Thành" not in phone.open("/my/visits").text


def test_a_wrong_code_is_said_at_the_field_and_kept(phone, read):
    answer = phone.send(phone.open("/my/join").form("/my/join"), code="1234 5678")
    assert answer.status_code == 404
    page = read(answer.text)
    assert "No browser shows this code" in page.text
    assert page.form("/my/join").value("code") == "1234 5678"
    short = phone.send(phone.open("/my/join").form("/my/join"), code="1234")
    assert short.status_code == 404


def test_codes_that_link_browsers_are_not_guessed(phone, venue, clock):
    check_in(phone, venue.code)
    form = phone.open("/my/join").form("/my/join")
    statuses = [phone.send(form, code=f"{number:08d}").status_code for number in range(8)]
    assert statuses == [404] * 5 + [429] * 3
    assert "Try again at" in phone.send(form, code="00000009").text
    clock.pass_by(minutes=3)
    assert phone.send(form, code="00000009").status_code == 404


def test_without_cookies_guessing_is_stopped_by_the_network(bare_phone):
    form = bare_phone.open("/my/recover").form("/my/recover")
    digits = "0" * 25
    statuses = [bare_phone.send(form, code=digits).status_code for _ in range(22)]
    assert statuses[:20] == [404] * 20
    assert statuses[20:] == [429] * 2


# ---- recovery ----


def test_without_cookies_the_code_of_the_receipt_opens_everything_by_posted_forms(bare_phone, venue, read):
    answer = bare_phone.send(bare_phone.open(f"/v/{venue.code}").form("/v/"))
    digits = digits_in(answer.text, 5)
    assert "<details" in answer.text.split(digits)[0][-400:]  # closed: not in a photo of the receipt
    start = bare_phone.press(bare_phone.open("/my/recover").form("/my/recover"), code=digits)
    assert "1 visits" in start.text
    visits = bare_phone.press(start.form("/my/visits"))
    assert "Phở Hòa Pasteur" in visits.text
    one = bare_phone.press(visits.form("/my/visit"))
    assert "The visit is taken back" in bare_phone.press(one.form("/my/visit/withdraw")).text
    for path in ("/my/openings", "/my/export", "/my/lost", "/my/delete"):
        assert bare_phone.press(start.form(path))
    (back,) = [form for form in visits.forms if form.action == "/my"]
    assert bare_phone.press(back).has_form("/my/recovery-code")


def test_a_browser_with_cookies_becomes_the_person_of_the_code(phone, other_phone, venue, read):
    check_in(phone, venue.code)
    made = phone.send(phone.open("/my").form("/my/recovery-code"))
    digits = digits_in(made.text, 5)
    back = other_phone.press(other_phone.open("/my/recover").form("/my/recover"), code=digits)
    assert "You are back" in back.text
    assert "Phở Hòa Pasteur" in other_phone.open("/my/visits").text
    wrong = other_phone.send(other_phone.open("/my/recover").form("/my/recover"), code=digits[:-1])
    assert wrong.status_code == 400
    assert "A digit is wrong" in wrong.text


def test_a_lost_phone_is_ended_from_the_new_one(phone, other_phone, venue, read):
    check_in(phone, venue.code)
    digits = digits_in(phone.send(phone.open("/my").form("/my/recovery-code")).text, 5)
    other_phone.press(other_phone.open("/my/recover").form("/my/recover"), code=digits)
    lost = other_phone.press(other_phone.open("/my/lost").form("/my/lost/end-others"))
    assert "2 browsers and recovery codes are ended" in lost.text
    assert "This browser holds no visits." in phone.open("/my").text
    assert phone.get("/my/visits").status_code == 404
    assert "Phở Hòa Pasteur" in other_phone.open("/my/visits").text


# ---- taking away and deleting ----


def test_the_download_and_the_interface_give_the_same_documented_document(phone, venue, clock, client):
    check_in(phone, venue.code)
    clock.pass_by(minutes=5)
    page = phone.open("/my/export")
    assert "Phở Hòa Pasteur" in page.text
    file = phone.send(page.form("/my/export.json"))
    assert file.headers["content-disposition"] == 'attachment; filename="ghe-my-data.json"'
    given = phone.get("/api/v1/my-data").json()
    assert json.loads(file.text) == given
    data = OwnDataOut.model_validate(given)
    (visit,) = data.visits
    assert (visit.venue_name, str(visit.venue), visit.left_at) == ("Phở Hòa Pasteur", venue.id, None)
    assert (visit.basis.reference, data.privacy_notice, data.tokens) == ("2026-11", "2026-11", 1)
    documented = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["OwnDataOut"]
    assert set(documented["properties"]) == set(given)


def test_the_interface_knows_nobody_without_a_cookie(phone):
    answer = phone.get("/api/v1/my-data")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/nobody-here"


def test_deleting_asks_once_counts_and_leaves_a_new_browser(phone, venue, market):
    saved = check_in(phone, venue.code)
    phone.press(saved.form("/visit/contact"), name="Lê Hoàng Nam", phone="0901 234 567")
    ask = phone.open("/my/delete")
    for said in ("1 visits", "of 1 days", "until 28 days after the case is closed"):
        assert said in ask.text
    answer = phone.send(ask.form("/my/delete/everything"))
    assert "Found when looking again" in answer.text
    assert re.search(r"Found when looking again</dt><dd>0<", answer.text)
    assert answer.headers["clear-site-data"] == '"storage"'
    assert "This browser holds no visits." in phone.open("/my").text
    assert phone.get("/my/visits").status_code == 404
    check_in(phone, market.code)
    assert "Phở Hòa" not in phone.open("/my/visits").text


def test_versions_of_basis_and_privacy_notice_are_said(phone):
    assert "version 2026-11" in phone.open("/privacy").text
    page = phone.open("/my").text
    assert "your consent, version 2026-11" in page
    assert "Privacy notice version 2026-11" in page


def test_the_other_language_of_a_posted_page_posts_the_same(phone, venue, read):
    check_in(phone, venue.code)
    page = phone.press(phone.open("/my/visits").form("/my/visit"))
    assert page.language is not None
    assert "Phở Hòa Pasteur" in phone.press(page.language).text

"""The citizen's whole line in plain forms: with cookies, without them, again and again."""

import base64
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import func, select

from app.store.db import open_database
from app.store.tables import SealedContactRow, VisitRow

CANARY_NAME = "Nguyễn Thị Kim Hoàng Oanh"
CANARY_PHONE = "0907654321"


@pytest.fixture
def kept(database_url) -> Iterator:
    """How many rows stand in a table, seen from outside the service."""
    database = open_database(database_url)

    def count(table=VisitRow, *where):
        with database.reading() as session:
            return session.exec(select(func.count()).select_from(table).where(*where)).one()

    yield count
    database.close()


def check_in(phone, code):
    return phone.press(phone.open(f"/v/{code}").form(f"/v/{code}"))


def arrive(phone, door):
    return phone.press(phone.open(door).form("/v/"))


# ---- the straight line ----


@pytest.mark.parametrize("which", ["phone", "bare_phone"])
def test_arrive_leave_a_number_and_go(which, request, venue, clock, kept):
    phone = request.getfixturevalue(which)
    door = phone.open(f"/V/{venue.code}")
    assert "Phở Hòa Pasteur" in door.text
    assert "260C Pasteur" in door.text
    assert kept() == 0

    receipt = phone.press(door.form("/v/"))
    assert "Recorded at 10:00 23/11/2026" in receipt.text
    assert kept() == 1

    saved = phone.press(receipt.form("/visit/contact"), name="O'Brien", phone="0901 234 567")
    assert "Your number is saved" in saved.text
    assert not saved.has_form("/visit/contact")
    assert kept(SealedContactRow) == 1

    clock.pass_by(minutes=47)
    left = phone.press(receipt.form("/visit/leave"))
    assert "You left at 10:47" in left.text
    assert "Came at 10:00 on 23/11/2026" in left.text
    assert not left.has_form("/visit/leave")
    assert "Sign of the hour" not in left.text, "who has left shows no receipt to a guard"
    assert kept(VisitRow, VisitRow.left_at.is_not(None)) == 1

    back = phone.press(left.form("/visit/stay"))
    assert "Recorded at 10:00" in back.text
    assert kept(VisitRow, VisitRow.left_at.is_(None)) == 1


def test_a_reload_sends_the_same_visit_and_keeps_it_once(bare_phone, venue, kept):
    form = bare_phone.open(f"/v/{venue.code}").form("/v/")
    first, again = bare_phone.press(form), bare_phone.press(form)
    assert first.form("/visit/leave") == again.form("/visit/leave")
    assert kept() == 1


def test_a_double_tap_is_one_visit(client, bare_phone, venue, kept):
    form = bare_phone.open(f"/v/{venue.code}").form("/v/")
    with ThreadPoolExecutor(4) as thumbs:
        taps = [thumbs.submit(client.post, form.action, data=dict(form.fields)) for _ in range(8)]
        assert {tap.result().status_code for tap in taps} == {200}
    assert kept() == 1


def test_a_second_tab_is_the_same_stay(phone, venue, clock, kept):
    tabs = [phone.open(f"/v/{venue.code}").form("/v/") for _ in range(2)]
    assert tabs[0].value("visit") != tabs[1].value("visit")
    first = phone.press(tabs[0])
    clock.pass_by(seconds=20)
    second = phone.press(tabs[1])
    assert first.form("/visit/leave") == second.form("/visit/leave")
    assert kept() == 1


def test_scanning_again_shows_the_receipt_and_never_toggles(phone, venue, clock, kept):
    check_in(phone, venue.code)
    clock.pass_by(hours=1)
    for _ in range(2):
        again = phone.open(f"/v/{venue.code}")
        assert "Recorded at 10:00" in again.text
        assert again.has_form("/visit/leave")
    still = phone.press(again.form("/visit/stay"))
    assert "You are checked in here" in still.text
    assert kept(VisitRow, VisitRow.left_at.is_(None)) == 1


def test_coming_back_within_three_minutes_is_one_visit_and_later_another(phone, venue, clock, kept):
    receipt = check_in(phone, venue.code)
    clock.pass_by(minutes=30)
    phone.press(receipt.form("/visit/leave"))
    clock.pass_by(minutes=2)
    assert "Recorded at 10:00" in check_in(phone, venue.code).text
    assert kept() == 1
    clock.pass_by(minutes=30)
    phone.press(receipt.form("/visit/leave"))
    clock.pass_by(minutes=4)
    assert "Recorded at 11:06" in check_in(phone, venue.code).text
    assert kept() == 2


def test_what_is_withdrawn_stays_withdrawn(phone, venue, clock, kept, read):
    door = phone.open(f"/v/{venue.code}").form("/v/")
    receipt = phone.press(door)
    clock.pass_by(minutes=1)
    gone = phone.press(receipt.form("/visit/withdraw"))
    assert "The visit is taken back" in gone.text
    leave = receipt.form("/visit/leave")
    for repeat in (door, leave, replace(leave, action="/visit/stay")):
        answer = phone.send(repeat)
        assert answer.status_code == 410
        assert "You have taken this visit back" in read(answer.text).text
    in_vietnamese = phone.post("/visit/show?lang=vi", data=dict(receipt.form("/visit/leave").fields))
    assert "Đã xóa lượt ghé" in in_vietnamese.text
    assert kept(VisitRow, VisitRow.withdrawn_at.is_(None)) == 0
    clock.pass_by(minutes=10)
    assert phone.open(f"/v/{venue.code}").has_form("/v/"), "whoever comes again is a new visitor"


def test_a_form_of_another_phone_changes_nothing(phone, other_phone, venue, kept):
    stolen = phone.open(f"/v/{venue.code}").form("/v/")
    phone.press(stolen)
    other_phone.press(other_phone.open(f"/v/{venue.code}").form("/v/"))
    assert other_phone.send(stolen).status_code == 409
    assert kept() == 2


@pytest.mark.parametrize("field", ["token", "visit", "venue"])
def test_a_receipt_is_changed_only_with_its_own_token(reader, other_reader, door, field):
    mine = arrive(reader, door).form("/visit/leave")
    theirs = arrive(other_reader, door).form("/visit/leave")
    wrong = {"token": theirs.value("token"), "visit": theirs.value("visit"), "venue": theirs.value("visit")}
    assert reader.send(mine, **{field: wrong[field]}).status_code == 404
    assert reader.open(door).has_form("/visit/leave")
    assert other_reader.open(door).has_form("/visit/leave")


@pytest.mark.parametrize("damage", [{"visit": "x"}, {"device": "x"}, {"visit": ""}])
def test_a_damaged_form_is_a_readable_page(reader, door, damage, read):
    answer = reader.send(reader.open(door).form("/v/"), **damage)
    assert answer.status_code == 400
    assert "This form is damaged" in read(answer.text).text
    assert "set-cookie" not in answer.headers


# ---- cookies and tokens ----


def test_no_page_sets_a_cookie_before_somebody_acts(reader, door):
    for path in ("/", door, "/t?typed=1", "/venue/new", "/venue/sign-in", "/privacy", "/nowhere"):
        assert "set-cookie" not in reader.get(path).headers, path


def test_the_token_of_a_browser_is_printed_only_until_it_has_its_cookie(phone, venue, clock):
    form = phone.open(f"/v/{venue.code}").form("/v/")
    token = form.value("device")
    answer = phone.send(form)
    assert answer.headers["set-cookie"].startswith(f"__Host-device={token}; HttpOnly;")
    assert {"Secure", "Path=/", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
    assert token not in answer.text
    clock.pass_by(hours=17)
    door = phone.get(f"/v/{venue.code}")
    assert 'name="device"' not in door.text
    assert token not in door.text


# ---- a name and a number ----


def test_a_wrong_number_keeps_what_was_typed_and_the_visit(phone, venue, kept, read):
    form = check_in(phone, venue.code).form("/visit/contact")
    answer = phone.send(form, name="Nguyễn Thị Hương", phone="12")
    page = read(answer.text)
    assert answer.status_code == 400
    assert "<title>Error:" in answer.text
    assert page.links().count("#phone") == 1
    assert page.form("/visit/contact").value("name") == "Nguyễn Thị Hương"
    assert page.form("/visit/contact").value("phone") == "12"
    assert "Recorded at 10:00" in page.text
    assert (kept(), kept(SealedContactRow)) == (1, 0)
    mended = phone.press(page.form("/visit/contact"), phone="+84 901 234 567")
    assert "Your number is saved" in mended.text


def test_every_problem_of_the_contact_form_at_once(reader, door, read):
    form = arrive(reader, door).form("/visit/contact")
    page = read(reader.send(form, name="<b>", phone="abc").text)
    assert {"#name", "#phone"} <= set(page.links())
    assert "Write your name" in read(reader.send(form, name="  ", phone="0901234567").text).text


def forms_of(text):
    """Every form in which a careless program might leave a text behind."""
    spellings = {text, text.lower(), text.upper(), text.replace(" ", ""), text.replace(" ", "+")}
    for spelling in spellings:
        for coded in (spelling.encode(), spelling.encode("utf-16-le"), spelling.encode("utf-16-be")):
            yield coded
            yield coded.hex().encode()
            yield coded.hex().upper().encode()
            # Base64 inside a longer text: three alignments, without the ends, which neighbours change.
            for shift in range(3):
                yield base64.b64encode(b"\0" * shift + coded)[4 if shift else 0 : -4]


def traces(folder, text):
    """Where any form of the text stands, in any file."""
    needles = {needle for needle in forms_of(text) if len(needle) >= 8}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


@pytest.mark.abuse("AB-14")
def test_a_saved_name_and_number_stand_nowhere_in_clear(reader, door, sqlite_folder, capfd, caplog):
    receipt = arrive(reader, door)
    page = reader.press(receipt.form("/visit/contact"), name=CANARY_NAME, phone=CANARY_PHONE)
    assert "Your number is saved" in page.text
    reader.send(receipt.form("/visit/contact"), name=CANARY_NAME, phone="12")
    assert {"ghe.db", "ghe.db-wal"} <= {path.name for path in sqlite_folder.iterdir()}, "before a checkpoint"
    (sqlite_folder / "log").write_text("".join(capfd.readouterr()) + caplog.text, encoding="utf-8")
    for secret in (CANARY_NAME, CANARY_PHONE, "+84907654321", "907654321", "907 654 321"):
        assert traces(sqlite_folder, secret) == []


@pytest.mark.parametrize(
    "leak",
    [
        str.encode,
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode().hex().encode(),
        lambda text: base64.b64encode(b"x" + text.encode() + b"y"),
        lambda text: base64.b64encode(b"xy" + text.encode() + b"z"),
    ],
    ids=["utf-8", "utf-16", "hex", "base64 from the second byte", "base64 from the third byte"],
)
@pytest.mark.parametrize("secret", [CANARY_NAME, CANARY_PHONE])
def test_the_search_for_traces_finds_them(tmp_path, leak, secret):
    (tmp_path / "innocent").write_bytes(b"nothing")
    (tmp_path / "leak").write_bytes(b"before " + leak(secret) + b" after")
    assert traces(tmp_path, secret) == ["leak"]


# ---- codes ----


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("0000000000000000X", 400, "This code has a mistake in it"),
        ("nonsense", 400, "This code has a mistake in it"),
        ("00000000000000000", 404, "No venue has this code"),
    ],
)
def test_a_code_that_leads_nowhere_says_why(reader, read, code, status, words):
    answer = reader.get(f"/v/{code}")
    assert answer.status_code == status
    assert words in read(answer.text).text


def test_a_code_misread_by_one_character_is_caught(reader, door):
    wrong = door[:-1] + ("0" if door[-1] != "0" else "1")
    assert reader.get(wrong).status_code == 400


def test_both_addresses_answer_directly_in_any_case(reader, door):
    code = door.removeprefix("/v/")
    for address in (f"/V/{code}", f"/v/{code.lower()}", f"/v/{code.replace('0', 'O')}"):
        page = reader.open(address)
        assert "Quán" in page.text
        assert page.form("/v/").action == door
    answer = reader.post(f"/V/{code}", data=dict(page.form("/v/").fields))
    assert answer.status_code == 200


def test_typed_digits_lead_to_the_door_and_are_noted(phone, venue, kept):
    first, second, last = venue.typed[:4], venue.typed[4:8], venue.typed[8]
    for typed in (venue.typed, f"{first} {second} {last}", f" {first}.{second}-{last} ", venue.code.lower()):
        answer = phone.get("/t", params={"typed": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/v/{venue.code}?by=typed")
    phone.press(phone.open(answer.headers["location"]).form("/v/"))
    assert kept(VisitRow, VisitRow.assurance == "typed") == 1


@pytest.mark.parametrize(("typed", "status"), [("1234 5678", 400), ("", 400), ("123456786", 404)])
def test_digits_that_lead_nowhere_stay_in_the_field(reader, typed, status, read):
    answer = reader.get("/t", params={"typed": typed})
    page = read(answer.text)
    assert answer.status_code == status
    assert page.form("/t").value("typed") == typed
    assert "#typed" in page.links()


# ---- languages ----


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "vi"),
        ("fr", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.5, vi;q=0.9", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0, *;q=0.1", "vi"),
        ("en;q=x", "vi"),
    ],
)
def test_the_language_follows_the_browser_and_is_vietnamese_otherwise(reader, accepts, language):
    answer = reader.get("/", headers={"accept-language": accepts})
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["content-language"] == language


def test_a_chosen_language_stays_through_every_form_without_cookies(bare_phone, venue, clock):
    door = bare_phone.open(f"/v/{venue.code}?lang=vi").form("/v/")
    receipt = bare_phone.press(door)
    assert "Đã ghi nhận lúc 10:00" in receipt.text
    clock.pass_by(minutes=5)
    left = bare_phone.press(receipt.form("/visit/leave"))
    assert "Đã rời đi lúc 10:05" in left.text
    assert "Đã xóa lượt ghé" in bare_phone.press(left.form("/visit/withdraw")).text


def test_the_other_language_of_a_receipt_is_the_same_receipt(reader, door):
    receipt = arrive(reader, door)
    shown = reader.press(receipt.language)
    assert "Đã ghi nhận lúc 10:00" in shown.text
    assert shown.form("/visit/leave").fields == receipt.form("/visit/leave").fields


def test_every_link_of_a_chosen_language_keeps_it(reader, door):
    for path in ("/", door, "/venue/new", "/venue/sign-in"):
        page = reader.open(f"{path}?lang=vi")
        inner = [link for link in page.links() if link.startswith("/")]
        assert inner
        assert all(re.search(r"[?&]lang=(vi|en)", link) for link in inner), inner


# ---- other sites ----


@pytest.mark.abuse("AB-27")
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver.evil.example"},
    ],
)
def test_another_site_cannot_press_a_button(reader, door, headers):
    form = reader.open(door).form("/v/")
    answer = reader.post(form.action, data=dict(form.fields), headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    reader.press(form)
    assert "Recorded at" in reader.open(door).text, "the cookie came with the second answer"


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "https://testserver"}],
)
def test_our_own_pages_can(reader, door, headers):
    form = reader.open(door).form("/v/")
    assert reader.post(form.action, data=dict(form.fields), headers=headers).status_code == 200

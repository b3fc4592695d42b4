"""What card pages say, refuse and never show. The database plays no part: one service serves all."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi.routing import iter_route_contexts

from app.domain.card_numbers import grouped_card, make_card_number
from app.domain.guesses import Allowance
from app.domain.roles import PERMISSIONS, Permission, Role
from app.web import guesses, words
from app.web.later import whole
from tests.web.card_holders import SAU, SECRETS, UNKNOWN, issued, report
from tests.web.conftest import Page, Phone, register_venue

CLERKS = [role for role in Role if Permission.MANAGE_CARDS in PERMISSIONS[role]]


@pytest.fixture
def client(sqlite_client):
    return sqlite_client


@pytest.fixture
def database_url(sqlite_folder):
    return f"sqlite:///{sqlite_folder / 'ghe.db'}"


@pytest.fixture
def clock(client):
    return client.app_state["ghe"].clock


@pytest.fixture
def venue(register):
    return register(name=f"Quán {uuid.uuid4().hex}", address=uuid.uuid4().hex)


def test_a_relative_registers_a_card_and_reads_what_to_keep(issue, phone):
    [number] = issue()
    page = phone.press(phone.open("/card").form("/card"), number=grouped_card(number), **SAU)
    assert page.heading == "The card is registered"
    assert grouped_card(number) in page.text
    assert "23/11/2027" in page.text
    assert not any(secret in page.text for secret in SECRETS)


WRONG = [
    ({"number": "123"}, 400, "not the number of a card"),
    ({"number": UNKNOWN}, 404, "No card has this number"),
    ({"name": ""}, 400, "Write your name"),
    ({"phone": "12"}, 400, "not a phone number"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(issue, phone):
    [number] = issue()
    for typed, status, words_of_it in WRONG:
        sent = {"number": number, **SAU, **typed}
        answer = phone.send(phone.open("/card").form("/card"), **sent)
        assert answer.status_code == status
        page = Page(answer.text)
        assert words_of_it in page.text
        assert dict(page.form("/card").fields) == sent


def test_a_card_that_lets_nobody_in_says_why_and_nothing_about_its_holder(
    issue, scan, venue, clerk, look_up, phone
):
    blank, blocked = issue(2)
    phone.press(phone.open("/card").form("/card"), number=blocked, **SAU)
    clerk.press(look_up(blocked).form("/official/cards/block"))
    for language in words.LANGUAGES:
        venue.owner.language = language
        told = [scan("123", 400), scan(UNKNOWN, 404), scan(blank, 409), scan(blocked, 409)]
        assert len({page.text for page in told}) == len(told), "each has words of its own"
        assert not any(secret in page.text for page in told for secret in SECRETS)
        assert dict(told[0].forms[0].fields)["number"] == "123"


def test_the_door_is_the_owner_s(phone, card_door, card):
    for answer in (phone.get(card_door), phone.post(card_door, data={"number": card})):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/venue/sign-in")


def test_what_an_official_types_wrong_stays(issue, clerk, look_up):
    [number] = issue()
    answer = clerk.send(look_up(number).form("/official/cards/register"), name="Bà Sáu", phone="12")
    assert answer.status_code == 400
    assert Page(answer.text).form("/official/cards/register").value("name") == "Bà Sáu"
    unknown = clerk.send(clerk.open("/official/cards").form("/official/cards/card"), number=UNKNOWN)
    assert unknown.status_code == 404
    assert Page(unknown.text).form("/official/cards/card").value("number") == UNKNOWN


def test_no_number_is_in_an_address_and_no_page_names_the_holder(card, clerk, look_up, scan):
    scan(card)
    page = look_up(card)
    shown = clerk.press(page.form("/official/cards/visits"), ground="with-card")
    for seen in (page, shown):
        assert not any(card in form.action for form in seen.forms)
        assert not any(card in link for link in seen.links())
        assert not any(secret in seen.text for secret in SECRETS)


def test_no_other_role_sees_a_card(signed_in, card):
    for role in set(Role) - set(CLERKS):
        official = signed_in(role)
        assert official.get("/official/cards").status_code == 403
        assert official.post("/official/cards/card", data={"number": card}).status_code == 403


@pytest.mark.abuse("AB-04")
def test_every_field_for_a_number_stops_guessing(monkeypatch, client, phone, venue, signed_in, clock):
    few = Allowance(3, timedelta(minutes=2))
    monkeypatch.setattr(client.app_state["ghe"], "guesses", guesses.Guesses())
    for name in ("OF_CODES", "OF_NETWORK"):
        monkeypatch.setattr(guesses, name, few)
    fields = [(phone, "/card"), (venue.owner, f"/venue/{venue.id}/door")]
    parts = ("card", "register", "block", "unblock", "replace", "visits", "forget")
    fields += [(signed_in(Role.TRACER), f"/official/cards/{part}") for part in parts]
    tracer = signed_in(Role.TRACER)
    fields += [(tracer, f"{report(tracer, clock)}/card")]
    unknown = iter(make_card_number(n) for n in range(1000))
    for who, address in fields:

        def guess(number, who=who, address=address):
            data = {"number": number, **SAU, "ground": "with-card"}
            return who.post(address, data=data).status_code

        mistyped = UNKNOWN[:14] + "1"
        assert [guess(mistyped) for _ in range(4)] == [400] * 4, "the check digit catches it: no guess"
        assert [guess(next(unknown)) for _ in range(4)] == [404, 404, 404, 429], address


@pytest.fixture
def sweep(sqlite_client):
    """Send one text to every address and in every field that there is; everything that came back."""
    templates = Path(words.__file__).parent / "templates"
    fields = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'(?:name="|field\(")([a-z_-]+)"', path.read_text())
    }
    names = sorted(fields | {"number", "token", "person", "code"})

    def sweep(phone, text, methods=frozenset({"GET", "POST"})):
        came: list[httpx2.Response] = []
        for route in iter_route_contexts(whole(sqlite_client.app).routes):
            if not route.endpoint or "sign-out" in route.path:
                continue
            path = re.sub(r"\{[^}]*\}", text, route.path)
            for method in route.methods & methods:
                query = "?" + "&".join(f"{name}={text}" for name in names) if method == "GET" else ""
                data = dict.fromkeys(names, text) if method == "POST" else None
                came.append(phone.request(method, path + query, data=data))
        return came

    return sweep


@pytest.mark.abuse("AB-01")
def test_the_number_of_a_card_reads_nothing_anywhere(sqlite_client, sweep):
    [number] = issued(sqlite_client)
    owner, stranger = Phone(sqlite_client), Phone(sqlite_client)
    stranger.press(stranger.open("/card").form("/card"), number=number, **SAU)
    where = register_venue(owner, name="Quán Chỉ Một Người Biết", address="7 hẻm 7 Lê Lợi")
    assert owner.post(f"/venue/{where.id}/door", data={"number": number}).status_code == 200

    neighbour = Phone(sqlite_client)  # who owns a venue too, and so may open more than a stranger
    register_venue(neighbour, name="Bún Chả Hàng Xóm", address="8 Lê Lợi")
    came = sweep(neighbour, number)
    assert len(came) > 100
    for answer in came:
        assert "Quán Chỉ Một Người Biết" not in answer.text, answer.url
        assert where.id not in answer.text, answer.url
        assert not any(secret in answer.text for secret in SECRETS), answer.url
    # The sweep would have seen it: the poster's code leads to the name at its door.
    shown = sweep(Phone(sqlite_client), where.code, methods={"GET"})
    assert any("Quán Chỉ Một Người Biết" in answer.text for answer in shown)


def test_the_pages_say_what_a_number_may_look_like(reader):
    [field] = [given for tag, given in reader.open("/card").elements if given.get("name") == "number"]
    assert (field["inputmode"], field["autocomplete"]) == ("numeric", "off")

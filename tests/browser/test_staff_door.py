"""The staff page at a door in a real browser: a hand scanner, a queue of people, no network, no script."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.main import utc_now
from app.store.db import open_database
from app.usecases.issue_cards import issue_cards
from app.usecases.register_card import register_card
from app.vault.keystore import KeyStore
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

STORED = """async () => [
    Object.keys(localStorage).length, Object.keys(sessionStorage).length,
    (await indexedDB.databases()).length, document.cookie,
]"""


@pytest.fixture(scope="module")
def served(sqlite_template, tmp_path_factory):
    """The address of a service, and ten registered cards."""
    with serving(tmp_path_factory.mktemp("door"), sqlite_template) as settings:
        database, given = open_database(settings.database_url), {"policy": Policy(), "now": utc_now()}
        given["keys"] = KeyStore(settings.keys)
        with database.writing() as session:
            last_day = (utc_now() + timedelta(days=90)).date()
            cards = issue_cards(session, 10, last_day=last_day, **given)
        for card in cards:
            with database.writing() as session:
                register_card(session, card, ContactDetails("A", "+84901234567"), by=None, **given)
        database.close()
        yield settings.public_url, cards


@pytest.fixture(scope="module")
def cards(served):
    return iter(served[1])


@pytest.fixture(scope="module")
def owner_state(chromium, served):
    """What the browser of a venue's owner holds, and the address of the staff page."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{served[0]}/venue/new")
    for name, value in {
        "name": "Quán Ở Cửa",
        "address": uuid4().hex,
        "capacity": "90",
        "opens": "0000",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=closes]").fill("24:00")
    page.locator("[name=kind]").select_option("restaurant")
    page.get_by_role("button", name="Register", exact=True).click()
    page.get_by_role("link", name="I have kept the key: go on", exact=True).click()
    page.get_by_role("link", name="Scan cards", exact=True).click()
    page.wait_for_url("**/door")
    yield context.storage_state(), page.url
    context.close()


@pytest.fixture
def door(phone_of, owner_state, served):
    def door(*, script=True):
        state, address = owner_state
        phone = phone_of("door", "en-GB", origin=served[0], java_script_enabled=script, storage_state=state)
        phone.open(address, "staff-door")
        return phone

    return door


def scanner(page, text):
    """A hand scanner: keystrokes without a pause, then Enter, wherever the focus is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def kinds(page):
    return page.locator("#said > article").evaluate_all("all => all.map(each => each.dataset.kind)")


def test_a_scanner_types_wherever_the_focus_is_and_nobody_in_the_queue_is_lost(door, cards):
    phone = door()
    page = phone.page
    before = int(page.locator("#counted strong").inner_text())
    three = [next(cards) for _ in range(3)]
    page.get_by_role("link", name="Back to the venue").focus()
    for card in three:  # faster than any answer comes
        scanner(page, f"]Q1{card}")
    expect(page.locator("#counted strong")).to_have_text(str(before + 3))
    assert kinds(page) == ["came"] * 3
    scanner(page, three[1])
    page.locator("article[data-kind=here]").wait_for()
    phone.look("here")
    page.get_by_role("button", name="Yes, leaving").click()
    page.locator("article[data-kind=leave]").wait_for()
    assert kinds(page) == ["leave", "came", "came", "came"]
    assert page.evaluate("document.activeElement.id") == "number", "ready for the next card"
    assert phone.complaints == []


def test_the_keyboard_still_reaches_everything(door):
    page = door().page
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Check in", "Scan with the camera", "Back to the venue"} <= reached


def test_without_a_network_a_card_is_refused_and_kept_nowhere(door, cards):
    phone, card = door(), next(cards)
    page = phone.page
    before = page.locator("#counted strong").inner_text()
    phone.context.set_offline(True)
    scanner(page, card)
    page.get_by_role("heading", name="No network: this card was not recorded").wait_for()
    assert page.locator("#number").input_value() == card, "it can be sent again by hand"
    assert page.evaluate(STORED) == [0, 0, 0, ""]
    phone.context.set_offline(False)
    assert page.locator("#counted strong").inner_text() == before
    phone.complaints.clear()  # the browser's own line about the network
    scanner(page, card)  # takes the place of the number that stood there
    page.locator("article[data-kind=came]").wait_for()
    phone.look("offline")


def test_where_there_is_no_camera_that_is_said(door):
    page = door().page
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#no-camera")).to_be_visible()


def test_without_a_script_each_scan_is_a_page(door, cards):
    phone, card = door(script=False), next(cards)
    assert phone.page.locator("#number").evaluate("field => field === document.activeElement")
    for words in ("Checked in at", "leaving now?"):
        scanner(phone.page, card)
        phone.page.get_by_role("heading", name=words).wait_for()
    phone.press("Yes, leaving", "left")
    assert "Left at" in phone.text

"""The diary on a phone that somebody else may look at: hidden or cleared, it names no place (AB-34)."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.main import install
from app.usecases.register_venue import register_venue
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

MARKET, BAR = "Chợ Canary Bí Mật", "Quán Canary Đêm"
EVERYTHING = """async () => {
  const found = {local: {...localStorage}, session: {...sessionStorage}, state: history.state};
  Object.assign(found, {bases: {}, caches: {}});
  for (const {name} of await indexedDB.databases()) {
    const base = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of base.objectStoreNames) {
      found.bases[`${name}/${store}`] = await new Promise((resolve) => {
        const asked = base.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      });
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      found.caches[asked.url] = await (await cache.match(asked)).text();
    }
  }
  return JSON.stringify(found);
}"""


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    """The service's address, and the codes of several markets and bars."""
    codes = []

    def found(settings):
        ghe = install(settings)
        with ghe.database.writing() as session:
            for name in [MARKET, BAR] * 4:
                place = register(
                    name=name,
                    address="1 Lê Lợi",
                    kind=VenueKind.RESTAURANT,
                    capacity=80,
                    hours=OpeningHours(),
                    position=None,
                )
                made = register_venue(session, VenueId(uuid4()), place, None, now=ghe.clock())
                codes.append(made.code.code)
        ghe.recorder.stop()
        ghe.database.close()

    with serving(tmp_path_factory.mktemp("diary"), sqlite_template, found) as settings:
        yield settings.public_url, codes


@pytest.fixture
def server(city):
    return city[0]


@pytest.fixture
def doors(city):
    """The addresses of a market and a bar."""
    address, codes = city
    return [f"{address}/v/{codes.pop(0)}?lang=en" for _ in range(2)]


@pytest.fixture
def phone(phone_of, server):
    return phone_of("diary", "en-GB", java_script_enabled=True, origin=server)


def kept(page) -> str:
    return page.evaluate(EVERYTHING)


def arrive(phone, door):
    phone.page.goto(door)
    phone.page.get_by_role("button", name="I am here", exact=True).click()
    expect(phone.page.locator("h1")).to_contain_text("Recorded at")


def open_diary(phone, server):
    phone.page.goto(f"{server}/my?lang=en")
    phone.page.get_by_role("button", name="Show the diary").click()
    return phone.page.locator("#diary")


def choose(phone, server, words):
    phone.page.goto(f"{server}/my?lang=en")
    phone.page.locator("#diary summary", has_text="Hide, clear, remind").click()
    phone.page.get_by_role("button", name=words, exact=True).click()
    # What was asked is done when the diary is drawn anew, with its choices closed.
    expect(phone.page.locator("#diary details[open]")).to_have_count(0)


def notes(phone, names):
    """Which of these places the phone's storage names, in any of its corners."""
    said = kept(phone.page)
    return [name for name in names if name in json.dumps(json.loads(said), ensure_ascii=False)]


def until_noted(phone, name):
    """A page stands before the phone has noted what it says."""
    for _ in range(600):
        if notes(phone, [name]):
            return
        phone.page.wait_for_timeout(50)
    pytest.fail(f"never noted: {name}")


@pytest.mark.abuse("AB-34")
def test_what_is_hidden_or_cleared_is_named_nowhere_on_the_phone(phone, doors, server):
    places = [MARKET, BAR]
    for door in doors:
        arrive(phone, door)
    diary = open_diary(phone, server)
    expect(diary.locator("h3")).to_have_text([BAR, MARKET])
    assert notes(phone, places) == places  # or the rest would prove nothing

    diary.locator("summary", has_text="Who was with you?").first.click()
    diary.get_by_label("Name of the group").first.fill("Lớp 5A Canary")
    diary.get_by_role("button", name="Save").first.click()
    expect(diary).to_contain_text("With Lớp 5A Canary")

    diary.locator(".visit", has_text=MARKET).get_by_role("button", name="Hide").click()
    expect(diary.locator("h3")).to_have_text([BAR])
    assert notes(phone, places) == [BAR]
    phone.page.goto(doors[0])  # its receipt again: what is hidden does not come back
    expect(phone.page.locator("h1")).to_contain_text("Recorded at")
    assert notes(phone, places) == [BAR]

    choose(phone, server, "Clear the diary")
    assert notes(phone, [*places, "Lớp 5A Canary"]) == []
    expect(open_diary(phone, server)).to_contain_text("Nothing is noted on this phone.")
    # The server still shows them after a tap, and the phone keeps nothing of that page.
    phone.page.get_by_role("link", name="Show my visits").click()
    expect(phone.page.locator("main")).to_contain_text(MARKET)
    assert notes(phone, places) == []
    assert phone.complaints == []


def test_hiding_all_notes_nothing_until_it_is_wanted_again(phone, doors, server):
    arrive(phone, doors[0])
    choose(phone, server, "Hide all, and note nothing more")
    assert notes(phone, [MARKET]) == []
    arrive(phone, doors[1])
    assert notes(phone, [MARKET, BAR]) == []
    choose(phone, server, "Note visits on this phone again")
    phone.page.goto(doors[1])
    expect(phone.page.locator("h1")).to_contain_text("Recorded at")
    until_noted(phone, BAR)
    assert notes(phone, [MARKET, BAR]) == [BAR]


def test_the_permission_for_reminders_is_asked_on_the_tap_only(phone, doors, server):
    phone.context.grant_permissions(["notifications"])
    phone.page.add_init_script(
        "const ask = Notification.requestPermission.bind(Notification);"
        "window.asked = 0; Notification.requestPermission = () => { window.asked += 1; return ask(); };"
    )
    phone.page.goto(f"{server}/my?lang=en")
    phone.page.locator("#diary summary", has_text="Hide, clear, remind").click()
    switch = phone.page.get_by_role("button", name="Remind me to leave")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert phone.page.evaluate("window.asked") == 0
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert phone.page.evaluate("window.asked") == 1
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")


@pytest.mark.abuse("AB-34")
def test_deleting_everything_empties_the_phone_too(phone, doors, server):
    arrive(phone, doors[0])
    until_noted(phone, MARKET)
    phone.page.goto(f"{server}/my/delete?lang=en")
    phone.page.get_by_role("button", name="Delete everything").click()
    expect(phone.page.locator("h1")).to_have_text("Everything is deleted")
    assert notes(phone, [MARKET]) == []
    phone.page.goto(f"{server}/my?lang=en")
    expect(phone.page.locator("main")).to_contain_text("This browser holds no visits.")

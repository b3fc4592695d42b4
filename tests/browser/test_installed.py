"""The app on a phone that has it: without a network, with too little of one, through an update, at home."""

import time
from urllib.parse import urlsplit

import pytest

from app.web import phone_app, words
from tests.browser.phone_budget import register
from tests.browser.slow_line import slow_line
from tests.browser.world import until
from tests.conftest import PATIENCE

pytestmark = pytest.mark.browser

NAME = "Quán Không Sóng"
_ = words.gettext("vi")
READY = "navigator.serviceWorker.ready.then(() => 0)"
NOTIFICATIONS = "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
KEPT_TEXTS = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) found[asked.url] = await (await cache.match(asked)).text();
  }
  return found;
}"""
NOTE = """(visit) => new Promise((done, fail) => {
  const asked = indexedDB.open("ghe");
  asked.onsuccess = () => {
    const writing = asked.result.transaction(["diary", "kept"], "readwrite");
    for (const [store, key, value] of visit) writing.objectStore(store).put(value, key);
    writing.oncomplete = () => { asked.result.close(); done(); };
    writing.onerror = fail;
  };
})"""


@pytest.fixture(scope="module")
def door(chromium, server):
    return register(chromium, server, NAME)


@pytest.fixture
def phone(chromium):
    """A phone with a Vietnamese Chromium."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def arrive(page, origin, door):
    page.goto(origin + door)
    page.get_by_role("button", name=_("I am here"), exact=True).click()
    page.locator("section.receipt h1").wait_for()


def heading(page):
    return " ".join(page.locator("h1").inner_text().split())


def test_every_address_has_a_page_without_a_network_and_none_names_a_place(phone, server, door):
    page = phone.new_page()
    arrive(page, server, door)
    page.evaluate(READY)  # the receipt brings the worker
    for path in ("/", "/my", "/notices", door):
        page.goto(server + path)
    kept = page.evaluate(KEPT_TEXTS)
    assert len(kept) > 12
    assert not [url for url, text in kept.items() if NAME in text]
    assert NAME in page.content()  # what the search would have found

    phone.set_offline(True)
    expected = {
        "/": _("Scan the code at the door"),
        "/scan": _("Scan a place's code"),
        "/my": _("My data"),
        "/notices": _("No network"),
        "/t?typed=1": _("No network"),
    }
    for path, words_ in expected.items():
        page.goto(server + path)
        until(page, "(said) => document.querySelector('h1').innerText === said", words_)
    page.goto(f"{server}/?lang=en")
    until(page, "document.querySelector('h1').innerText === 'Scan the code at the door'")
    page.goto(server + door)
    page.get_by_text(NAME, exact=True).wait_for()  # the diary's own, on the phone's own page
    assert "data-now" not in page.content().split(">")[1]
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{server}/official/sign-in")


def test_after_four_seconds_the_network_counts_as_none(phone, server, door):
    with slow_line(urlsplit(server).port, round_trip=0.0, bytes_a_second=10e6, handshakes=0) as line:
        origin = f"http://127.0.0.1:{line.port}"
        page = phone.new_page()
        page.goto(origin)
        page.evaluate(READY)
        line.round_trip = 120.0
        began = time.monotonic()
        page.goto(origin + door, wait_until="commit")
        assert time.monotonic() - began >= 3.9
        page.get_by_text(
            _("There is no network. Check in all the same: this phone keeps it and sends it later.")
        ).wait_for()
        assert page.locator("section.receipt").count() == 0


def test_an_update_interrupts_no_check_in(phone, server, door, monkeypatch):
    page = phone.new_page()
    page.goto(server)
    page.evaluate(READY)
    [before] = page.evaluate("caches.keys()")
    page.goto(server + door)
    page.evaluate("window.mine = 'still here'")

    real = phone_app._worker
    monkeypatch.setattr(phone_app, "_worker", lambda *kept: real(*kept, b"and another page"))
    page.evaluate("""() => new Promise((done) => {
        navigator.serviceWorker.addEventListener("controllerchange", done);
        navigator.serviceWorker.getRegistration().then((registration) => registration.update());
    })""")
    until(page, "(before) => caches.keys().then((all) => all.length === 1 && all[0] !== before)", before)
    assert page.evaluate("window.mine") == "still here"
    page.get_by_role("button", name=_("I am here"), exact=True).click()
    page.locator("section.receipt .sign").wait_for()  # the server's own receipt
    assert page.evaluate("window.mine") == "still here"


def test_home_shows_the_open_visit_and_ends_it(phone, server, door):
    page = phone.new_page()
    arrive(page, server, door)
    page.goto(server)
    part = page.locator("#open")
    part.get_by_role("heading", name=_("You are here")).wait_for()
    assert NAME not in page.content()
    part.get_by_role("button", name=_("Show the place")).click()
    assert NAME in part.inner_text()
    part.get_by_role("button", name=_("I am leaving"), exact=True).click()
    part.get_by_text(_("You left at")).wait_for()
    page.wait_for_load_state("networkidle")
    page.goto(server + door)
    assert heading(page) == NAME  # the server knows that the visit has ended: a new one can begin
    page.goto(server)
    page.wait_for_load_state("networkidle")
    assert part.inner_text() == ""


def test_who_stays_longer_than_usual_is_reminded_once_and_no_place_is_named(phone, server):
    phone.grant_permissions(["notifications"], origin=server)
    page = phone.new_page()
    page.goto(server)
    page.evaluate(READY)
    until(page, "indexedDB.databases().then((all) => all.some((one) => one.name === 'ghe'))")
    an_hour_ago = time.time() * 1000 - 3_600_000
    visit = {"id": "v", "name": NAME, "enteredAt": an_hour_ago, "leftAt": None, "typical": 1_800_000}
    page.evaluate(
        NOTE,
        [["diary", "v", visit | {"typical": 7_200_000}], ["kept", "remind", {"said": "Còn ở đó không?"}]],
    )
    shown = f"{NOTIFICATIONS}.then((all) => all.map((one) => one.title + one.body))"

    page.goto(server)
    page.get_by_role("heading", name=_("You are here")).wait_for()  # not longer than usual: nothing is said
    assert page.evaluate(shown) == []
    page.evaluate(NOTE, [["diary", "v", visit]])
    page.goto(server)
    page.get_by_role("heading", name=_("Have you left?")).wait_for()
    until(page, f"{shown}.then((said) => said.length === 1)")
    assert page.evaluate(shown) == ["GhéCòn ở đó không?"]
    page.evaluate(f"{NOTIFICATIONS}.then((all) => all.forEach((one) => one.close()))")
    page.goto(server)
    page.get_by_role("heading", name=_("Have you left?")).wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(shown) == []


def test_keeping_the_app_is_offered_where_the_phone_can(phone, server):
    page = phone.new_page()
    page.goto(server)
    page.wait_for_load_state("networkidle")
    assert not page.locator("#keep").is_visible()
    page.evaluate("""() => {
        const offer = new Event("beforeinstallprompt");
        offer.prompt = () => { window.asked = true; };
        dispatchEvent(offer);
    }""")
    page.get_by_role("button", name=_("Keep Ghé on this phone")).click()
    assert page.evaluate("window.asked") is True


def test_an_iphone_is_told_where_its_menu_has_it(chromium, server):
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
    context = chromium.new_context(user_agent=agent, locale="vi-VN", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(server)
    page.get_by_text(_("To keep Ghé on this iPhone: tap Share, then Add to Home Screen.")).wait_for()
    context.close()


def test_only_an_installed_app_keeps_the_reader_of_codes(phone, server):
    page = phone.new_page()
    page.goto(server)
    page.evaluate(READY)
    page.wait_for_load_state("networkidle")
    decoder = """() => caches.match(JSON.parse(document.getElementById("words").textContent).decoder)
        .then((found) => Boolean(found))"""
    assert not page.evaluate(decoder)
    page.add_init_script("navigator.standalone = true")  # as an installed app on an iPhone says of itself
    page.goto(server)
    until(page, decoder)

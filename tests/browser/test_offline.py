"""The network is cut at each step of a check-in; the server ends with one visit, at the right times."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.main import install
from app.store.db import open_database
from app.store.tables import SealedContactRow, VisitRow
from app.usecases.register_venue import register_venue
from app.vault.keystore import KeyStore
from app.vault.sealing import unseal
from app.web import words
from tests.browser.conftest import serving
from tests.conftest import PATIENCE

pytestmark = pytest.mark.browser

_ = words.gettext("en")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNSENT = "Saved on this phone, not sent yet"
NAME = "Phở Hòa Pasteur"


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    """The service with one venue, and its settings."""
    made = []

    def found(settings):
        ghe = install(settings)
        registration = register(
            name=NAME,
            address="260C Pasteur",
            kind=VenueKind.RESTAURANT,
            capacity=80,
            hours=OpeningHours(),
            position=None,
        )
        with ghe.database.writing() as session:
            made.extend(
                register_venue(session, VenueId(uuid4()), registration, None, now=ghe.clock())
                for _ in range(40)
            )
        ghe.recorder.stop()
        ghe.database.close()

    with serving(tmp_path_factory.mktemp("offline"), sqlite_template, found) as settings:
        yield City(settings, made)


@dataclass
class City:
    settings: object
    venues: list

    def rows(self, table, **where):
        """What is kept, read beside the running server."""
        database = open_database(self.settings.database_url)
        with database.reading() as session:
            found = session.exec(select(table).filter_by(**where)).all()
            session.expunge_all()
        database.close()
        return found


@dataclass
class Citizen:
    """A phone with script at the door of a venue of its own."""

    city: City
    context: object
    venue: object
    page: object = None
    posts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def door(self):
        return f"{self.city.settings.public_url}/V/{self.venue.code.code}?lang=en"

    def open(self):
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "request", lambda asked: asked.method == "POST" and self.posts.append(asked.url.split("/", 3)[3])
        )
        self.page.goto(self.door)
        return self

    def tap(self, label):
        at = datetime.now(UTC)
        self.page.get_by_role("button", name=label, exact=True).click()
        return at

    def heading(self, text):
        expect(self.page.locator("h1")).to_contain_text(text)

    def unsent(self):
        """The phone's own receipt: it says so, and a guard cannot take it for the server's."""
        expect(self.page.locator(".receipt-unsent")).to_have_text(UNSENT)
        assert self.page.locator(".sign").count() == 0

    def sent(self):
        """The server's receipt."""
        expect(self.page.locator(".receipt .sign")).to_be_visible()
        assert self.page.locator(".receipt-unsent").count() == 0

    def offline(self):
        self.context.set_offline(True)

    def online(self):
        self.context.set_offline(False)

    def visits(self):
        return self.city.rows(VisitRow, venue=self.venue.venue.id)

    def visit(self, entered):
        """The only visit, which began at a tap."""
        [kept] = self.visits()
        assert abs(kept.entered_at - entered) < timedelta(seconds=2)
        return kept

    def queue(self):
        return self.page.evaluate("import('/static/phone/store.js').then((m) => m.all('queue'))")

    def settled(self):
        """Waits until nothing is left to send."""
        self.until(
            "m.all('queue').then((all) => all.every((one) => one.refused || one.key && !one.edits.length))"
        )

    def until(self, asked):
        """Waits until a promise of the store `m` holds what is true."""
        for _attempt in range(600):
            if self.page.evaluate(f"import('/static/phone/store.js').then((m) => {asked})"):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never: {asked}")

    @contextmanager
    def answering(self, handler, pattern=re.compile(r"/(v|api/v1|visit)/")):
        """Whatever is posted meets this instead of the network."""

        def posted(route):
            if route.request.method == "POST":
                handler(route)
            else:
                route.fallback()

        self.context.route(pattern, posted)
        yield
        self.context.unroute(pattern, posted)

    def wake(self):
        self.page.evaluate("dispatchEvent(new Event('online'))")


@pytest.fixture
def citizen(city, chromium):
    """A phone at a door that nobody else stands at."""
    contexts = []

    def make(**more):
        context = chromium.new_context(
            viewport={"width": 320, "height": 640}, locale="en-GB", service_workers="block", **more
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(Citizen(city, context, city.venues.pop()))
        return contexts[-1]

    yield make
    for one in contexts:
        one.context.close()
        assert one.faults == []


def lose_request(route):
    route.abort()


def lose_answer(route):
    """The server keeps it; the phone never learns."""
    route.fetch()
    route.abort()


def test_with_a_network_the_servers_own_receipt_comes_in_one_request(citizen):
    phone = citizen().open()
    at = phone.tap(_("I am here"))
    phone.sent()
    phone.visit(at)
    assert [path.split("?")[0] for path in phone.posts] == [f"v/{phone.venue.code.code}"]
    assert phone.page.title() == "Recorded - Ghé"
    assert phone.page.evaluate("history.state") is None
    assert phone.page.evaluate("document.activeElement.id") == "main"
    phone.page.reload()
    phone.sent()
    assert len(phone.visits()) == 1


def test_cut_before_the_tap(citizen):
    phone = citizen().open()
    phone.offline()
    at = phone.tap(_("I am here"))
    phone.unsent()
    phone.heading(f"{at.astimezone(ZONE):%H:%M}")
    expect(phone.page.locator(".receipt-name")).to_have_text(NAME)
    assert phone.visits() == []
    phone.online()
    phone.sent()
    phone.visit(at)


@pytest.mark.parametrize("lost", [lose_request, lose_answer])
def test_what_is_lost_on_the_way_is_sent_again_and_kept_once(citizen, lost):
    phone = citizen().open()
    with phone.answering(lost):
        at = phone.tap(_("I am here"))
        phone.unsent()
        assert len(phone.visits()) == (lost is lose_answer)
    phone.wake()
    phone.sent()
    first = phone.visit(at)
    phone.wake()
    phone.settled()
    assert phone.visit(at) == first
    [record] = phone.queue()
    assert record["key"]["visit"] == str(first.id)


@pytest.mark.parametrize("lost", [lose_request, lose_answer])
def test_cut_while_leaving(citizen, lost):
    phone = citizen().open()
    entered = phone.tap(_("I am here"))
    phone.sent()
    with phone.answering(lost):
        left = phone.tap(_("I am leaving"))
        phone.unsent()
        phone.heading("You left at")
    phone.wake()
    expect(phone.page.locator(".receipt-left")).to_be_visible()
    kept = phone.visit(entered)
    assert abs(kept.left_at - left) < timedelta(seconds=2)
    assert kept.version == 2


def test_what_comes_late_does_not_end_a_visit_that_was_taken_up_again(citizen):
    phone = citizen().open()
    entered = phone.tap(_("I am here"))
    phone.sent()
    late = []
    with phone.answering(lambda route: (late.append(route.request), route.abort())):
        phone.tap(_("I am leaving"))
        phone.unsent()
    phone.wake()
    expect(phone.page.locator(".receipt-left")).to_be_visible()
    phone.tap(_("I am still here"))
    phone.sent()
    again = phone.page.evaluate(
        "([url, body]) => fetch(url, {method: 'POST', headers: {'content-type': 'application/json'}, body})"
        ".then((got) => got.status)",
        [late[0].url, late[0].post_data],
    )
    assert again == 200
    assert phone.visit(entered).left_at is None


def test_the_tab_is_closed_before_anything_is_sent(citizen):
    phone = citizen().open()
    phone.offline()
    entered = phone.tap(_("I am here"))
    phone.unsent()
    phone.page.close()
    phone.online()
    assert phone.visits() == []
    phone.open()  # a door again: and the receipt of the visit that was begun
    phone.sent()
    phone.visit(entered)


def test_the_whole_visit_without_a_network_is_one_request(citizen):
    phone = citizen().open()
    phone.offline()
    entered = phone.tap(_("I am here"))
    phone.unsent()
    phone.page.wait_for_timeout(1100)
    left = phone.tap(_("I am leaving"))
    phone.heading("You left at")
    phone.posts.clear()
    phone.online()
    expect(phone.page.locator(".receipt-left")).to_be_visible()
    kept = phone.visit(entered)
    assert abs(kept.left_at - left) < timedelta(seconds=2)
    assert sum("check-" in path or path.startswith("v/") for path in phone.posts) == 1


def test_what_never_left_the_phone_is_taken_back_there(citizen):
    phone = citizen().open()
    phone.offline()
    phone.tap(_("I am here"))
    phone.unsent()
    phone.page.get_by_text(_("This was a mistake")).click()
    phone.tap(_("Take this visit back"))
    phone.heading(_("The visit is taken back"))
    phone.online()
    phone.settled()
    assert phone.queue() == []
    assert phone.visits() == []


def test_a_withdrawal_reaches_a_visit_whose_answer_was_lost(citizen):
    phone = citizen().open()
    with phone.answering(lose_answer):
        entered = phone.tap(_("I am here"))
        phone.unsent()
    with phone.answering(lose_request):
        phone.page.get_by_text(_("This was a mistake")).click()
        phone.tap(_("Take this visit back"))
        phone.heading(_("The visit is taken back"))
    assert phone.visit(entered).withdrawn_at is None
    phone.wake()
    expect(phone.page.locator("main")).to_contain_text("It stays deleted")
    assert phone.visit(entered).withdrawn_at is not None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"status": 503, "headers": {"retry-after": "60"}, "body": "{}"}, id="busy"),
        pytest.param({"status": 200, "body": "<h1>Welcome to our Wi-Fi</h1>"}, id="portal"),
        pytest.param({"status": 429, "body": '{"type": "/problems/x"}'}, id="wait", marks=pytest.mark.long),
        pytest.param({"status": 500, "body": "<h1>broken</h1>"}, id="broken", marks=pytest.mark.long),
        pytest.param({"status": 200, "body": '{"ok": true}'}, id="stranger", marks=pytest.mark.long),
        pytest.param({"status": 403, "body": "<h1>Log in</h1>"}, id="sign in", marks=pytest.mark.long),
    ],
)
def test_only_the_service_itself_ends_an_entry(citizen, answer):
    phone = citizen().open()
    with phone.answering(lambda route: route.fulfill(**answer)):
        at = phone.tap(_("I am here"))
        phone.unsent()
    phone.wake()
    phone.sent()
    phone.visit(at)


def test_a_refusal_by_name_ends_the_entry_in_words(citizen):
    phone = citizen().open()
    phone.page.evaluate(
        "() => { const form = document.querySelector('[data-phone=check-in]');"
        "form.dataset.code = '0'.repeat(17); form.action = '/v/' + '0'.repeat(17); }"
    )
    phone.tap(_("I am here"))
    phone.heading("No venue has this code")
    phone.settled()
    [record] = phone.queue()
    assert record["refused"]["kind"] == "/problems/code-unknown"
    phone.posts.clear()
    phone.wake()
    phone.page.wait_for_timeout(200)
    assert phone.posts == []


def test_two_taps_are_one_visit(citizen):
    phone = citizen().open()
    with phone.answering(lambda route: (phone.page.wait_for_timeout(50), route.fallback())):
        phone.page.evaluate(
            "() => { const form = document.querySelector('[data-phone=check-in]');"
            "form.requestSubmit(); form.requestSubmit(); }"
        )
        phone.sent()
    assert len(phone.visits()) == 1
    assert len([path for path in phone.posts if path.startswith("v/")]) == 1


@pytest.mark.parametrize("locks", [True, pytest.param(False, marks=pytest.mark.long)])
def test_one_tab_sends_for_all(citizen, locks):
    phone = citizen()
    if not locks:
        phone.context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    phone.open().open()
    phone.offline()
    at = phone.tap(_("I am here"))
    phone.unsent()
    phone.posts.clear()
    phone.online()  # both tabs hear it
    phone.settled()
    phone.page.wait_for_timeout(300)
    phone.visit(at)
    assert len([path for path in phone.posts if "check-ins" in path or path.startswith("v/")]) == 1


def test_a_browser_that_keeps_nothing_says_so_and_sends_from_the_open_page(citizen):
    phone = citizen()
    phone.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    phone.open()
    phone.offline()
    at = phone.tap(_("I am here"))
    phone.unsent()
    expect(phone.page.locator("main")).to_contain_text("This browser cannot keep it")
    phone.online()
    phone.sent()
    phone.visit(at)


def test_a_wrong_clock_is_mended_by_the_page(citizen):
    phone = citizen()
    phone.context.add_init_script("{ const now = Date.now; Date.now = () => now() + 7200000; }")
    phone.open()
    at = phone.tap(_("I am here"))
    phone.sent()
    phone.visit(at)


def test_a_silent_server_counts_as_none_after_eight_seconds(citizen):
    phone = citizen()
    phone.context.clock.install()
    phone.open()
    held = []
    with phone.answering(held.append):
        phone.tap(_("I am here"))
        phone.page.wait_for_timeout(300)
        assert phone.page.locator(".receipt-unsent").count() == 0
        phone.context.clock.run_for(8100)
        phone.unsent()


def test_details_are_sealed_here_and_once_a_day_without_asking(citizen):
    phone = citizen().open()
    entered = phone.tap(_("I am here"))
    phone.sent()
    expect(phone.page.locator("[data-sealed-by]")).to_contain_text("This phone seals it")
    sent = []
    phone.page.on("request", lambda asked: sent.append(asked.post_data or ""))
    phone.page.get_by_label("Your name", exact=True).fill("Nguyễn Thị Hương")
    phone.page.get_by_label("Phone number", exact=True).fill("12")
    phone.tap("Save")
    expect(phone.page.locator("#phone-error")).to_contain_text("This is not a phone number")
    assert phone.page.evaluate("document.activeElement.id") == "phone"
    phone.page.get_by_label("Phone number", exact=True).fill("0901 234 567")
    phone.tap("Save")
    expect(phone.page.locator("main")).to_contain_text("This phone sealed it")
    assert not any("0901" in text or "901234567" in text or "H%C6%B0" in text for text in sent)
    keys = KeyStore(phone.city.settings.keys)
    person = phone.page.evaluate("JSON.parse(document.getElementById('receipt').dataset.of).person")
    day = keys.day(entered.astimezone(ZONE).date())
    [row] = [row for row in phone.city.rows(SealedContactRow) if str(row.person) == person]
    assert unseal(row.blob, day.sealing, row.person, row.epoch).phone == "+84901234567"

    # As if a day had passed: the next check-in brings the details along, and nobody is asked.
    phone.page.evaluate("import('/static/phone/store.js').then((m) => m.remove('kept', 'sealedDays'))")
    phone.venue = phone.city.venues.pop()
    phone.page.close()
    phone.open()
    phone.tap(_("I am here"))
    phone.sent()
    assert phone.page.get_by_label("Your name", exact=True).count() == 0
    assert phone.page.evaluate("JSON.parse(document.getElementById('receipt').dataset.of).contact") == "kept"


def test_details_written_without_a_network_follow_sealed(citizen):
    phone = citizen().open()
    phone.tap(_("I am here"))
    phone.sent()
    person = phone.page.evaluate("JSON.parse(document.getElementById('receipt').dataset.of).person")
    phone.offline()
    phone.page.get_by_label("Your name", exact=True).fill("Nguyễn Thị Hương")
    phone.page.get_by_label("Phone number", exact=True).fill("0901234567")
    phone.tap("Save")
    expect(phone.page.locator("main")).to_contain_text("Your number is kept on this phone")
    phone.online()
    phone.until("m.get('kept', 'unsealed').then((owed) => !owed)")
    assert [row for row in phone.city.rows(SealedContactRow) if str(row.person) == person]


def test_a_phone_that_cannot_seal_lets_the_server_and_both_say_so(citizen):
    phone = citizen()
    phone.context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    phone.open()
    phone.tap(_("I am here"))
    phone.sent()
    expect(phone.page.locator("[data-sealed-by]")).to_contain_text("our server seals it")
    phone.page.get_by_label("Your name", exact=True).fill("Nguyễn Thị Hương")
    phone.page.get_by_label("Phone number", exact=True).fill("0901234567")
    phone.tap("Save")
    expect(phone.page.locator("main")).to_contain_text("Our server sealed it")


def test_nothing_of_the_queue_names_the_place(citizen):
    phone = citizen().open()
    assert phone.queue() == []  # loads the module while there is a network
    phone.offline()
    phone.tap(_("I am here"))
    phone.unsent()
    assert NAME not in str(phone.queue())
    assert "Pasteur" not in phone.page.evaluate("JSON.stringify([history.state, {...localStorage}])")


def test_a_phone_that_has_been_here_checks_in_with_no_network_at_all(city, chromium):
    """The second level: the address opens, the tap is kept, the tab may be closed, and it arrives once."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    try:
        phone = Citizen(city, context, city.venues.pop()).open()
        phone.tap(_("I am here"))
        phone.sent()
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        phone.page.close()
        phone.venue = city.venues.pop()
        phone.offline()
        phone.open()
        phone.heading("This place")
        assert phone.page.evaluate("document.documentElement.dataset.now") is None
        entered = phone.tap(_("I am here"))
        phone.unsent()
        expect(phone.page.locator(".receipt-name")).to_have_text("This place")
        phone.page.close()
        phone.open()  # scanned again: the receipt, never a second visit
        phone.unsent()
        left = phone.tap(_("I am leaving"))
        phone.heading("You left at")
        phone.page.close()
        phone.online()
        assert phone.visits() == []
        phone.open()
        phone.settled()
        kept = phone.visit(entered)
        assert abs(kept.left_at - left) < timedelta(seconds=3)
        assert phone.faults == []
    finally:
        context.close()


def test_a_browser_that_was_linked_to_another_seals_again_for_its_new_person(citizen):
    phone = citizen().open()
    phone.tap(_("I am here"))
    phone.sent()
    person = phone.page.evaluate("JSON.parse(document.getElementById('receipt').dataset.of).person")
    phone.until(f"m.get('kept', 'person').then((known) => known === '{person}')")
    # As if this browser had been somebody else until a moment ago, with details on the phone.
    phone.until(
        "Promise.all([m.put('kept', 'person', '00000000-0000-4000-8000-000000000000'),"
        "m.put('kept', 'details', {name: 'Hương', phone: '+84901234567'})]).then(() => true)"
    )
    phone.page.evaluate("import('/static/phone/contact.js').then((m) => m.payDebt())")
    phone.venue = phone.city.venues.pop()
    phone.page.close()
    phone.open()
    phone.tap(_("I am here"))
    phone.sent()
    phone.until(f"m.get('kept', 'sealedDays').then((days) => days && Object.values(days)[0] === '{person}')")
    assert [row for row in phone.city.rows(SealedContactRow) if str(row.person) == person]

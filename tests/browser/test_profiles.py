"""Every kind of browser from the poster to a visit taken back, as far as it can."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web import words
from tests.browser.profiles import COLUMNS, PROFILES, table
from tests.browser.world import LONG, click, press

pytestmark = pytest.mark.browser

_ = words.gettext("en")
DOCS = Path(__file__).parents[2] / "docs"
WITH_SCRIPT = [name for name, profile in PROFILES.items() if profile.options.get("java_script_enabled", True)]


@pytest.fixture
def citizen_of(chromium, world):
    """Somebody with a browser of a profile."""
    contexts = []

    def make(name):
        context = PROFILES[name].context(chromium)
        contexts.append(context)
        return Citizen(PROFILES[name], context, world)

    yield make
    for context in contexts:
        context.close()


class Citizen:
    def __init__(self, profile, context, world):
        self.profile, self.context, self.world = profile, context, world
        self.page = context.new_page()

    def forget(self):
        if not self.profile.keeps_cookies:
            self.context.clear_cookies()

    def open(self, address):
        self.forget()
        return self.page.goto(address)

    def press(self, label):
        self.forget()
        button = self.page.get_by_role("button", name=_(label), exact=True).first
        click(self.page, button)

    def check_in(self):
        self.open(self.world.poster)
        assert self.text.startswith(LONG)
        self.press("I am here")
        assert re.search(rf"{_('Recorded at')} \d\d:\d\d", self.text)
        assert LONG in self.text

    def unfold(self, label):
        self.page.locator("summary", has_text=_(label)).click()

    def follow(self, label):
        """A link, or where no cookie speaks a button, with these words."""
        self.forget()
        found = self.page.get_by_role("link", name=_(label), exact=True)
        click(self.page, found.or_(self.page.get_by_role("button", name=_(label), exact=True)).first)

    @property
    def text(self):
        return " ".join(self.page.locator("main").inner_text().split())


@pytest.mark.parametrize("name", PROFILES)
def test_from_the_poster_to_a_visit_taken_back(citizen_of, name):
    citizen = citizen_of(name)
    citizen.check_in()
    code = citizen.page.locator(".digits")
    recovery = code.text_content() if code.count() else None
    citizen.press("I am leaving")
    assert _("You left at") in citizen.text
    citizen.press("I am still here")
    assert _("Recorded at") in citizen.text

    citizen.open(f"{citizen.world.origin}/my")
    if citizen.profile.works["mine"] == "by recovery code":
        assert _("This browser holds no visits.") in citizen.text
        assert recovery, "a browser without cookies is given the digits"
        citizen.open(f"{citizen.world.origin}/my/recover")
        citizen.page.locator("main [name=code]").fill(recovery)
        citizen.press("Continue")
    citizen.follow("Show my visits")
    assert LONG in citizen.text
    click(citizen.page, citizen.page.locator(".visit button").first)
    citizen.unfold("Take this visit back")
    citizen.press("Take this visit back")
    assert _("The visit is taken back") in citizen.text


@pytest.mark.parametrize("name", PROFILES)
def test_digits_that_are_typed_lead_to_the_door(citizen_of, world, name):
    citizen = citizen_of(name)
    citizen.open(f"{world.origin}/")
    citizen.page.locator("main [name=typed]").fill(world.typed_code)
    citizen.follow("Continue")
    citizen.press("I am here")
    assert _("Recorded at") in citizen.text


@pytest.mark.parametrize("name", PROFILES)
def test_the_page_says_who_seals_a_number(citizen_of, name):
    citizen = citizen_of(name)
    citizen.check_in()
    citizen.page.locator("main [name=name]").fill("Nguyễn Thị Hương")
    citizen.page.locator("main [name=phone]").fill("0901234567")
    citizen.press("Save")
    by_phone = _("This phone sealed it: our server never saw it.")
    by_server = _("Our server sealed it as it arrived.")
    said = {"the phone": (by_phone, by_server), "the server": (by_server, by_phone)}
    right, wrong = said[citizen.profile.works["sealed"]]
    assert right in citizen.text
    assert wrong not in citizen.text


@pytest.mark.parametrize("name", WITH_SCRIPT)
def test_a_network_that_is_gone_loses_nothing(citizen_of, world, name):
    citizen = citizen_of(name)
    citizen.open(world.poster)
    citizen.page.wait_for_load_state("networkidle")
    citizen.context.set_offline(True)
    citizen.page.get_by_role("button", name=_("I am here"), exact=True).click()
    citizen.page.get_by_text(_("Saved on this phone, not sent yet")).first.wait_for()
    citizen.context.set_offline(False)
    citizen.page.evaluate("dispatchEvent(new Event('online'))")
    citizen.page.locator("main .sign").wait_for()
    assert re.search(rf"{_('Recorded at')} \d\d:\d\d", citizen.text)


@pytest.mark.parametrize("name", [name for name in WITH_SCRIPT if "opens" in PROFILES[name].works["offline"]])
def test_the_app_opens_without_a_network(citizen_of, world, name):
    citizen = citizen_of(name)
    citizen.open(f"{world.origin}/")
    citizen.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    citizen.page.wait_for_load_state("networkidle")
    citizen.context.set_offline(True)
    citizen.page.goto(world.poster)
    press(citizen.page, "en", "I am here", stays=True)
    citizen.page.get_by_text(_("Saved on this phone, not sent yet")).first.wait_for()
    citizen.context.set_offline(False)
    citizen.page.goto(f"{world.origin}/")
    citizen.page.wait_for_load_state("networkidle")
    citizen.open(f"{world.origin}/my/visits")
    assert citizen.page.locator(".visit").count() == 1, "sent once"
    assert LONG in citizen.text


@pytest.mark.parametrize("name", PROFILES)
def test_the_scanner_says_what_this_browser_can_do(citizen_of, world, name):
    citizen = citizen_of(name)
    citizen.open(f"{world.origin}/scan")
    assert citizen.page.locator("main [name=typed]").is_visible()
    camera = citizen.page.locator("#scan-start")
    plain = _("Point your phone's own camera at the poster and open the link, or type the digits.")
    if name not in WITH_SCRIPT:
        assert plain in citizen.text
        assert not camera.is_visible()
        return
    camera.wait_for()
    assert plain not in citizen.text
    if citizen.profile.works["scanner"] == "photo or digits":
        camera.click()
        citizen.page.get_by_text(_("Choose a photo of the code, or type the nine digits.")).wait_for()
        assert citizen.page.locator("#scan-photo").is_visible()


def test_two_browsers_of_one_person_are_two_until_they_are_linked(citizen_of, world):
    camera, chat = citizen_of("Safari-like"), citizen_of("WebView-like")
    camera.check_in()
    chat.check_in()
    camera.open(f"{world.origin}/my")
    camera.press("Link another browser")
    code = camera.page.locator(".digits").inner_text()
    chat.open(f"{world.origin}/my/visits")
    assert chat.page.locator(".visit").count() == 1
    chat.open(f"{world.origin}/my/join")
    chat.page.locator("main [name=code]").fill(code)
    chat.page.locator("main [type=radio]").first.check()
    chat.press("Link")
    for citizen in (chat, camera):
        citizen.open(f"{world.origin}/my/visits")
        assert citizen.page.locator(".visit").count() == 2, citizen.profile.name


def test_what_a_chat_app_could_not_send_is_sent_when_it_is_opened_again(citizen_of, world):
    citizen = citizen_of("WebView-like")
    citizen.open(world.poster)
    citizen.page.wait_for_load_state("networkidle")
    citizen.context.set_offline(True)
    press(citizen.page, "en", "I am here", stays=True)
    citizen.page.get_by_text(_("Saved on this phone, not sent yet")).first.wait_for()
    citizen.page.close()
    citizen.context.set_offline(False)
    citizen.page = citizen.context.new_page()
    citizen.open(world.poster)
    citizen.page.locator("main .sign").wait_for()


def test_what_a_chat_app_cannot_download_it_can_read(citizen_of, world):
    citizen = citizen_of("WebView-like")
    citizen.check_in()
    citizen.open(f"{world.origin}/my/export")
    assert LONG in citizen.text


def test_the_document_says_what_was_found_here():
    assert all(set(profile.works) == set(COLUMNS) for profile in PROFILES.values())
    assert table() in (DOCS / "phone.md").read_text(encoding="utf-8")

"""The official's line in a real browser, in a demo city: sign in, report, share, trace, decide, open, map."""

import re
from datetime import timedelta

import pytest

from app.domain.policy import Policy
from app.domain.roles import Role
from app.main import utc_now
from app.web import words
from tests.browser.conftest import demo_link

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
LOOKS = [
    ("vi", 320),
    ("en", 1280),
    pytest.param("vi", 1280, marks=pytest.mark.long),
    pytest.param("en", 320, marks=pytest.mark.long),
]
"""Each language and each width once; all four together are long."""


def sign_in(phone_of, demo_server, role, language, *, script=False, viewport=DESK):
    _ = words.gettext(language)
    name = f"{role.value}-{language}-{viewport['width']}"
    browser = phone_of(
        name,
        {"vi": "vi-VN", "en": "en-GB"}[language],
        origin=demo_server.public_url,
        viewport=viewport,
        least_target=40,
        java_script_enabled=script,
    )
    browser.page.goto(demo_link(demo_server, role))
    browser.page.locator("main button").first.click()
    browser.page.wait_for_url("**/official*")
    return browser, _


def follow(browser, words_, shot):
    browser.page.get_by_role("link", name=words_, exact=True).first.click()
    browser.page.wait_for_load_state()
    browser.look(shot)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_tracer_reports_shares_traces_decides_and_opens(phone_of, demo_server, language, width):
    tracer, _ = sign_in(
        phone_of, demo_server, Role.TRACER, language, viewport={"width": width, "height": 900}
    )
    tracer.open(f"{tracer.origin}/official/cases", "cases")
    tracer.page.locator("tbody a").first.click()
    tracer.look("newest-case")
    assert _("Who was there") in tracer.text

    tracer.open(f"{tracer.origin}/official/cases/new", "report")
    tracer.page.get_by_role("button", name=_("Open the case file"), exact=True).click()
    tracer.page.wait_for_load_state()
    assert _("There is a problem") in tracer.text
    tracer.complaints.clear()  # a page with problems answers 400, which the console reports
    tracer.look("report-with-problems")
    tracer.page.get_by_label(_("Name"), exact=True).fill("Nguyễn Thị Hương")
    day, month, year = yesterday()
    for part, value in (("day", day), ("month", month), ("year", year)):
        tracer.page.locator(f"[name=onset-{part}]").fill(value)
    tracer.press(_("Open the case file"), "empty-case")
    assert _("Not traced yet") in tracer.text
    case = tracer.page.url

    tracer.press(_("Make a release code"), "release-code")
    assert re.search(r"\d{3} \d{3} \d{4}", tracer.text)
    tracer.open(case, "case-again")
    follow(tracer, _("Add a remembered visit"), "find-venue")
    tracer.page.get_by_label(_("Where was it?"), exact=True).fill("cho")
    tracer.press(_("Find"), "venues-found")
    tracer.page.locator("input[type=radio]").first.check()
    for part, value in (("day", day), ("month", month), ("year", year)):
        tracer.page.locator(f"[name=day-{part}]").fill(value)
    tracer.page.get_by_label(_("Came at"), exact=True).fill("0500")
    tracer.page.get_by_label(_("Left at"), exact=True).fill("1900")
    tracer.press(_("Add the visit"), "with-a-visit")
    tracer.press(_("Trace"), "traced")
    people = tracer.page.locator("[name=person]")
    assert people.count() > 0
    people.first.check()
    tracer.page.get_by_label(_("Reason for the decision"), exact=True).fill("cùng sạp")
    tracer.press(_("Make contacts F1"), "decided")
    assert _("Contact F1") in tracer.text

    tracer.page.locator("a[href*='/contacts/']").first.click()
    tracer.look("ask-to-open")
    tracer.page.get_by_label(_("Why now?"), exact=True).fill("gọi lần đầu")
    tracer.page.locator("main form button").first.click()
    tracer.page.wait_for_load_state()
    tracer.look("opened")
    assert re.search(r"\+8450\d{7}", tracer.text) or _("This person left no details") in tracer.text


def yesterday():
    """Day, month and year as they are typed."""
    day = (utc_now() - timedelta(days=1)).astimezone(Policy().zone)
    return str(day.day), str(day.month), str(day.year)


@pytest.mark.parametrize("role", [Role.EPIDEMIOLOGIST, Role.TRACER])
def test_the_map_draws_every_ward_and_asks_nobody_else(phone_of, demo_server, role):
    reader, _ = sign_in(phone_of, demo_server, role, "vi", script=True)
    reader.open(f"{reader.origin}/official/map", "map")
    frame = reader.page.frame_locator("iframe")
    frame.locator("path.area").first.wait_for()
    assert frame.locator(".folium-map path.area").count() == 168
    assert reader.page.locator("iframe").get_attribute("sandbox") == "allow-scripts"
    assert reader.page.locator("tbody tr").count() >= 168
    reader.page.wait_for_timeout(300)
    reader.look("map-drawn")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_starts_somewhere(phone_of, demo_server, role):
    browser, _ = sign_in(phone_of, demo_server, role, "vi")
    browser.look("start")
    assert browser.page.locator("nav a").count() > 0

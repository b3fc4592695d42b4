"""Large text, zoom, forced colours, longer words: nothing scrolls sideways and nothing is cut."""

from __future__ import annotations

import re

import pytest

from app.domain.roles import Role
from app.main import utc_now
from app.store import city
from app.store.db import open_database
from app.usecases import demo_officials
from app.web.pseudo import speaking_pseudo
from tests.browser.axe import violations
from tests.browser.conftest import TOO_SMALL, TOO_WIDE, demo_link, serving
from tests.browser.states import WALKS
from tests.browser.ways import WAYS
from tests.browser.world import CITIZEN, VISITOR, World

pytestmark = pytest.mark.browser

CUT = """() => {
  const holds = "h1, h2, h3, p, li, dt, dd, a, button, label, legend, summary, td, th, figcaption, .badge";
  const clipped = (e) => e.closest(".unseen, .skip, .top-nav, .tabs, .scroll, svg, [aria-hidden=true]");
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll(holds)].filter((e) => e.offsetParent && !clipped(e)).filter((e) => {
    const box = e.getBoundingClientRect();
    const hides = getComputedStyle(e).overflowX !== "visible" || e.tagName === "BUTTON";
    return box.right > wide + 1 || box.left < -1 || (hides && e.scrollWidth > e.clientWidth + 1);
  }).map((e) => `${e.tagName} ${e.textContent.trim().slice(0, 60)}`);
}"""
BARE = """() => [...document.querySelectorAll("main .button, main :is(input, select, textarea), .receipt")]
  .filter((e) => e.offsetParent && e.type !== "checkbox" && e.type !== "radio" && e.type !== "file")
  .filter((e) => parseFloat(getComputedStyle(e).borderTopWidth) < 1).map((e) => e.textContent || e.name)"""
ENGLISH = re.compile(
    r"^(?!\[).*\b(the|of|and|your|this|is|are|no|to|for|in|at|on|a|by|with|you)\b", re.IGNORECASE
)
"""A sentence without the brackets of the pseudo-language around it."""
WRITTEN_BY_PROGRAMS = {"/official/audit"}
"""Details of the audit stay as they were written, under the names that the code has for them."""
PEEPS = """() => [...document.querySelectorAll(".skip")].filter((e) => e !== document.activeElement)
  .filter((e) => e.getBoundingClientRect().bottom > 0).length"""
SPOKEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (text && e.offsetParent && !e.closest("script, svg, option, [lang]:not(html)")) found.push(text);
  }
  return found;
}"""
EMPTY = [
    "/my",
    "/notices",
    "/map",
    "/official/cases",
    "/official/audit",
    *(
        pytest.param(route, marks=pytest.mark.long)
        for route in ("/official/events", "/official/sources", "/official/people", "/official/chains")
    ),
    *(
        pytest.param(route, marks=pytest.mark.long)
        for route in ("/official/map", "/official/outbreak", "/official/outbreak/clusters", "/official/staff")
    ),
]
TWICE = {"standard": 32, "fixed": 26}
ONCE = {"standard": 16, "fixed": 13}
WALKED = ["check_in", "see_my_data", "register_a_venue", "work_a_shift", "tell_contacts"]
"""Walks through pages that most people meet."""


@pytest.fixture
def with_large_text(world):
    """Twice the letters that the phone's owner is used to, as set in the browser."""
    changed = []

    def enlarge(page):
        session = page.context.new_cdp_session(page)
        session.send("Page.setFontSizes", {"fontSizes": TWICE})
        changed.append(session)

    yield enlarge
    for session in changed:
        session.send("Page.setFontSizes", {"fontSizes": ONCE})
        session.detach()


def fits(page, least):
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} scrolls sideways"
    assert page.evaluate(CUT) == [], f"{page.url} cuts"
    assert page.evaluate(TOO_SMALL, least) == [], f"{page.url}: a thumb misses"
    assert page.evaluate(PEEPS) == 0, "the skip link shows without the focus"


def least_of(who):
    return 40 if isinstance(who, Role) else 48


def narrow(page):
    page.set_viewport_size({"width": 320, "height": 640})


def every_third(first):
    """One of the three checks below for each page; all three for every page is long."""
    routes = [route for route, way in WAYS.items() if not way.framed]
    kept = set(routes[first::3])
    return [route if route in kept else pytest.param(route, marks=pytest.mark.long) for route in routes]


@pytest.mark.parametrize("route", every_third(0))
def test_text_of_twice_the_size_fits(world, with_large_text, route):
    way = WAYS[route]
    page = world.page(way.who, "en" if len(route) % 2 else "vi")
    narrow(page)
    with_large_text(page)
    page.goto(world.address(route))
    assert float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")) >= 32
    fits(page, least_of(way.who))


@pytest.mark.parametrize("walk", WALKED)
def test_text_of_twice_the_size_fits_on_the_way(world, with_large_text, walk):
    who, steps = WALKS[walk]
    page = world.page(who, "vi")
    narrow(page)
    with_large_text(page)
    for _stop in steps(world, page, "vi"):
        fits(page, least_of(who))


@pytest.mark.parametrize("route", every_third(1))
def test_longer_words_fit_and_every_word_can_be_translated(world, route):
    way = WAYS[route]
    page = world.page(way.who, "en")
    narrow(page)
    address = world.address(route)
    with speaking_pseudo("en"):
        page.goto(address)
    fits(page, least_of(way.who))
    if route not in WRITTEN_BY_PROGRAMS:
        assert [said for said in page.evaluate(SPOKEN) if ENGLISH.search(said)] == []


@pytest.mark.parametrize("route", every_third(2))
def test_colours_forced_by_the_system_leave_every_control_its_edge(world, route):
    way = WAYS[route]
    page = world.page(way.who, "vi")
    narrow(page)
    page.emulate_media(forced_colors="active")
    page.goto(world.address(route))
    bare = page.evaluate(BARE)
    page.emulate_media(forced_colors="none")
    assert bare == []


@pytest.fixture(scope="module")
def empty_world(chromium, sqlite_template, tmp_path_factory):
    """A city in which nothing has happened yet."""

    def as_demo(settings):
        database = open_database(settings.database_url)
        with database.writing() as session:
            city.save_fact(session, demo_officials.DEMO_FACT, True, now=utc_now())
        database.close()

    with serving(tmp_path_factory.mktemp("empty"), sqlite_template, as_demo) as settings:
        made = World(chromium, settings, WAYS, demo_link)
        yield made
        made.close()


@pytest.mark.parametrize("route", EMPTY)
def test_a_page_with_nothing_in_it_is_whole(empty_world, route):
    way = WAYS[route]
    who = CITIZEN if way.who == VISITOR else way.who
    page = empty_world.page(who, "vi")
    narrow(page)
    assert page.goto(empty_world.origin + route).status == 200
    fits(page, least_of(who))
    assert violations(page) == []
    assert page.locator("main").inner_text().strip().count("\n") > 0, "it says what is to be done"


def test_what_does_not_fit_is_noticed(chromium):
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for body, said in {
            "<p style='width: 400px'>wide</p>": "sideways",
            "<p style='width: 90px; overflow: hidden; white-space: nowrap'>a line that is cut</p>": "cuts",
            "<button style='height: 20px'>flat</button>": "misses",
            "<a class='skip' style='position: absolute; top: -4px'>skip</a>": "skip link",
        }.items():
            page.set_content(f"<main>{body}</main>")
            with pytest.raises(AssertionError, match=said):
                fits(page, 48)
        page.set_content("<main><button class='button' style='border: 0'>bare</button></main>")
        assert page.evaluate(BARE) == ["bare"]
        page.set_content("<main><p>Never given to the translators</p></main>")
        assert [said for said in page.evaluate(SPOKEN) if ENGLISH.search(said)]

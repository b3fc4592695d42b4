"""axe finds nothing on any page: WCAG 2.2 AA and its own best practice, as every kind of person sees them."""

from __future__ import annotations

from itertools import product

import pytest

from tests.browser.axe import violations
from tests.browser.states import WALKS
from tests.browser.ways import IN_A_WALK, NO_PAGES, SAME_PAGE, WAYS
from tests.browser.world import get_routes

pytestmark = pytest.mark.browser

LANGUAGES = ("vi", "en")
SCHEMES = ("light", "dark")
WIDTHS = (320, 768)
LOOKS = list(product(SCHEMES, WIDTHS))
MATRIX = list(product(LANGUAGES, SCHEMES, WIDTHS))


def look(page, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    if page.locator(".action-bar").count():
        # It stays at the lower edge of the window, and axe takes what it covers there for lost.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(tall, 8000)})


def rotating(names):
    """Each page once, each with another of the eight looks than its neighbours."""
    return [(name, *MATRIX[place % len(MATRIX)]) for place, name in enumerate(names)]


def check(world, route, language, looks):
    world.faults.clear()
    way = WAYS[route]
    address = world.address(route)
    page = world.page(way.who, language)
    answer = page.goto(address)
    assert answer.status == (400 if route == "/t" else 200), address
    for scheme, width in looks:
        look(page, scheme, width)
        assert violations(page, framed=way.framed) == [], (route, language, scheme, width)
    assert world.faults == []


def check_walk(world, name, language, looks):
    world.faults.clear()
    who, walk = WALKS[name]
    page = world.page(who, language)
    stops = 0
    for stop in walk(world, page, language):
        stops += 1
        for scheme, width in looks:
            look(page, scheme, width)
            assert violations(page) == [], (name, stop, language, scheme, width)
    assert stops, name
    assert world.faults == []


def test_every_page_has_a_way_to_it_here():
    """A new page is added to tests/browser/ways.py, or to a walk of tests/browser/states.py."""
    known = {*WAYS, *SAME_PAGE, *IN_A_WALK, *NO_PAGES}
    assert set(get_routes()) - known == set(), "pages that nobody looks at"
    assert known - set(get_routes()) == set(), "pages that are gone"
    assert set(IN_A_WALK.values()) <= set(WALKS)


@pytest.mark.parametrize(("route", "language", "scheme", "width"), rotating(WAYS))
def test_axe_finds_nothing_on_a_page(world, route, language, scheme, width):
    check(world, route, language, [(scheme, width)])


@pytest.mark.parametrize(("walk", "language", "scheme", "width"), rotating(WALKS))
def test_axe_finds_nothing_on_the_way(world, walk, language, scheme, width):
    check_walk(world, walk, language, [(scheme, width)])


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", WAYS)
def test_axe_finds_nothing_on_a_page_in_any_look(world, route, language):
    check(world, route, language, LOOKS)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("walk", WALKS)
def test_axe_finds_nothing_on_the_way_in_any_look(world, walk, language):
    check_walk(world, walk, language, LOOKS)


def test_axe_finds_what_is_wrong(chromium):
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content(
            """<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1>
            <p style="color: #999; background: #fff">pale</p><img src="data:,"><input name="phone">
            <button style="width: 12px; height: 12px; padding: 0; margin: 0"></button>
            <button style="width: 12px; height: 12px; padding: 0; margin: 0">b</button>
            </main></body></html>"""
        )
        found = {line.partition(":")[0] for line in violations(page)}
    assert found >= {"html-has-lang", "color-contrast", "image-alt", "label", "button-name", "target-size"}

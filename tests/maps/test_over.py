"""Outlines and lines between venues in Chromium: pointed at, reached by keys, chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

import maps
from tests.conftest import PATIENCE
from tests.maps.test_browser import server as server  # noqa: PLC0414 - a fixture of `show`
from tests.maps.test_browser import show as show  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.browser

MESSAGE = "(m) => document.querySelector('iframe').contentWindow.postMessage(m, '*')"


@pytest.fixture
def clusters(draw, grid):
    areas = grid(4, 3)
    drawn = [maps.dissolve([areas[n].geometry for n in chosen]) for chosen in ((0, 1), (6,), (9, 10, 11))]
    outlines = [
        maps.Outline(f"c-{n}", shape, (f"Cụm {n}", "26 ca"), dashed=n == 2)
        for n, shape in enumerate(drawn, 1)
    ]
    return draw(areas, outlines=outlines)


@pytest.fixture
def network(draw, grid):
    spots = {"a": (106.05, 10.05), "b": (106.25, 10.15), "c": (106.35, 10.25)}
    venues = [maps.Venue(key, *at, 5, mark=str(n)) for n, (key, at) in enumerate(spots.items(), 1)]
    return draw(grid(8, 3), venues=venues, links=[maps.Link("a", "b", 3), maps.Link("b", "c", 2)])


def tip(frame):
    return frame.locator(".tip").inner_text().split("\n")


def test_outlines_tell_what_they_are_and_are_chosen(show, clusters):
    with show(clusters) as shown:
        shown.heard(1)
        frame, keyboard = shown.frame, shown.page.keyboard
        assert frame.locator("path.outline").count() == 3
        assert frame.locator("path.outline.dashed").count() == 1
        assert frame.locator('path.outline[tabindex="0"]').count() == 1, "one stop for the Tab key"
        frame.locator('path.outline[tabindex="0"]').focus()
        assert tip(frame) == ["Cụm 1", "26 ca"]
        for key, heading in (("ArrowRight", "Cụm 2"), ("ArrowDown", "Cụm 3"), ("ArrowRight", "Cụm 1")):
            keyboard.press(key)
            assert tip(frame)[0] == heading
        keyboard.press("ArrowLeft")
        keyboard.press("Enter")
        assert shown.heard(2)[1] == ["null", {"type": "ghe-map:select", "code": "c-3"}]
        assert frame.locator("path.outline.chosen").get_attribute("aria-label") == "Cụm 3, 26 ca"
        assert frame.evaluate("document.activeElement.getAttribute('aria-label')") == "Cụm 3, 26 ca"
        keyboard.press("ArrowRight")
        assert tip(frame)[0] == "Cụm 1", "in the order of the list, whichever is on top"
        assert (shown.errors, shown.violations) == ([], [])


def test_the_page_around_brings_an_outline_into_view(show, clusters):
    with show(clusters) as shown:
        shown.heard(1)
        chosen = shown.frame.locator("path.outline.chosen")
        before = shown.frame.locator("path.area").first.bounding_box()["width"]
        shown.page.evaluate(MESSAGE, {"type": "ghe-map:highlight", "code": "c-2"})
        chosen.wait_for(state="attached", timeout=PATIENCE)
        assert chosen.get_attribute("aria-label") == "Cụm 2, 26 ca"
        assert shown.frame.locator("path.area").first.bounding_box()["width"] > before
        shown.page.evaluate(MESSAGE, {"type": "ghe-map:highlight", "code": "00006"})
        shown.frame.locator(".mark.chosen").wait_for(state="attached", timeout=PATIENCE)
        assert chosen.count() == 0
        assert len(shown.heard(1)) == 1, "nothing is echoed"


def test_lines_between_venues_say_which_and_how_many(show, network):
    with show(network) as shown:
        shown.heard(1)
        frame, keyboard = shown.frame, shown.page.keyboard
        links = frame.locator(".stage path.link")
        assert links.count() == 2
        assert float(links.first.get_attribute("stroke-width")) > float(
            links.last.get_attribute("stroke-width")
        )
        assert frame.locator('path.link[tabindex="0"]').count() == 1
        frame.locator('path.link[tabindex="0"]').focus()
        first = tip(frame)
        assert first[0] == "1 \u2013 2"
        assert "3" in first[1]
        keyboard.press("ArrowRight")
        assert tip(frame)[0] == "2 \u2013 3"
        assert frame.locator(".pin").count() == 3, "no circle is merged away from its lines"
        links.first.click(force=True)
        assert len(shown.heard(1)) == 1, "a line chooses nothing"
        assert (shown.errors, shown.violations) == ([], [])


def test_from_far_lines_are_thin_and_linked_venues_are_dots(show, draw, grid, network):
    with show(network, width=320, height=640) as shown:
        shown.heard(1)
        assert shown.frame.locator(".stage.far.linked").count() == 1
        assert not shown.frame.locator(".pin text").first.is_visible()
    with show(draw([maps.AreaShape("1", "x", "x", "", None, shapely.box(106, 10, 106.02, 10.02))])) as shown:
        shown.heard(1)
        assert shown.frame.locator(".stage.far, .stage.linked").count() == 0, "the control"


def test_the_legend_explains_only_the_outlines_that_there_are(draw, grid, words):
    areas = grid(2, 1)
    said = replace(words, outline="Cụm mới", dashed="Tỷ lệ cao")
    outline = maps.Outline("c", areas[0].geometry, ("Cụm",))
    html = draw(areas, outlines=[outline], words=said)
    assert "Cụm mới" in html
    assert "Tỷ lệ cao" not in html
    assert "Tỷ lệ cao" in draw(areas, outlines=[replace(outline, dashed=True)], words=said)
    assert "Cụm mới" not in draw(areas, words=said)

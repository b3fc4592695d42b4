"""Circles of venues: put together where they would touch, taken apart by zooming, reached with keys."""

from dataclasses import replace

import pytest
from shapely.affinity import translate

import maps
from tests.conftest import PATIENCE
from tests.maps import test_browser as other

pytestmark = pytest.mark.browser

server, show = other.server, other.show  # fixtures
CLOSE = [maps.Venue("large", 106.15, 10.15, 5), maps.Venue("small", 106.152, 10.15, 2)]
ALONE = maps.Venue("alone", 106.35, 10.25, 1)
LABELS = "[...document.querySelectorAll('.pin')].map((pin) => pin.getAttribute('aria-label')).sort()"
SEND = "(m) => document.querySelector('iframe').contentWindow.postMessage(m, '*')"


@pytest.fixture
def city(grid):
    return grid(4, 3)


def pressed(shown, pin):
    pin.focus()
    shown.page.keyboard.press("Enter")


def test_circles_that_would_touch_are_one_with_a_ring(show, draw, city):
    with show(draw(city, venues=[*CLOSE, ALONE])) as shown:
        shown.heard(1)
        assert shown.frame.evaluate(LABELS) == ["1 lượt", "2 địa điểm, 7 lượt"]
        assert sorted(shown.frame.locator(".pin text").all_text_contents()) == ["1", "7"]
        assert shown.frame.locator(".pin .ring").count() == 1
        assert (shown.errors, shown.violations) == ([], [])


def test_keys_zoom_into_a_cluster_keep_their_place_and_choose(show, draw, city):
    with show(draw(city, venues=[*CLOSE, ALONE])) as shown:
        shown.heard(1)
        frame = shown.frame
        pressed(shown, frame.locator(".pin:has(.ring)"))
        assert frame.locator(".pin .ring").count() == 0
        assert set(frame.evaluate(LABELS)) >= {"5 lượt", "2 lượt"}
        assert frame.evaluate("document.activeElement.getAttribute('aria-label')") == "5 lượt"
        assert shown.heard(2)[1][1]["type"] == "ghe-map:view"  # a cluster is no venue: no id was told
        shown.page.keyboard.press("Enter")
        assert shown.heard(3)[2] == ["null", {"type": "ghe-map:venue", "id": "large"}]


def test_venues_at_one_spot_stand_in_a_ring_as_close_as_it_goes(show, draw, city):
    spot = [maps.Venue(f"v{i}", 106.15, 10.15, i + 1) for i in range(3)]
    with show(draw(city, venues=spot)) as shown:
        shown.heard(1)
        frame = shown.frame
        assert frame.evaluate(LABELS) == ["3 địa điểm, 6 lượt"]
        pressed(shown, frame.locator(".pin"))
        assert frame.evaluate(LABELS) == ["1 lượt", "2 lượt", "3 lượt"]
        boxes = [pin.bounding_box() for pin in frame.locator(".pin").all()]
        assert len({(round(box["x"]), round(box["y"])) for box in boxes}) == 3
        for pin in frame.locator(".pin").all():
            pin.click()
        told = [message["id"] for _, message in shown.heard(5) if message["type"] == "ghe-map:venue"]
        assert sorted(told) == ["v0", "v1", "v2"]


def test_what_the_server_put_together_has_no_id_to_tell(show, draw, city):
    with show(draw(city, venues=[maps.Venue("", 106.15, 10.15, 1200, venues=40)])) as shown:
        shown.heard(1)
        assert shown.frame.evaluate(LABELS) == ["40 địa điểm, 1.200 lượt"]
        assert shown.frame.locator(".pin text").text_content() == "1.200"
        pressed(shown, shown.frame.locator(".pin"))
        assert shown.heard(2)[1][1]["type"] == "ghe-map:view"
        shown.page.wait_for_timeout(50)
        assert len(shown.page.evaluate("heard")) == 2


def test_ranks_and_lines_keep_every_circle(show, draw, city):
    ranked = [replace(venue, mark=str(rank)) for rank, venue in enumerate(CLOSE, 1)]
    with show(draw(city, venues=ranked)) as shown:
        shown.heard(1)
        assert sorted(shown.frame.locator(".pin text").all_text_contents()) == ["1", "2"]
    with show(draw(city, venues=CLOSE, links=[maps.Link("large", "small", 2)])) as shown:
        shown.heard(1)
        assert shown.frame.locator(".pin").count() == 2


def test_a_venue_of_a_far_away_area_stands_in_its_inset(show, draw, city):
    island = replace(city[0], code="26732", name="Côn Đảo", geometry=translate(city[0].geometry, 3, -1))
    with show(draw([*city, island], venues=[ALONE, maps.Venue("far", 109.05, 9.05, 3)])) as shown:
        shown.heard(1)
        pin = shown.frame.locator(".insets .pin")
        assert pin.get_attribute("aria-label") == "3 lượt"
        pin.click()
        assert shown.heard(2)[1] == ["null", {"type": "ghe-map:venue", "id": "far"}]


def test_the_page_may_point_at_a_venue(show, draw, city):
    with show(draw(city, venues=[*CLOSE, ALONE])) as shown:
        shown.heard(1)
        shown.page.evaluate(SEND, {"type": "ghe-map:highlight", "code": "small"})
        chosen = shown.frame.locator(".pin.chosen")
        chosen.wait_for(state="attached", timeout=PATIENCE)
        assert chosen.get_attribute("aria-label") == "2 lượt"
        shown.page.evaluate(SEND, {"type": "ghe-map:highlight", "code": None})
        chosen.wait_for(state="detached", timeout=PATIENCE)


def test_dragging_brings_circles_that_were_out_of_sight(show, draw, city):
    with show(draw(city, venues=[*CLOSE, ALONE])) as shown:
        shown.heard(1)
        pressed(shown, shown.frame.locator(".pin:has(.ring)"))
        assert "1 lượt" not in shown.frame.evaluate(LABELS)
        shown.page.evaluate(SEND, {"type": "ghe-map:look", "zoom": 11, "lat": 10.2, "lng": 106.3})
        shown.frame.locator(".pin[aria-label='1 lượt']").wait_for(state="attached", timeout=PATIENCE)


def test_hexagons_lie_on_named_ground_and_are_never_too_small_to_see(show, draw, city):
    tiny = [
        replace(city[0], code=f"8865{i}", geometry=city[0].geometry.buffer(-0.0499).convex_hull)
        for i in range(1)
    ]
    with show(draw(tiny, {"88650": maps.Count(3)}, under=city)) as shown:
        shown.heard(1)
        frame = shown.frame
        assert frame.locator("path.land").count() == len(city)
        assert frame.locator("path.border").count() == len(city)
        box = frame.locator("path.area").bounding_box()
        assert box["width"] >= 4
        assert box["width"] < 20
        shown.page.evaluate(SEND, {"type": "ghe-map:fit", "codes": ["00001"]})
        frame.locator(".on-area i", has_text="Phường 1").first.wait_for(timeout=PATIENCE)
        assert frame.locator(".on-area i").count() == len(city)  # the ground's names, not the hexagon's
        assert (shown.errors, shown.violations) == ([], [])

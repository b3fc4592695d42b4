"""The map's page and its frame against forged messages, and on a machine that knows no other host."""

from __future__ import annotations

import io
import re
import shutil

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Error

from app.domain.roles import Role
from app.web.official.map_kinds import KINDS
from tests.browser.conftest import demo_link
from tests.conftest import PATIENCE, QUIET

pytestmark = pytest.mark.browser

PAUSE = "() => new Promise((done) => setTimeout(done, 60))"
POST = "([to, message]) => ({ parent, opener, itself: window })[to].postMessage(message, '*')"
CUT = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
FRAME = "iframe#map-frame"
FILLS = """() => {
  const fills = [...document.querySelectorAll("path.area")].map((path) => getComputedStyle(path).fill);
  const plain = [...new Set(fills)].filter((fill) => fill.startsWith("rgb("));
  return plain.map((fill) => fill.match(/\\d+/g).map(Number));
}"""


class Reader:
    """An epidemiologist at the maps, what the page asked for, and what the browser complained of."""

    def __init__(self, context, settings):
        self.page, self.origin = context.new_page(), settings.public_url
        self.answers, self.complaints = [], []
        self.page.on("response", lambda answer: self.answers.append((answer.status, answer.url)))
        self.page.on("requestfailed", self._failed)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text)
        )
        self.page.goto(demo_link(settings, Role.EPIDEMIOLOGIST))
        self.page.locator("main button").first.click()
        self.page.wait_for_url("**/official*")

    def _failed(self, request):
        if not request.url.endswith("favicon.svg"):  # given up where the next page comes first
            self.complaints.append(f"failed: {request.url}")

    def open(self, query="", path="path.area"):
        self.answers.clear()
        self.page.goto(f"{self.origin}/official/map{query}")
        self.page.frame_locator(FRAME).locator(path).first.wait_for(state="attached", timeout=PATIENCE)
        self.page.wait_for_load_state("networkidle")
        return self.page.locator(FRAME).element_handle().content_frame()

    def state(self):
        """What a message could change: the address, what was asked, the chosen row, the shown venue."""
        self.page.evaluate(PAUSE)
        venue = self.page.locator("#map-venue:not([hidden])").count()
        return self.page.url, len(self.answers), self.page.locator("tr.chosen").count(), venue


@pytest.fixture
def reader(chromium, demo_server):
    with chromium.new_context(locale="vi-VN") as context:
        context.set_default_timeout(PATIENCE)
        yield Reader(context, demo_server)


def test_the_page_listens_to_its_own_frame_alone(reader):
    frame = reader.open()
    page, before = reader.page, reader.state()
    code = page.locator("a[data-code]").first.get_attribute("data-code")
    good = {"type": "ghe-map:select", "code": code}
    page.evaluate(POST, ["itself", good])
    assert reader.state() == before, "the page itself"

    page.evaluate("() => document.body.append(document.createElement('iframe'))")
    page.frames[-1].evaluate(POST, ["parent", good])
    assert reader.state() == before, "another frame"
    with page.expect_popup() as opened:
        page.evaluate("(address) => { window.open(address) }", f"{reader.origin}/privacy")
    opened.value.wait_for_load_state()
    opened.value.evaluate(POST, ["opener", good])
    assert reader.state() == before, "another window"

    frame.evaluate(POST, ["parent", good])
    assert reader.state()[0] == f"{before[0]}#ward-{code}"
    assert reader.state()[2] == 1
    assert reader.complaints == []


def forged():
    """Messages of no known type, and of known ones with a field that is none."""
    yield from (
        None,
        7,
        "ghe-map:ready",
        ["ghe-map:select"],
        {},
        {"type": None},
        {"type": ["ghe-map:select"]},
    )
    for name in ("toString", "__proto__", "constructor", "ghe-map:go", "ghe-map:other"):
        yield {"type": name}
    for code in (None, 7, ["00001"], "", "no such", "<b>", "../x"):
        yield {"type": "ghe-map:select", "code": code}
    for name in (None, 7, ["x"], "", "..", "a/../b", "x?y=1", "a" * 65):
        yield {"type": "ghe-map:venue", "id": name}
    for step in (None, -1, 0.5, 1e9, "0", [0], "length"):
        yield {"type": "ghe-map:step", "step": step}
    for zoom in (None, "9", -1, 25, [9]):
        yield {"type": "ghe-map:view", "zoom": zoom, "lat": 10, "lng": 106}
    for lat, lng in ((91, 0), (0, 181), ("", 0)):
        yield {"type": "ghe-map:view", "zoom": 9, "lat": lat, "lng": lng}


def test_the_page_takes_the_fixed_messages_with_fields_of_their_kind_only(reader):
    frame = reader.open("?map=time")
    before = reader.state()
    for message in forged():
        frame.evaluate(POST, ["parent", message])
    frame.evaluate("() => parent.postMessage({type: 'ghe-map:view', zoom: NaN, lat: Infinity, lng: 0}, '*')")
    assert reader.state() == before
    assert reader.complaints == []

    frame.evaluate(POST, ["parent", {"type": "ghe-map:view", "zoom": 9, "lat": 10, "lng": 106}])
    assert reader.state()[0] == f"{before[0]}#view=9.00/10.0000/106.0000"
    with reader.page.expect_response(lambda answer: "map=time" in answer.url) as followed:
        frame.evaluate(POST, ["parent", {"type": "ghe-map:step", "step": 0}])
    assert followed.value.status == 200
    assert "step=" in reader.state()[0]


@pytest.fixture(scope="module")
def alone(chromium):
    """A browser for which no name has an address: what it draws, it has from this machine."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    browser = chromium.browser_type.launch(executable_path=program, args=[*QUIET, CUT])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def reader_alone(alone, demo_server):
    with alone.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        yield Reader(context, demo_server)


def colours(png):
    """How many colours a picture has, and a function that tells the share of it in given ones."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).reshape(-1, 3)
    packed = pixels.astype(np.int64) @ [65536, 256, 1]

    def share(wanted):
        return np.isin(packed, np.array(wanted).reshape(-1, 3) @ [65536, 256, 1]).mean()

    return np.unique(packed).size, share


def test_without_other_hosts_the_map_is_drawn_from_this_one(reader_alone):
    frame = reader_alone.open()
    assert frame.locator(".folium-map path.area").count() == 168
    assert {status for status, _ in reader_alone.answers} == {200}
    asked = [url.removeprefix(reader_alone.origin) for _, url in reader_alone.answers]
    asked = [path for path in asked if not path.endswith("/favicon.svg")]  # asked for when Chromium likes
    assert all(path.startswith("/") for path in asked)
    assert len(asked) == len(set(asked)), "nothing is asked for twice"
    inner = [path for path in asked if re.match(r"/(?:maps/|official/map/frame)", path)]
    assert len(inner) == 1 + frame.evaluate("document.querySelectorAll('link[href], script[src]').length")
    assert len(asked) - len(inner) <= 8, asked
    reader_alone.page.evaluate(PAUSE)
    different, share = colours(reader_alone.page.locator(FRAME).screenshot())
    fills = frame.evaluate(FILLS)
    assert different > 100
    assert len(fills) >= 2, "wards with and without cases"
    assert share(fills) > 0.1
    assert reader_alone.complaints == []


@pytest.mark.parametrize("kind", [kind.slug for kind in KINDS])
def test_every_kind_of_map_asks_nobody_else(reader_alone, kind):
    reader_alone.open(f"?map={kind}", path="svg")
    assert [url for _, url in reader_alone.answers if not url.startswith(f"{reader_alone.origin}/")] == []
    assert [answer for answer in reader_alone.answers if answer[0] != 200] == []
    assert reader_alone.complaints == []


def test_the_control_no_other_host_is_known(alone):
    page = alone.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://localhost:1234/")
    page.close()


def test_the_control_a_blank_page_has_one_colour(alone):
    page = alone.new_page()
    different, share = colours(page.screenshot())
    assert (different, share([[255, 243, 178], [0, 32, 77]])) == (1, 0)
    page.close()

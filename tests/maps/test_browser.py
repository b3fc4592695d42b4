"""The document where it lives: in a sandboxed frame, under its policy, in Chromium."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import shapely
from shapely.affinity import translate

import maps
from tests.conftest import PATIENCE

pytestmark = pytest.mark.browser

NONCE = "bm9uY2Utb2YtYS10ZXN0"
OUTER = """<!doctype html><meta name="viewport" content="width=device-width">
<style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block }</style>
<script>heard = []; addEventListener("message", (e) => heard.push([e.origin, e.data]))</script>
<iframe src="/map" sandbox="allow-scripts"></iframe>"""
WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push([e.violatedDirective, e.blockedURI]))"""


class Handler(BaseHTTPRequestHandler):
    """Serves the outer page, the document set on the server, and the packaged assets."""

    def do_GET(self):
        policy = None
        if self.path.startswith("/static/maps/"):
            found = maps.asset(self.path.removeprefix("/static/maps/"))
            body, kind = found.body, found.media_type
        elif self.path == "/map":
            body, kind = self.server.document.encode(), "text/html; charset=utf-8"
            policy = self.server.policy
        else:
            body, kind = OUTER.encode(), "text/html; charset=utf-8"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.05,))
        thread.start()
        yield served
        served.shutdown()
        thread.join()


class Shown:
    """A page that shows a map in its frame, and everything it asked for, said and was denied."""

    def __init__(self, page):
        self.page = page
        self.asked, self.errors, self.dialogs = [], [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("dialog", self._dismiss)
        page.add_init_script(WATCH)

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def frame(self):
        return self.page.frames[1]

    @property
    def violations(self):
        return self.frame.evaluate("violations")

    def heard(self, count):
        self.page.wait_for_function("(n) => heard.length >= n", arg=count, timeout=PATIENCE)
        return self.page.evaluate("heard")

    def paths(self):
        return self.frame.locator(".stage > .folium-map path.area").count()


@pytest.fixture
def show(server, chromium):
    """Open a document in the sandboxed frame of a page of its own."""

    @contextmanager
    def opened(html, *, policy=None, width=1024, height=768, **context):
        server.document = html
        server.policy = maps.content_security_policy(NONCE) if policy is None else policy
        tab = chromium.new_context(viewport={"width": width, "height": height}, **context)
        try:
            shown = Shown(tab.new_page())
            shown.base = f"http://127.0.0.1:{server.server_port}/"
            shown.page.goto(shown.base)
            yield shown
        finally:
            tab.close()

    return opened


@pytest.fixture
def city(grid):
    """Twelve areas in three rows and, far out at sea, an island."""
    areas = grid(4, 3)
    island = translate(areas[0].geometry, 3, -1)
    return [*areas, replace(areas[0], code="26732", name="Côn Đảo", geometry=island)]


def test_it_draws_in_the_frame_asks_nobody_else_and_breaks_no_rule(show, draw, city):
    values = {area.code: maps.Count(7 * i) for i, area in enumerate(city[:9])} | {"00010": maps.Hidden()}
    venues = [maps.Venue("v1", 106.15, 10.15, 4)]
    neighbour = shapely.box(106.4, 10, 107, 10.3)
    with show(draw(city, values, venues=venues, context=[neighbour])) as shown:
        assert shown.heard(1) == [["null", {"type": "ghe-map:ready"}]]
        assert shown.paths() == 13
        assert shown.frame.locator(".insets path.area").count() == 1
        assert shown.frame.locator(".pin").count() == 1
        assert shown.frame.locator("path.neighbour").count() == 1
        assert shown.frame.locator('.folium-map path[fill="url(#hatch)"]').count() == 1
        assert len(shown.asked) == 2 + len(maps.asset_names())
        assert all(url.startswith(shown.base) for url in shown.asked)
        assert (shown.errors, shown.dialogs, shown.violations) == ([], [], [])


def test_the_watch_sees_a_broken_rule(show, draw, city):
    with show(draw(city), policy=maps.content_security_policy("another-nonce-entirely")) as shown:
        shown.frame.wait_for_function("violations.length > 0", timeout=PATIENCE)
        assert shown.paths() == 0


def test_the_styles_arrive_though_the_frame_has_no_origin(show, draw, city):
    with show(draw(city)) as shown:
        shown.heard(1)
        colour = "getComputedStyle(document.querySelector('.stage')).backgroundColor"
        assert shown.frame.evaluate(colour) == "rgb(242, 246, 246)"
        stacked = "getComputedStyle(document.querySelector('.leaflet-pane')).position"
        assert shown.frame.evaluate(stacked) == "absolute"


def test_all_wards_of_the_real_city(show, draw, geo):
    wards = maps.read_areas(geo / "hcmc_wards_2025_30m.geojson")
    with show(draw(wards, {ward.code: maps.Count(i) for i, ward in enumerate(wards)})) as shown:
        shown.heard(1)
        assert shown.paths() == 168
        assert shown.frame.locator(".insets").inner_text().strip() == "Côn Đảo"
        assert all(url.startswith(shown.base) for url in shown.asked)
        assert (shown.errors, shown.violations) == ([], [])
        spread = shown.frame.evaluate(
            "new Set([...document.querySelectorAll('path.area')].map((p) => p.getAttribute('d'))).size"
        )
        assert spread >= 168


@pytest.fixture
def spiked(draw, grid, words, payloads):
    said = replace(words, title=payloads[4], legend=payloads[6], map=payloads[7])
    notes = maps.Notes("", payloads[6], payloads[9], "")
    return draw(grid(len(payloads), 1, payloads), words=said, notes=notes)


@pytest.mark.parametrize("policy", [None, ""], ids=["under its policy", "without a policy"])
def test_payloads_as_names_are_only_words(show, spiked, payloads, policy):
    with show(spiked, policy=policy) as shown:
        shown.heard(1)
        for path, name in zip(shown.frame.locator("path.area").all(), payloads, strict=True):
            path.focus()
            assert shown.frame.locator(".tip strong").evaluate("(tip) => tip.textContent") == name
        assert shown.frame.title() == payloads[4]
        assert shown.frame.locator("img").count() == 0
        assert (shown.dialogs, shown.errors) == ([], [])


def test_the_watch_sees_a_payload_that_runs(show, draw, city):
    html = draw(city).replace("Bộ Y tế", "</dd><img src=x onerror=console.error('ran')>")
    with show(html, policy="") as shown:
        shown.heard(1)
        assert "ran" in shown.errors


def test_keys_reach_every_area_and_choose_it(show, draw, city):
    with show(draw(city, {area.code: maps.Count(5) for area in city})) as shown:
        shown.heard(1)
        frame, keyboard = shown.frame, shown.page.keyboard
        current = lambda: frame.evaluate("document.activeElement.dataset.code")  # noqa: E731
        assert frame.locator('path.area[tabindex="0"]').count() == 1
        frame.locator('path.area[tabindex="0"]').focus()
        assert current() == "00001"
        assert frame.locator(".tip").inner_text().split("\n") == ["Phường 1", "5 ca"]
        assert frame.locator("path.area").first.get_attribute("aria-label") == "Phường 1, 5 ca"
        for key, code in [
            ("ArrowRight", "00002"),
            ("ArrowUp", "00006"),
            ("ArrowLeft", "00005"),
            ("ArrowDown", "00001"),
        ]:
            keyboard.press(key)
            assert current() == code
        reached = {current()}
        for _ in city:
            keyboard.press("PageDown")
            reached.add(current())
        assert reached == {area.code for area in city}
        frame.locator(".insets path.area").focus()
        assert frame.locator(".insets .mark.near").count() == 1
        assert frame.locator(".folium-map .mark").count() == 0
        keyboard.press("Enter")
        assert shown.heard(2)[1] == ["null", {"type": "ghe-map:select", "code": current()}]
        assert frame.locator(".mark.chosen").count() == 1


def test_the_pointer_chooses_areas_and_venues(show, draw, city):
    with show(draw(city, venues=[maps.Venue("v1", 106.25, 10.25, 4)])) as shown:
        shown.heard(1)
        shown.frame.locator("path.area").nth(5).click()
        shown.frame.locator(".pin").click()
        assert [message for _, message in shown.heard(3)[1:]] == [
            {"type": "ghe-map:select", "code": "00006"},
            {"type": "ghe-map:venue", "id": "v1"},
        ]


def test_only_the_page_around_it_may_highlight(show, draw, city):
    message = {"type": "ghe-map:highlight", "code": "00006"}
    with show(draw(city)) as shown:
        shown.heard(1)
        chosen = shown.frame.locator(".mark.chosen")
        shown.frame.evaluate(
            "(m) => new Promise((done) => { postMessage(m, '*'); setTimeout(done, 50) })", message
        )
        assert chosen.count() == 0
        send = "(m) => document.querySelector('iframe').contentWindow.postMessage(m, '*')"
        shown.page.evaluate(send, message)
        chosen.wait_for(state="attached", timeout=PATIENCE)
        shown.page.evaluate(send, message | {"code": None})
        chosen.wait_for(state="detached", timeout=PATIENCE)
        assert len(shown.heard(1)) == 1  # highlighting is not choosing: nothing is echoed


def test_on_a_narrow_phone_nothing_is_cut_off(show, draw, city):
    long = [replace(city[0], name="Phường có cái tên dài đến sáu mươi chữ để thử màn hình hẹp"), *city[1:]]
    values = {"00001": maps.Count(5, 3)}
    with show(draw(long, values), width=320, height=640, has_touch=True, is_mobile=True) as shown:
        shown.heard(1)
        frame = shown.frame
        assert frame.evaluate("document.documentElement.scrollWidth") == 320
        frame.locator("path.area").first.tap()
        box = frame.locator(".tip").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert "nhiều hơn 7 ngày trước 2 ca" in frame.locator(".tip").inner_text()
        sizes = frame.locator(".leaflet-bar a").evaluate_all("(all) => all.map((a) => a.offsetHeight)")
        assert min(sizes) >= 48

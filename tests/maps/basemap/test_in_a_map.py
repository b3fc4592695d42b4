"""The basemap in a map document, in its frame, in Chromium."""

import gzip
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import shapely

import maps
from maps.basemap import Basemap, make_basemap
from maps.basemap.ground import to_web
from tests.conftest import PATIENCE
from tests.maps.basemap.extract import Extract, ring

NONCE = "bm9uY2Utb2YtYS10ZXN0"
PATH = "/basemap/{version}/{{theme}}/{{z}}/{{x}}/{{y}}.svg"
OUTER = """<!doctype html><style>html, body, iframe { margin: 0; width: 100%; height: 100% }</style>
<script>heard = []; addEventListener("message", (e) => heard.push(e.data.type))</script>
<iframe src="/map" sandbox="allow-scripts"></iframe>"""
WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push(e.blockedURI))"""
ISLES = ((106.9, 10.2), (107.0, 10.3))


class Handler(BaseHTTPRequestHandler):
    """The outer page, the document and the basemap of the server."""

    def do_GET(self):
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if tile := re.fullmatch(r"/basemap/(\w+)/(\w+)/(\d+)/(\d+)/(\d+)\.svg", self.path):
            version, theme, z, x, y = tile.groups()
            assert version == self.server.basemap.version
            body = self.server.basemap.picture(theme, int(z), int(x), int(y))
            headers = {"Content-Type": "image/svg+xml", "Content-Encoding": "gzip"}
        elif self.path.startswith("/static/maps/"):
            found = maps.asset(self.path.removeprefix("/static/maps/"))
            body, headers = found.body, {"Content-Type": found.media_type}
        elif self.path == "/map":
            body = self.server.document.encode()
            headers["Content-Security-Policy"] = maps.content_security_policy(NONCE)
        else:
            body = OUTER.encode()
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def tiles(made_once):
    basemap = Basemap(made_once[1])
    return maps.Tiles(
        PATH.format(version=basemap.version), basemap.min_zoom, basemap.max_zoom, basemap.bounds
    )


@pytest.fixture
def shown(made_once, chromium):
    """A function that shows a document; gives the page, what it asked for, and what went wrong."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.basemap = Basemap(made_once[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        tabs = []

        def show(html, **options):
            server.document = html
            tabs.append(chromium.new_context(viewport={"width": 900, "height": 700}, **options))
            page, asked, wrong = tabs[-1].new_page(), [], []
            page.add_init_script(WATCH)
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.wait_for_function("heard.includes('ghe-map:ready')", timeout=PATIENCE)
            return page, asked, wrong

        yield show
        for tab in tabs:
            tab.close()
        server.shutdown()
        thread.join()


def on_web(lon, lat):
    return shapely.transform(shapely.Point(lon, lat), to_web)


def loaded(page, theme="light"):
    """Wait for a tile; it is a picture that could be drawn."""
    tile = page.frames[1].locator(f"img.leaflet-tile-loaded[src*='/{theme}/']").first
    tile.wait_for(state="attached", timeout=PATIENCE)
    assert tile.evaluate("(t) => t.naturalWidth") == 512


@pytest.mark.browser
def test_tiles_come_from_this_host_and_lie_over_the_areas(shown, draw, grid, tiles):
    page, asked, wrong = shown(draw(grid(1, 1), {"00001": maps.Count(60)}, tiles=tiles))
    loaded(page)
    frame = page.frames[1]
    pictures = [url for url in asked if "/basemap/" in url]
    assert pictures
    assert all(
        re.search(r"://127\.0\.0\.1:\d+/basemap/\w{12}/light/\d+/\d+/\d+\.svg$", url) for url in pictures
    )
    assert all(url.startswith("http://127.0.0.1:") for url in asked)
    assert (wrong, frame.evaluate("violations")) == ([], [])
    order = "(pane) => Number(getComputedStyle(document.querySelector('.folium-map ' + pane)).zIndex)"
    area, basemap, over = (
        frame.evaluate(order, pane)
        for pane in (".leaflet-tile-pane", ".leaflet-basemap-pane", ".leaflet-overlay-pane")
    )
    assert area < basemap < over
    assert frame.locator(".folium-map .leaflet-tile-pane path.area").count() == 1


@pytest.mark.browser
def test_the_basemap_does_not_take_the_pointer_nor_the_legends_colours(shown, draw, grid, tiles):
    page, _, _ = shown(draw(grid(1, 1), {"00001": maps.Count(60)}, tiles=tiles))
    loaded(page)
    frame = page.frames[1]
    path = frame.locator("path.area")
    fill, opacity = path.evaluate("(p) => [p.getAttribute('fill'), getComputedStyle(p).fillOpacity]")
    assert (fill in frame.locator(".legend").inner_html(), opacity) == (True, "1")
    path.click()
    page.wait_for_function("heard.includes('ghe-map:select')", timeout=PATIENCE)


@pytest.mark.browser
def test_the_dark_theme_has_pictures_of_its_own(shown, draw, grid, tiles):
    page, asked, _ = shown(draw(grid(1, 1), tiles=tiles), color_scheme="dark")
    loaded(page, "dark")
    assert {url.split("/")[5] for url in asked if "/basemap/" in url} == {"dark"}
    page.emulate_media(color_scheme="light")
    loaded(page, "light")


@pytest.mark.browser
def test_without_a_basemap_no_tile_is_asked_for(shown, draw, grid):
    page, asked, wrong = shown(draw(grid(1, 1)))
    assert (wrong, [url for url in asked if "basemap/" in url]) == ([], [])
    assert page.frames[1].locator(".leaflet-tile").count() == 0


@pytest.mark.browser
def test_names_and_dots_on_the_ground_and_a_sea_only_where_it_is_known(shown, draw, grid):
    label = maps.Label("Biển Đông {{7*7}}<b>", 106.8, 10.1, dots=ISLES)
    sea = maps.sea((105, 9, 108, 11), [[(105, 9), (106.5, 9), (106.5, 11), (105, 11)]])
    page, _, wrong = shown(draw(grid(1, 1), labels=[label], sea=sea))
    frame = page.frames[1]
    assert frame.locator(".written.ground").inner_text() == "Biển Đông {{7*7}}<b>"
    assert frame.locator("path.islet").count() == 2
    assert frame.locator(".leaflet-tile-pane path.sea").count() == 1
    assert frame.locator(".stage.bare").count() == 0
    assert wrong == []
    page, _, _ = shown(draw(grid(1, 1), labels=[label]))
    assert page.frames[1].locator(".stage.bare").count() == 1


@pytest.mark.browser
def test_waters_that_overlap_stay_water_and_an_island_stays_land(chromium, ward, tmp_path):
    lakes = Extract()
    lakes.area(ring(106.02, 10.02, 106.06, 10.06), ring(106.03, 10.03, 106.035, 10.035), natural="water")
    lakes.way(ring(106.05, 10.05, 106.08, 10.08), natural="water")
    (tmp_path / "l.osm.pbf").write_bytes(lakes.pbf())
    make_basemap(tmp_path / "l.osm.pbf", tmp_path / "l", [ward])
    z, page = 9, chromium.new_page()
    x, y = (int(n) for n in shapely.get_coordinates(on_web(106.05, 10.05))[0] * (1 << z))
    page.set_content(gzip.decompress(Basemap(tmp_path / "l").picture("light", z, x, y)).decode())

    def is_water(lon, lat):
        column, row = shapely.get_coordinates(on_web(lon, lat))[0] * (4096 << z)
        inside = "([x, y]) => document.querySelector('path').isPointInFill(new DOMPoint(x, y))"
        return page.evaluate(inside, [column - x * 4096, row - y * 4096])

    found = [
        is_water(*at) for at in ((106.055, 10.055), (106.07, 10.07), (106.0325, 10.0325), (106.07, 10.03))
    ]
    page.close()
    assert found == [True, True, False, False]


@pytest.mark.parametrize(
    "path",
    [
        "https://tiles.example/{theme}/{z}/{x}/{y}.svg",
        "//tiles.example/{theme}/{z}/{x}/{y}.svg",
        "/basemap/{z}/{x}/{y}.svg",
        '/a"b/{theme}/{z}/{x}/{y}.svg',
        "{theme}/{z}/{x}/{y}.svg",
    ],
)
def test_tiles_of_another_host_cannot_be_asked_for(path):
    with pytest.raises(ValueError, match="of this site"):
        maps.Tiles(path, 7, 14, (0, 0, 1, 1))

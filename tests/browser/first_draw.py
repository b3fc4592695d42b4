"""How soon Chromium has drawn a map: `python -m tests.browser.first_draw --wards FILE`. Not a test.

From the start of a navigation until the last area is in the page and the next picture of the screen is made.
Cold is a new browser with an empty cache, warm the same page again. Document and assets come from here as the
service sends them: gzip, policy, cache headers. What it takes to make a document is measured by
`ghe bench maps`.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import tempfile
import threading
from argparse import ArgumentParser
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import maps
from app.cli.bench import maps as bench_maps
from tests.conftest import QUIET

TIMES = 5
NONCE = "n" * 22
DRAWN = """(areas) => new Promise((done) => {
  const look = () => {
    if (document.querySelectorAll("path.area").length < areas) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  };
  look();
})"""
SCREENS = {"phone": (320, 640), "desk": (1440, 900), "wall": (1920, 1080)}


@cache
def compressed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


class Server(ThreadingHTTPServer):
    """Serves one document; browsers that are closed in the middle of an answer are nothing to tell of."""

    daemon_threads = True
    document = b""

    def handle_error(self, *_: object) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    """The document of the server, and the assets."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/maps/"):
            found = maps.asset(self.path.removeprefix("/maps/"))
            body, kind = found.body, found.media_type
            kept, policy = "public, max-age=31536000, immutable", "default-src 'none'"
        else:
            body, kind = self.server.document, "text/html; charset=utf-8"
            kept, policy = "no-store", f"{maps.content_security_policy(NONCE)}; sandbox allow-scripts"
        packed = compressed(body)
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(packed))),
            ("Cache-Control", kept),
            ("Content-Security-Policy", policy),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *_: object) -> None:
        pass


def seconds(page: Page, address: str, areas: int) -> float:
    page.goto(address, wait_until="commit")
    return page.evaluate(DRAWN, areas) / 1000


def measure(launch, address: str, areas: int, screen: tuple[int, int]) -> tuple[list[float], list[float]]:
    cold, warm = [], []
    for _ in range(TIMES):
        browser: Browser = launch()
        width, height = screen
        page = browser.new_page(viewport={"width": width, "height": height})
        cold.append(seconds(page, address, areas))
        warm.append(seconds(page, address, areas))
        browser.close()
    return cold, warm


def documents(wards: Path | None):
    """Heading, document and number of areas of each map."""
    from app.cli.bench import maps_one as one

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        city = bench_maps._read(wards) if wards else bench_maps._made_up(168)
        bench_maps._write(folder, city)
        bench_maps._write_points(folder, city)
        for words, maker in (
            ("one day", "ours one"),
            ("28 days", "ours time"),
            ("hexagons", "ours hexagons"),
        ):
            document = one.MAKERS[maker](folder)()
            areas = document.count('"ranks":')
            yield f"{len(city)} wards, {words}", document.encode(), areas
        country = bench_maps._made_up(bench_maps._SIZES[-1])
        bench_maps._write(folder, country)
        for words, maker in (("28 days", "ours time"), ("28 days, 250 m", "ours simple")):
            document = one.MAKERS[maker](folder)()
            yield f"{len(country):,} wards, {words}", document.encode(), document.count('"ranks":')


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wards", type=Path)
    asked = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is missing")
    served = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True).start()
    address = f"http://127.0.0.1:{served.server_port}/map"
    print(f"{'':36}{'screen':8}{'areas':>7}{'gzip kB':>9}   cold s (range)      warm s (range)")
    with sync_playwright() as playwright:
        for heading, document, areas in documents(asked.wards):
            served.document = document
            packed = len(compressed(document)) / 1000
            for name, screen in SCREENS.items():
                launch = lambda: playwright.chromium.launch(executable_path=program, args=QUIET)  # noqa: E731
                told = [
                    f"{statistics.median(each):5.2f} ({min(each):.2f} to {max(each):.2f})"
                    for each in measure(launch, address, areas, screen)
                ]
                print(f"{heading:36}{name:8}{areas:7,}{packed:9,.0f}   {'   '.join(told)}", flush=True)
    served.shutdown()


if __name__ == "__main__":
    main()

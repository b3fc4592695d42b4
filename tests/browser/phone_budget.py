"""What checking in costs a phone: `python -m tests.browser.phone_budget [--json FILE]`. Times are no test.

A real service, a line of 400 kbit/s with 400 ms round trip (handshakes of TCP and TLS included), and Chromium
with its processor slowed down four times. *First* is a browser that has never been here; *returning* has
checked in before, so its files are kept; its connection has ended meanwhile. What is told: bytes over the
line with their headers, requests (a returning browser may ask whether its worker is the newest), what must
come before the first picture, the page's own scripts, when the button can be pressed, when the receipt
stands, and how far anything moved. `tests/browser/test_phone_budget.py` holds bytes, requests, movement and
foreign hosts to the budget.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.store import migrate
from app.store.db import open_database
from tests.browser.conftest import serving
from tests.browser.slow_line import Line, slow_line
from tests.conftest import QUIET

TIMES = 5
IDLE = 6
"""Seconds after which the service has closed a connection that nobody uses."""
SLOWER = 4
BUDGET = {"bytes": 30_000, "requests": 4, "before_paint": 14_000, "script": 10_000, "usable": 3, "receipt": 5}
WATCH = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifts += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
"""
SHIFTS = (
    "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.shifts), 100)))"
)
PAINT = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime / 1000)[0]"
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"


@dataclass(frozen=True)
class Cost:
    """Of one check-in; bytes as they pass the line, seconds since the link was opened."""

    bytes: int
    requests: int
    before_paint: int
    script: int
    drawn: float
    usable: float
    receipt: float
    shift: float
    foreign: int


@dataclass(frozen=True)
class Asked:
    """One answer that a page has got: its address, its kind, its bytes without and with headers."""

    url: str
    kind: str
    body: int
    whole: int


def watched(page: Page) -> list[Asked]:
    """What the page fetches over the line from now on; files that it has kept are not among it."""
    asked: list[Asked] = []

    def note(request) -> None:
        answer = request.response()
        if answer is None or answer.from_service_worker:
            return
        sizes = request.sizes()
        if sizes["responseHeadersSize"] > 0 and not _kept(answer, sizes):
            whole = sizes["responseBodySize"] + sizes["responseHeadersSize"]
            asked.append(Asked(request.url, request.resource_type, sizes["responseBodySize"], whole))

    page.on("requestfinished", note)
    return asked


def _kept(answer, sizes) -> bool:
    """Whether it came out of the browser's own cache: an answer with a body that took no bytes."""
    return (
        answer.status == 200
        and sizes["responseBodySize"] == 0
        and answer.headers.get("content-length") != "0"
    )


def register(browser: Browser, origin: str, name: str) -> str:
    """The door of a new venue."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{origin}/venue/new")
    for label, value in {
        "Name of the place": name,
        "Address": f"260C Pasteur, {name}",
        "How many people fit in?": "50",
        "Opens at": "00:00",
        "Closes at": "24:00",
    }.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("What kind of place is it?", exact=True).select_option("restaurant")
    page.get_by_role("button", name="Register", exact=True).click()
    page.get_by_role("link", name="I have kept the key: go on").click()
    code = re.search(r"/v/([0-9a-z]{17})", page.content())[1]
    context.close()
    return f"/v/{code}"


def check_in(
    context: BrowserContext, origin: str, door: str, *, slower: int = 1, line: Line | None = None
) -> tuple[Page, Cost]:
    """Open a door as a link does, press the button as soon as it works, wait for the receipt.

    With a `line` its own count is told, in which the worker's questions are too.
    """
    page = context.new_page()
    page.add_init_script(WATCH)
    asked = watched(page)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    before = (line.down, line.requests) if line else (0, 0)
    began = time.monotonic()
    page.goto(origin + door)
    ready = page.evaluate(READY)
    page.wait_for_load_state("networkidle")
    drawn, shift = page.evaluate(PAINT), page.evaluate(SHIFTS)
    opening = list(asked)
    passed = (line.down - before[0], line.requests - before[1]) if line else None
    waited = time.monotonic() - began - ready  # what no person at a door waits for
    page.locator("main .button").first.click()
    page.locator("section.receipt h1").wait_for()
    receipt = time.monotonic() - began - waited
    own = urlsplit(origin).netloc
    html_and_css = [one.whole for one in opening if one.kind in {"document", "stylesheet"}]
    cost = Cost(
        bytes=passed[0] if passed else sum(one.whole for one in opening),
        requests=passed[1] if passed else len(opening),
        before_paint=sum(html_and_css),
        script=sum(one.body for one in opening if one.kind == "script"),
        drawn=drawn,
        usable=max(drawn, ready),
        receipt=receipt,
        shift=round(max(shift, page.evaluate(SHIFTS)), 4),
        foreign=sum(urlsplit(one.url).netloc != own for one in asked),
    )
    return page, cost


def measure(browser: Browser, served: str) -> dict[str, list[Cost]]:
    """Costs of the first check-in of a browser, and of its second at another door."""
    found: dict[str, list[Cost]] = {"first": [], "returning": []}
    for turn in range(TIMES):
        doors = [register(browser, served, f"Quán {turn}-{number}") for number in (1, 2)]
        with slow_line(urlsplit(served).port) as line:
            origin = f"http://127.0.0.1:{line.port}"
            context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
            page, first = check_in(context, origin, doors[0], slower=SLOWER, line=line)
            page.evaluate("navigator.serviceWorker.ready.then(() => 0)")  # the app is kept now
            page.close()
            time.sleep(IDLE)
            _, again = check_in(context, origin, doors[1], slower=SLOWER, line=line)
            context.close()
        found["first"].append(first)
        found["returning"].append(again)
    return found


def median(costs: list[Cost]) -> dict[str, float]:
    columns = {name: [asdict(cost)[name] for cost in costs] for name in asdict(costs[0])}
    return {name: round(statistics.median(values), 3) for name, values in columns.items()}


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is missing")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        database = open_database(f"sqlite:///{folder / 'template.db'}")
        migrate.upgrade(database)
        database.close()
        with serving(folder, folder / "template.db") as settings:
            browser = playwright.chromium.launch(executable_path=program, args=QUIET)
            found = {kind: median(costs) for kind, costs in measure(browser, settings.public_url).items()}
            browser.close()
    names = list(found["first"])
    print(f"{'':14}" + "".join(f"{name:>14}" for name in names))
    print(f"{'budget':14}" + "".join(f"{BUDGET.get(name, '-'):>14}" for name in names))
    for kind, values in found.items():
        print(f"{kind:14}" + "".join(f"{values[name]:>14}" for name in names))
    if asked.json:
        asked.json.write_text(json.dumps({"budget": BUDGET, **found}, indent=1) + "\n")


if __name__ == "__main__":
    main()

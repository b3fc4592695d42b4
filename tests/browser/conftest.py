"""A real server on a free port, Chromium, and phones that notice what they should not see."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.main import create_app
from app.settings import Settings

SCREENSHOTS = Path(__file__).parent / "screenshots"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOO_SMALL = """[...document.querySelectorAll('main button, main .button, main input, main select')]
    .filter((e) => e.offsetParent && !['checkbox', 'radio'].includes(e.type))
    .filter((e) => e.getBoundingClientRect().height < 47.5)
    .map((e) => e.textContent.trim() || e.name)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "Chromium is missing: apt install chromium"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service, on a scratch database."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(sqlite_template, folder / "ghe.db")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{folder / 'ghe.db'}",
            keys=folder / "keys",
            public_url=origin,
        )
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        while not running.started and thread.is_alive():
            thread.join(0.02)
        yield origin
        running.should_exit = True
        thread.join()


@dataclass
class Phone:
    """One browser, and everything about it that a good page never causes."""

    context: BrowserContext
    page: Page
    origin: str
    name: str
    keeps_cookies: bool = True
    complaints: list[str] = field(default_factory=list)
    _shots: int = 0

    def __post_init__(self) -> None:
        self.page.on(
            "console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text)
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request) -> None:
        if not request.url.startswith((self.origin, self.origin.upper())):
            self.complaints.append(f"asked another host: {request.url}")

    def open(self, address: str, shot: str) -> None:
        self.page.goto(address)
        self.look(shot)

    def press(self, words: str, shot: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()
        self.look(shot)

    def look(self, shot: str) -> None:
        """Keep a picture, and check what holds on every page."""
        if not self.keeps_cookies:
            self.context.clear_cookies()
        self._shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self.name}-{self._shots:02d}-{shot}.png", full_page=True)
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{shot} scrolls sideways"
        assert self.page.evaluate(TOO_SMALL) == [], f"{shot} has a target that a thumb misses"
        assert self.page.locator("h1").count() == 1, shot
        assert self.complaints == [], shot

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def shows_without_scrolling(self, words: str) -> bool:
        self.page.evaluate("scrollTo(0, 0)")
        box = self.page.get_by_role("button", name=words, exact=True).bounding_box()
        return box is not None and box["y"] + box["height"] <= self.page.viewport_size["height"]


@pytest.fixture
def phone_of(chromium: Browser, server: str) -> Iterator:
    """Make a browser: 320 px wide and without script unless told otherwise."""
    contexts = []

    def make(name: str, locale: str, *, keeps_cookies: bool = True, **more: object) -> Phone:
        given = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False, "locale": locale}
        context = chromium.new_context(**given | more)
        contexts.append(context)
        context.set_default_timeout(10_000)
        return Phone(context, context.new_page(), server, name, keeps_cookies)

    yield make
    for context in contexts:
        context.close()

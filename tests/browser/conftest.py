"""A real server on a free port, Chromium, and phones that notice what they should not see."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Error, Page

from app.domain.roles import Role
from app.domain.spans import local_day
from app.main import create_app, install, utc_now
from app.settings import Settings
from app.store.db import open_database
from app.usecases import demo_officials, found_demo
from app.vault.tokens import written
from tests.browser.ways import WAYS
from tests.browser.world import World
from tests.conftest import PATIENCE

TALLEST = 6000
"""Pixels of a picture."""
SCREENSHOTS = Path(__file__).parent / "screenshots"
TOO_SMALL = """(least) => [...document.querySelectorAll('main button, main .button, main input, main select')]
    .filter((e) => e.offsetParent && !['checkbox', 'radio'].includes(e.type))
    .filter((e) => e.getBoundingClientRect().height < least - 0.5)
    .map((e) => e.textContent.trim() || e.name)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who shares the demo city works in one process: two halves in two cities meet other leftovers."""
    for item in items:
        if "demo_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("demo city"))


@contextmanager
def serving(
    folder: Path, template: Path, before: Callable[[Settings], None] = lambda _: None
) -> Iterator[Settings]:
    """The service on a scratch database; `before` fills it."""
    shutil.copy(template, folder / "ghe.db")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{folder / 'ghe.db'}",
            keys=folder / "keys",
            public_url=f"http://127.0.0.1:{listener.getsockname()[1]}",
        )
        before(settings)
        running = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", access_log=False))
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        while not running.started and thread.is_alive():
            thread.join(0.02)
        try:
            yield settings
        finally:
            running.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service, on a scratch database."""
    with serving(tmp_path_factory.mktemp("served"), sqlite_template) as settings:
        yield settings.public_url


@pytest.fixture(scope="session")
def demo_server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The same with a small demo city of ten days."""
    with serving(tmp_path_factory.mktemp("demo"), sqlite_template, found_city) as settings:
        yield settings


def found_city(settings: Settings) -> None:
    """Fill the database that the server is about to open."""
    ghe = install(settings)
    now = ghe.clock()
    found_demo.found_demo(
        ghe.database,
        ghe.keys,
        people_count=2000,
        start=local_day(now, ghe.policy.zone) - timedelta(days=9),
        seed=5,
        policy=ghe.policy,
        now=now,
        progress=lambda _share, _words: None,
    )
    ghe.recorder.stop()
    ghe.database.close()


def demo_link(settings: Settings, role: Role) -> str:
    """The address that signs in as a role, once."""
    database = open_database(settings.database_url)
    with database.writing() as session:
        (link,) = [
            link for link in demo_officials.demo_links(session, now=utc_now()) if link.official.role is role
        ]
    database.close()
    return f"{settings.public_url}/official/link/{written(link.token)}"


@dataclass
class Phone:
    """One browser, and everything about it that a good page never causes."""

    context: BrowserContext
    page: Page
    origin: str
    name: str
    keeps_cookies: bool = True
    least_target: int = 48
    """The height in px of what is pressed: for a thumb; officials with a mouse have 40."""
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

    def _picture(self, shot: str) -> None:
        """As much of the page as Chromium surely draws: a hundred people on a phone are very tall."""
        width, height = self.page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        self.page.screenshot(
            path=SCREENSHOTS / f"{self.name}-{self._shots:02d}-{shot}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
        )

    def look(self, shot: str) -> None:
        """Keep a picture, and check what holds on every page."""
        if not self.keeps_cookies:
            self.context.clear_cookies()
        self._shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        try:
            self._picture(shot)
        except Error:  # a busy machine: Chromium says that it is unable, and is able a moment later
            self.page.wait_for_timeout(1000)
            self._picture(shot)
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{shot} scrolls sideways"
        assert self.page.evaluate(TOO_SMALL, self.least_target) == [], (
            f"{shot} has a target that a thumb misses"
        )
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
def phone_of(chromium: Browser, request: pytest.FixtureRequest) -> Iterator:
    """Make a browser: 320 px wide and without script unless told otherwise."""
    contexts = []

    def make(
        name: str,
        locale: str,
        *,
        keeps_cookies: bool = True,
        origin: str = "",
        least_target: int = 48,
        **more: object,
    ) -> Phone:
        given = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False, "locale": locale}
        context = chromium.new_context(**given | more)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        here = origin or request.getfixturevalue("server")
        return Phone(context, context.new_page(), here, name, keeps_cookies, least_target)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def world(chromium: Browser, demo_server: Settings) -> Iterator[World]:
    """The demo city as everybody in it sees it."""
    made = World(chromium, demo_server, WAYS, demo_link)
    yield made
    made.close()

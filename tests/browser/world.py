"""One demo city seen by everybody: a browser for each kind of person, and the way to every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from io import BytesIO
from time import monotonic
from uuid import uuid4

import zxingcpp
from fastapi.routing import iter_route_contexts
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from app.domain.roles import Role
from app.domain.sessions import OFFICIAL_LIMITS
from app.main import create_app
from app.settings import Settings
from app.web import words
from app.web.later import whole
from tests.conftest import PATIENCE

LONG = "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12"
"""60 characters."""
LOCALES = {"vi": "vi-VN", "en": "en-GB"}
IDLE = OFFICIAL_LIMITS[0].total_seconds() / 3
CITIZEN, VISITOR, OWNER = "citizen", "visitor", "owner"
"""Somebody who was nowhere yet, somebody who was, and the owner of a venue."""
Who = Role | str


@dataclass(frozen=True)
class Way:
    """How somebody comes to a page: an address, or the first link to it on another page (`via`: a route).

    `framed`: it stands inside another page, whose landmarks hold it. `shows`: a selector; of several links
    the first to a page that has it, since other tests leave empty ones in the same city.
    """

    who: Who = CITIZEN
    address: str = ""
    via: str = ""
    framed: bool = False
    shows: str = ""


def get_routes() -> list[str]:
    """Every address that answers GET."""
    app = whole(create_app(Settings(_env_file=None, public_url="https://testserver")))
    return [
        route.path for route in iter_route_contexts(app.routes) if route.endpoint and "GET" in route.methods
    ]


def pattern(route: str) -> re.Pattern[str]:
    """What an address of the route looks like: its path, and what is asked."""
    fixed = "[^/?#]+".join(re.escape(part) for part in re.split(r"\{[^}]+\}", route))
    return re.compile(fixed + r"(\?.*)?")


@dataclass
class World:
    """The city, and who is signed in to it; browsers are made when they are first wanted."""

    browser: Browser
    settings: Settings
    ways: dict[str, Way]
    link: Callable[[Settings, Role], str]
    """Makes an address that signs in as a role, once."""
    contacts: int = 0
    """How many co-present people of the newest case were made contacts."""
    faults: list[str] = field(default_factory=list)
    """Pages that the service could not make."""
    _contexts: dict[tuple[Who, str], BrowserContext] = field(default_factory=dict)
    _cookies: dict[Who, object] = field(default_factory=dict)
    _found: dict[str, str] = field(default_factory=dict)
    _used: dict[Who, float] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return self.settings.public_url

    def page(self, who: Who, language: str) -> Page:
        """The window of somebody, the same one within a test: an official's and an owner's are signed in."""
        self._sign_out_the_idle(who)
        if (who, language) not in self._contexts:
            context = self.browser.new_context(
                locale=LOCALES[language], storage_state=self.signed_in(who), reduced_motion="reduce"
            )
            context.set_default_timeout(PATIENCE)
            context.new_page().on("response", self._note)
            self._contexts[who, language] = context
        return self._contexts[who, language].pages[0]

    def _sign_out_the_idle(self, who: Who) -> None:
        """Close an official's windows that a slow machine left alone for long: the service may do so too."""
        now = monotonic()
        if isinstance(who, Role) and now - self._used.get(who, now) > IDLE:
            self._cookies.pop(who, None)
            for window in [window for window in self._contexts if window[0] == who]:
                self._contexts.pop(window).close()
        self._used[who] = now

    def _note(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.faults.append(f"{answer.status}: {answer.url}")

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    def signed_in(self, who: Who) -> object:
        """Somebody's cookies."""
        self._sign_out_the_idle(who)
        if who == CITIZEN:
            return None
        if who == OWNER:
            return self.owned[1]
        if who == VISITOR:
            return self.visited
        if who not in self._cookies:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(self.link(self.settings, Role(who)))
            page.locator("main button").first.click()
            page.wait_for_url("**/official*")
            self._cookies[who] = context.storage_state()
            context.close()
        return self._cookies[who]

    @cached_property
    def owned(self) -> tuple[str, object]:
        """The address of a venue's page, and its owner's cookies."""
        context = self.browser.new_context(locale=LOCALES["en"])
        page = context.new_page()
        page.goto(f"{self.origin}/venue/new")
        fill_registration(page, LONG)
        page.get_by_role("button", name="Register", exact=True).click()
        page.get_by_role("link", name="I have kept the key: go on", exact=True).click()
        found = page.url.split("?")[0], context.storage_state()
        context.close()
        return found

    @cached_property
    def visited(self) -> object:
        """The cookies of somebody who checked in at the venue."""
        context = self.browser.new_context(locale=LOCALES["en"], java_script_enabled=False)
        page = context.new_page()
        page.goto(self.poster)
        page.get_by_role("button", name="I am here", exact=True).click()
        page.wait_for_load_state()
        kept = context.storage_state()
        context.close()
        return kept

    @cached_property
    def poster(self) -> str:
        """What the symbol on the venue's poster says."""
        page = self.page(OWNER, "en")
        picture = page.context.request.get(f"{self.owned[0]}/poster.png").body()
        [symbol] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
        return symbol.text

    @cached_property
    def typed_code(self) -> str:
        """The nine digits beside the symbol."""
        page = self.page(OWNER, "en")
        page.goto(self.owned[0])
        return page.locator("dt", has_text="Typed code").locator("xpath=../dd[1]").inner_text()

    def address(self, route: str) -> str:
        """Where a page of this route is; looked for once.

        Raises:
            LookupError: nothing on the page before leads there.
        """
        if route not in self._found:
            way = self.ways[route]
            self._found[route] = self._linked(route, way) if way.via else self._filled(way.address or route)
        return self._found[route]

    def _filled(self, address: str) -> str:
        if "{poster}" in address:
            return self.poster
        return self.origin + address.replace("{venue}", self.owned[0].rpartition("/")[2])

    def _linked(self, route: str, way: Way) -> str:
        page = self.page(way.who, "en")
        page.goto(self.address(way.via))
        wanted, literal = pattern(route), set(self.ways) - {route}
        for link in page.eval_on_selector_all("[href], [src]", "all => all.map((e) => e.href || e.src)"):
            path = link.removeprefix(self.origin)
            if (
                wanted.fullmatch(path)
                and path.split("?")[0] not in literal
                and _is_shown(page, link, way.shows)
            ):
                return link
        raise LookupError(f"no link to {route} on the page of {way.via}")


def _is_shown(page: Page, link: str, selector: str) -> bool:
    """Whether the page behind a link has what the selector asks for; nothing asked for is always there."""
    return not selector or bool(page.goto(link) and page.locator(selector).count())


def fill_registration(page: Page, name: str) -> None:
    """The form of a new venue; each has an address of its own."""
    for field_name, value in {
        "name": name,
        "address": f"1234/56/78 Nguyễn Thị Minh Khai {uuid4().hex[:6]}",
        "capacity": "120",
        "opens": "0000",
        "closes": "24:00",
    }.items():
        page.locator(f"main [name={field_name}]").fill(value)
    page.locator("main [name=kind]").select_option("restaurant")


def press(page: Page, language: str, label: str, *, stays: bool = False) -> None:
    """Press the button with this English label; `stays`: a script answers within the page."""
    click(
        page, page.get_by_role("button", name=words.gettext(language)(label), exact=True).first, stays=stays
    )


def click(page: Page, what: Locator, *, stays: bool = False) -> None:
    """Click and wait for what comes: another page, or another main part that a script puts in."""
    page.evaluate("document.querySelector('main').dataset.before = 'yes'")
    what.click()
    if not stays:
        page.locator("main:not([data-before])").wait_for()
    page.wait_for_load_state()


def until(page: Page, expression: str, *given: object) -> None:
    """Ask the page again and again until the expression, or the promise it gives, is true.

    Playwright's own waiting evaluates text inside the page, which our content security policy forbids from
    its second look on.
    """
    for _ in range(600):
        if page.evaluate(expression, *given):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")

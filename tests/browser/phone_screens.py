"""The citizen's screens on a phone and at a desk, by day and in the dark, in both languages.

One sheet for each screen; `make screens` writes them to docs/screens.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page

from app.settings import Settings
from app.web import words
from tests.browser.conftest import demo_link
from tests.browser.states import blank_card, tell_visitor
from tests.browser.ways import WAYS
from tests.browser.world import CITIZEN, LOCALES, OWNER, VISITOR, Who, World, press

HEIGHT, GAP = 480, 12
"""Pixels of a row on the sheet, and between its pictures."""
SIZES: Final = ((320, 640), (1280, 800))
Show = Callable[[World, Page, str], None]


def _door(world: World, page: Page, _language: str) -> None:
    page.goto(world.poster)


def _receipt(world: World, page: Page, language: str) -> None:
    page.goto(world.poster)
    press(page, language, "I am here")


def _left(world: World, page: Page, language: str) -> None:
    _receipt(world, page, language)
    press(page, language, "I am leaving")


def _offline(world: World, page: Page, language: str) -> None:
    page.goto(world.poster)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    press(page, language, "I am here", stays=True)
    page.locator(".receipt-waiting").wait_for()


def _home(world: World, page: Page, _language: str) -> None:
    page.goto(f"{world.origin}/")


def _my_visits(world: World, page: Page, _language: str) -> None:
    page.goto(f"{world.origin}/my/visits")


def _scanner(world: World, page: Page, _language: str) -> None:
    page.goto(f"{world.origin}/scan")
    page.locator("#scan-start").wait_for()


def _notices(world: World, page: Page, _language: str) -> None:
    page.goto(f"{world.origin}/notices")


def _staff(world: World, page: Page, language: str) -> None:
    card = blank_card(world)
    page.goto(f"{world.origin}/card")
    for name, value in (("number", card), ("name", "Nguyễn Thị Sáu"), ("phone", "0901234567")):
        page.locator(f"main [name={name}]").fill(value)
    press(page, language, "Register the card")
    page.goto(world.address("/venue/{venue}/door"))
    page.locator("#scan input").fill(card)
    press(page, language, "Check in", stays=True)
    page.locator("#said article").first.wait_for()


SCREENS: Final[dict[str, tuple[Who, Show]]] = {
    "phone-door": (CITIZEN, _door),
    "phone-receipt": (CITIZEN, _receipt),
    "phone-left": (CITIZEN, _left),
    "phone-offline": (CITIZEN, _offline),
    "phone-home": (CITIZEN, _home),
    "phone-my-visits": (VISITOR, _my_visits),
    "phone-scanner": (CITIZEN, _scanner),
    "phone-notices": (VISITOR, _notices),
    "phone-staff": (OWNER, _staff),
}


def sheet(browser: Browser, settings: Settings, name: str) -> Image.Image:
    """All pictures of one screen: a row for each language; a phone and a desk by day, then in the dark."""
    world = World(browser, settings, WAYS, demo_link)
    if name == "phone-notices":
        tell_visitor(world, world.page(VISITOR, "vi"))
    rows = [
        [_picture(world, name, language, theme, size) for theme in ("light", "dark") for size in SIZES]
        for language in words.LANGUAGES
    ]
    world.close()
    width = max(sum(picture.width + GAP for picture in row) for row in rows) + GAP
    page = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP) + GAP), "#8a9ba1")
    for i, row in enumerate(rows):
        left = GAP
        for picture in row:
            page.paste(picture, (left, GAP + i * (HEIGHT + GAP)))
            left += picture.width + GAP
    return page


def _picture(world: World, name: str, language: str, theme: str, size: tuple[int, int]) -> Image.Image:
    who, show = SCREENS[name]
    context = world.browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        locale=LOCALES[language],
        storage_state=world.signed_in(who),
        device_scale_factor=2 if size == SIZES[0] else 1,
    )
    page = context.new_page()
    show(world, page, language)
    page.wait_for_timeout(300)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)

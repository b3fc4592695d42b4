"""Every map and every screen of a citizen, by day and in the dark, in both languages: `make screens`.

One sheet for each kind of map, at phone, desk and wall size, and for each screen goes to docs/screens. The
city is a simulated one. `python -m tests.browser.screens phone-door incidence` makes only these.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from app.domain.roles import Role
from app.domain.spans import local_day
from app.main import install
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.usecases import found_demo
from app.web.official.map_kinds import KINDS
from tests.browser import phone_screens
from tests.browser.conftest import demo_link, serving
from tests.conftest import PATIENCE

OUT = Path(__file__).parents[2] / "docs" / "screens"
PEOPLE, DAYS, SEED = 12_000, 28, 5
HEIGHT, GAP = 540, 16
"""Pixels of a row on the sheet, and between its pictures."""


@dataclass(frozen=True, slots=True)
class Size:
    """A window; on a wall the map stands alone."""

    name: str
    width: int
    height: int
    alone: bool = False


SIZES = (Size("phone", 390, 844), Size("desk", 1440, 900), Size("wall", 1920, 1080, alone=True))
PUBLIC = "public"


def main() -> None:
    """Found a city, look at everything, write the sheets."""
    wanted = sys.argv[1:] or [*(kind.slug for kind in KINDS), PUBLIC, *phone_screens.SCREENS]
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = open_database(f"sqlite:///{template}")
        migrate.upgrade(database)
        database.close()
        with serving(Path(folder), template, _found) as settings, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--hide-scrollbars"]
            )
            signed_in = _signed_in(browser, settings)
            for slug in wanted:
                if slug in phone_screens.SCREENS:
                    made = phone_screens.sheet(browser, settings, slug)
                else:
                    made = sheet(browser, settings, slug, signed_in)
                made.save(OUT / f"{slug}.webp", quality=80, method=6)
                print(slug)
            browser.close()


def sheet(browser: Browser, settings: Settings, slug: str, signed_in: object) -> Image.Image:
    """All pictures of one kind: a row for each language and theme, a column for each size."""
    rows = [
        [*_pictures(browser, settings, slug, language, theme, signed_in)]
        for language in ("vi", "en")
        for theme in ("light", "dark")
    ]
    width = max(sum(picture.width + GAP for picture in row) for row in rows) + GAP
    page = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP) + GAP), "#8a9ba1")
    for i, row in enumerate(rows):
        left = GAP
        for picture in row:
            page.paste(picture, (left, GAP + i * (HEIGHT + GAP)))
            left += picture.width + GAP
    return page


def _pictures(
    browser: Browser, settings: Settings, slug: str, language: str, theme: str, signed_in: object
) -> Iterator[Image.Image]:
    for size in SIZES:
        context = browser.new_context(
            viewport={"width": size.width, "height": size.height},
            color_scheme=theme,
            storage_state=signed_in,
            device_scale_factor=2 if size.name == "phone" else 1,
        )
        page = context.new_page()
        page.goto(settings.public_url + _address(slug, language))
        if size.alone:
            page.goto(settings.public_url + (page.locator("iframe").get_attribute("src") or ""))
        _settled(page, size)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        yield picture.resize(
            (round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS
        )
        context.close()


def _address(slug: str, language: str) -> str:
    # The demo city lives when no decision is in force any more: one of before is chosen.
    more = "&decision=qd-4800-byt" if slug == "levels" else ""
    return f"/map?lang={language}" if slug == PUBLIC else f"/official/map?map={slug}&lang={language}{more}"


def _settled(page: Page, size: Size) -> None:
    """The map is drawn, and in view."""
    page.wait_for_load_state("networkidle")
    if not size.alone:
        page.locator("iframe").evaluate("(frame) => frame.scrollIntoView({ block: 'center' })")
    frame = page.main_frame if size.alone else page.frames[-1]
    frame.locator("path.area").first.wait_for(state="attached", timeout=PATIENCE)
    page.wait_for_timeout(400)


def _found(settings: Settings) -> None:
    ghe = install(settings)
    now = ghe.clock()
    start = local_day(now, ghe.policy.zone) - timedelta(days=DAYS - 1)
    found_demo.found_demo(
        ghe.database,
        ghe.keys,
        people_count=PEOPLE,
        start=start,
        seed=SEED,
        policy=ghe.policy,
        now=now,
        progress=lambda _share, _words: None,
    )
    ghe.recorder.stop()
    ghe.database.close()


def _signed_in(browser: Browser, settings: Settings) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo_link(settings, Role.TRACER))
    page.locator("main button").first.click()
    page.wait_for_url("**/official*")
    state = context.storage_state()
    context.close()
    return state


if __name__ == "__main__":
    main()

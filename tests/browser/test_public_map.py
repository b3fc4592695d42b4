"""The public map on a small phone: with a script, without one, in the dark."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.map_releases import Block, MapRelease
from app.domain.windows import Window
from app.main import utc_now
from app.store import map_releases
from app.store.db import open_database
from tests.browser.conftest import TOO_SMALL, TOO_WIDE, serving
from tests.browser.world import until
from tests.conftest import PATIENCE
from tests.squares import CODES, take_in, written

pytestmark = pytest.mark.browser

FRAME = "iframe#map-frame"
TOGETHER = f"{CODES[0]}+{CODES[2]}"


@pytest.fixture(scope="module")
def server(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("public")

    def release(settings):
        database = open_database(settings.database_url)
        boundaries = take_in(database, written(folder / "w.json"), utc_now()).taken.id
        made = MapRelease(
            number=0,
            disease="covid-19",
            period=Window(date(2026, 11, 9), date(2026, 11, 15)),
            k=10,
            blocks=(Block((CODES[0], CODES[2]), 27, 1), Block((CODES[1],), 0), Block((CODES[3],), 1041)),
            elsewhere=0,
            late=None,
            narrowest=25,
            rule="1",
            boundaries=boundaries,
            sources=(),
            own_cases=True,
            made_at=utc_now(),
        )
        with database.writing() as session:
            map_releases.add(session, made, counted=1068)
        database.close()

    with serving(folder, sqlite_template, release) as settings:
        yield settings.public_url


@pytest.mark.parametrize(("width", "scheme", "lang"), [(320, "light", "vi"), (1440, "dark", "en")])
def test_the_map_draws_and_the_table_follows_it(chromium, server, width, scheme, lang):
    size = {"width": width, "height": 800}
    with chromium.new_context(viewport=size, color_scheme=scheme, locale=f"{lang}-VN") as context:
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith(server) or complaints.append(f"asked another host: {asked.url}")
            ),
        )
        page.goto(f"{server}/map?lang={lang}")
        areas = page.frame_locator(FRAME).locator("path.area")
        areas.first.wait_for(state="attached", timeout=PATIENCE)
        page.wait_for_load_state("networkidle")
        assert areas.count() == 3
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.evaluate(TOO_SMALL, 48) == []
        page.locator(f'a[data-code="{TOGETHER}"]').click()
        until(page, f"location.hash.includes('{TOGETHER}')")
        assert page.locator("tr.chosen").count() == 1
        page.locator("summary").click()
        assert page.locator("details p").first.is_visible()
        assert complaints == []


def test_without_a_script_the_page_is_complete(chromium, server):
    with chromium.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server}/map?lang=en")
        assert page.locator("#table tbody tr").count() == 3
        page.get_by_role("searchbox").fill("phu dinh")
        page.get_by_role("button", name="Find").click()
        assert page.locator("#table tbody tr").count() == 1
        page.locator("select[name=measure]").select_option("count")
        page.get_by_role("button", name="Show").click()
        assert "measure=count" in page.locator(FRAME).get_attribute("src")

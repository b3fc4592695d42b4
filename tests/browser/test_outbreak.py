"""The course of the outbreak in a real browser, on a phone and at a desk, without a script."""

import pytest

from app.domain.roles import Role
from app.web import words
from tests.browser.conftest import demo_link
from tests.browser.test_official_line import LOOKS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_epidemiologist_sees_numbers_and_clusters(phone_of, demo_server, language, width):
    _ = words.gettext(language)
    browser = phone_of(
        f"outbreak-{language}-{width}",
        {"vi": "vi-VN", "en": "en-GB"}[language],
        origin=demo_server.public_url,
        viewport={"width": width, "height": 900},
        least_target=40,
    )
    browser.page.goto(demo_link(demo_server, Role.EPIDEMIOLOGIST))
    browser.page.locator("main button").first.click()
    browser.page.wait_for_url("**/official*")
    browser.page.get_by_role("link", name=_("Course of the outbreak"), exact=True).first.click()
    browser.page.wait_for_load_state()
    browser.look("numbers")
    assert _("Reproduction number") in browser.text
    chart = browser.page.get_by_role("img", name=_("Cases a day, %(days)s", days="").strip(" ,")).first
    assert chart.bounding_box()["width"] >= width * 0.8
    # A drawing that is scaled to a phone would scale its words too.
    size = chart.locator("text").first.evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) >= 12
    within = "e => e.getBoundingClientRect().right <= document.documentElement.clientWidth + 1"
    assert all(text.evaluate(within) for text in chart.locator("text").all())
    for details in browser.page.locator("summary").all():
        details.click()
    browser.look("numbers-as-tables")
    browser.page.get_by_role("link", name=_("Clusters"), exact=True).click()
    browser.page.wait_for_load_state()
    browser.look("clusters")
    assert _("The whole map") in browser.text

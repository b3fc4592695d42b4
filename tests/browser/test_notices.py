"""With scripts: a receipt keeps its language, and a notice is read when it is on the screen."""

from __future__ import annotations

from tests.browser.test_straight_line import register

SCRIPTS = {"java_script_enabled": True}


def language_of(phone) -> str:
    return phone.page.evaluate("document.documentElement.lang")


def test_a_receipt_keeps_its_language_where_the_script_draws_it(phone_of):
    venue = register(
        phone_of("owner-khmer", "vi-VN", viewport={"width": 768, "height": 1024}), "vi", name="Phở"
    )
    phone = phone_of("phone-khmer", "km-KH", **SCRIPTS)
    phone.open(f"{venue.address}?lang=km", "door")
    assert language_of(phone) == "en", "a door speaks two languages"
    phone.press("I am here", "tapped")
    phone.page.wait_for_selector(".receipt")
    phone.look("receipt")
    assert language_of(phone) == "km"
    assert phone.page.locator(".languages").inner_text().split() == ["English", "中文", "한국어", "日本語"]
    phone.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    phone.page.locator("form[data-phone=withdraw] button").click()
    phone.page.wait_for_selector("main p.lead")
    phone.look("withdrawn")
    assert language_of(phone) == "km"


def test_a_page_of_notices_says_that_it_was_seen_and_not_before(phone_of):
    phone = phone_of("phone-notices", "ja-JP", **SCRIPTS)
    said = []
    phone.page.on("request", lambda asked: said.append((asked.method, asked.url.partition("?")[0])))
    phone.open(f"{phone.origin}/notices", "none")
    assert ("POST", f"{phone.origin}/notices/shown") not in said, "there was nothing to see"
    page = phone.page.content().replace("<h1>", '<div data-shown="1"></div><h1>', 1)
    phone.page.route("**/notices", lambda route: route.fulfill(body=page, content_type="text/html"))
    with phone.page.expect_request("**/notices/shown") as asked:
        phone.page.goto(f"{phone.origin}/notices")
    assert (asked.value.method, asked.value.post_data) == ("POST", "until=1")

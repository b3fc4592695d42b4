"""The screen at a door in a real browser: every size, both languages, offline, ended, without a script."""

from __future__ import annotations

import io
import re
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image

from app.web import words

pytestmark = pytest.mark.browser

LONG = "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12"
LOCALES = {"vi": "vi-VN", "en": "en-GB"}
SIZES = [(320, 640), (768, 1024), (1280, 720), (1920, 1080)]
COUNTED = "document.getElementById('seconds').textContent"


@pytest.fixture(scope="module")
def owner(chromium, server):
    """An owner's browser on the page of the screens of a venue."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{server}/venue/new")
    for name, value in {
        "name": LONG,
        "address": f"1234 Nguyễn Thị Minh Khai {uuid4().hex[:6]}",
        "capacity": "90",
        "opens": "0000",
        "closes": "24:00",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=kind]").select_option("restaurant")
    page.get_by_role("button", name="Register", exact=True).click()
    page.get_by_role("link", name="I have kept the key: go on", exact=True).click()
    page.get_by_role("link", name="Show the code on a screen", exact=True).click()
    page.wait_for_url("**/screens")
    yield page
    context.close()


@pytest.fixture
def link(owner, server):
    """The address of a new screen link."""
    screens = owner.url
    owner.get_by_role("button", name="Make a link", exact=True).click()
    owner.get_by_role("heading", name="Open this link on the screen").wait_for()
    [address] = re.findall(rf"{server}/screen/[0-9A-Z-]+", owner.locator("main").inner_text())
    [seen] = zxingcpp.read_barcodes(Image.open(io.BytesIO(owner.screenshot(full_page=True))))
    assert seen.text == address
    yield address
    owner.goto(screens)
    for button in owner.get_by_role("button", name="End this link", exact=True).all():
        button.click()
        owner.wait_for_load_state()


def scanned(page):
    """What a camera reads off the screen; None where it shows no symbol."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return found[0].text if found else None


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_it_is_read_at_every_size_by_day_and_in_the_dark(phone_of, link, language, scheme):
    _ = words.gettext(language)
    for width, height in SIZES:
        wall = phone_of(
            f"wall-{language}-{scheme}-{width}",
            LOCALES[language],
            java_script_enabled=True,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
        )
        wall.open(link, "screen")
        assert scanned(wall.page).startswith(f"{wall.origin.upper()}/V/")
        assert _("Scan the code when you arrive") in wall.text
        assert LONG in wall.text
        symbol = wall.page.evaluate("document.querySelector('.face-code').clientWidth")
        share = symbol / min(width, height)
        assert share > 0.55, "as large as the window allows"
        if width > 320:
            assert wall.page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        ground = wall.page.evaluate("getComputedStyle(document.querySelector('.symbol')).backgroundColor")
        assert ground == "rgb(255, 255, 255)", "white around the symbol in the dark too"
        wall.context.close()


def test_it_goes_on_by_itself_and_says_so_when_it_cannot(phone_of, link):
    wall = phone_of(
        "wall-offline", "en-GB", java_script_enabled=True, viewport={"width": 1280, "height": 720}
    )
    wall.page.clock.install()
    wall.open(link, "fresh")
    assert wall.page.get_by_text("This screen stays on by itself.").is_visible()
    first = scanned(wall.page)
    assert int(wall.page.evaluate(COUNTED)) <= 30
    wall.context.set_offline(True)
    wall.page.clock.run_for(31_000)
    second = scanned(wall.page)
    assert second != first, "the next code was at hand"
    assert second[:-10] == first[:-10]
    wall.page.clock.run_for(31_000)
    assert scanned(wall.page) is None, "no dead code on the wall"
    assert wall.page.get_by_text("This screen is out of date").is_visible()
    assert LONG in wall.text
    assert "Cannot scan? Type" in wall.text
    assert "Sign of the hour" not in wall.text, "it may be another by now"
    wall.complaints.clear()  # the browser notes each request that failed
    wall.look("out-of-date")
    wall.context.set_offline(False)
    wall.page.clock.run_for(6_000)
    wall.page.get_by_text("This screen is out of date").wait_for(state="hidden")
    assert scanned(wall.page).startswith(first[:-10])


def test_a_device_that_slept_shows_nothing_old_when_it_wakes(phone_of, link):
    wall = phone_of("wall-asleep", "en-GB", java_script_enabled=True)
    wall.open(link, "awake")
    wall.context.set_offline(True)
    # Asleep, one clock stood still; the clock on the wall is two minutes on.
    wall.page.evaluate("(() => { const now = Date.now; Date.now = () => now() + 120000; })()")
    wall.page.get_by_text("This screen is out of date").wait_for()
    assert scanned(wall.page) is None


def test_without_a_wake_lock_it_says_what_to_do(phone_of, link):
    wall = phone_of("wall-old", "en-GB", java_script_enabled=True)
    wall.page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
    wall.open(link, "no-wake-lock")
    assert wall.page.get_by_text("This screen may go dark by itself").is_visible()
    assert not wall.page.get_by_text("This screen stays on by itself.").is_visible()


def test_an_ended_link_tells_its_screen(phone_of, owner, link):
    wall = phone_of("wall-ended", "en-GB", java_script_enabled=True)
    wall.page.clock.install()
    wall.open(link, "before")
    owner.go_back()
    owner.reload()
    owner.get_by_role("button", name="End this link", exact=True).click()
    owner.wait_for_load_state()
    wall.page.clock.run_for(52_000)
    wall.page.get_by_role("heading", name="This screen's link does not work any more").wait_for()
    assert scanned(wall.page) is None


def test_without_a_script_it_is_whole_and_comes_again(phone_of, link):
    wall = phone_of("wall-plain", "vi-VN", viewport={"width": 1280, "height": 720})
    wall.open(link, "no-script")
    assert scanned(wall.page)
    _ = words.gettext("vi")
    assert _("This screen may go dark by itself: switch off its sleep in its settings.") in wall.text
    assert wall.page.locator("noscript meta").get_attribute("content").isdigit()
    assert not wall.page.locator("#full").is_visible()

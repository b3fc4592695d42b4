"""A map document printed by a browser: nothing of it is cut off, and it is light whatever the screen is."""

import io

import pytest
from pypdf import PdfReader

import maps
from tests.maps import drawn_map as small

pytestmark = pytest.mark.browser
HOST = "https://maps.example/"
PAPER = 700  # pixels between the margins of A4


@pytest.fixture(params=["light", "dark"])
def printed(chromium, request):
    """The document alone in a window, its sheet, and what the layout is for printers."""
    island = small.square("26732", 60, -30, "Đặc khu Côn Đảo")
    html = maps.document(
        small.in_time(2, areas=[*small.squares(), island]), nonce="bm9uY2Utb2YtYS10ZXN0", asset_base="/a/"
    )

    def answer(route):
        name = route.request.url.removeprefix(f"{HOST}a/")
        found = maps.asset(name) if name in maps.asset_names() else None
        body, media = (found.body, found.media_type) if found else (html.encode(), "text/html; charset=utf-8")
        headers = (
            {} if found else {"content-security-policy": maps.content_security_policy("bm9uY2Utb2YtYS10ZXN0")}
        )
        route.fulfill(body=body, content_type=media, headers=headers)

    page = chromium.new_page(viewport={"width": 1440, "height": 900}, color_scheme=request.param)
    page.route("**/*", answer)
    page.goto(f"{HOST}map")
    page.wait_for_selector("path.area")
    yield page
    page.close()


def test_a_map_printed_alone_is_one_sheet_with_all_that_it_says(printed):
    [sheet] = PdfReader(io.BytesIO(printed.pdf(format="A4"))).pages
    text = sheet.extract_text()
    for part in ("COVID-19 theo phường", "200 trở lên", "Bộ Y tế", "Đặc khu Côn Đảo"):
        assert part in text


def test_the_view_is_scaled_to_the_paper_and_nothing_is_cut_off(printed):
    printed.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed.emulate_media(media="print")
    stage = printed.locator(".stage").bounding_box()
    assert 0.9 * PAPER < stage["width"] <= PAPER
    for area in printed.locator(".stage > .folium-map path.area").all()[:8]:
        box = area.bounding_box()
        assert stage["x"] <= box["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
    assert printed.locator("aside").bounding_box()["y"] >= stage["y"] + stage["height"] - 1


def test_paper_is_white(printed):
    printed.emulate_media(media="print")
    assert printed.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

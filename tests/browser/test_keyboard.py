"""Every line walked with the keyboard alone: Tab, Enter, Space and arrows."""

from __future__ import annotations

import re

import pytest

from app.domain.roles import Role
from app.web import words
from tests.browser.keys import Keys
from tests.browser.world import LOCALES
from tests.conftest import PATIENCE

pytestmark = pytest.mark.browser

OVER_ALL = '<div style="position: fixed; inset: 0; background: red"></div>'


@pytest.fixture
def keys_of(chromium, world):
    """A new browser without a mouse."""
    contexts = []

    def make(language="vi", *, who=None, script=True, width=320):
        context = chromium.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": 640},
            java_script_enabled=script,
            storage_state=world.signed_in(who) if who else None,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Keys(context.new_page())

    yield make
    for context in contexts:
        context.close()


def test_the_first_tab_leads_over_the_head_of_the_page(keys_of, world):
    keys = keys_of()
    keys.page.goto(f"{world.origin}/privacy")
    stop = keys.tab()
    assert stop["what"] == words.gettext("vi")("Skip to main content")
    keys.page.keyboard.press("Enter")
    assert keys.focused()["id"] == "main"
    keys.page.goto(f"{world.origin}/venue/new")
    keys.tab()
    keys.page.keyboard.press("Enter")
    inside = "document.querySelector('main').contains(document.activeElement)"
    keys.tab()
    assert keys.page.evaluate(inside), "the next stop is in the main part"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_poster_in_and_out_and_back(keys_of, world, language):
    _ = words.gettext(language)
    keys = keys_of(language)
    page = keys.page
    page.goto(world.poster)
    assert keys.round() > 3
    keys.to("button", _("I am here"))
    keys.press("Enter")
    keys.told()
    assert _("Recorded at") in page.locator("h1").inner_text()
    assert keys.round() > 5

    keys.to("input", _("Your name"))
    keys.write("Nguyễn Thị Hương")
    keys.to("input", _("Phone number"))
    keys.write("12")
    keys.page.keyboard.press("Enter")
    page.locator("[aria-invalid]").wait_for()
    assert keys.focused()["name"] == "phone" or page.locator(".error-summary:focus").count(), (
        "where it is wrong"
    )
    if keys.focused()["name"] != "phone":
        keys.to("input", _("Phone number"))
    keys.write("0901234567")
    keys.press("Enter")
    keys.told()
    assert _("Your number is saved") in page.locator("main").inner_text()

    keys.to("button", _("I am leaving"))
    keys.press("Space")
    keys.told()
    assert _("You left at") in page.locator("h1").inner_text()
    keys.to("summary", _("This was a mistake"))
    page.keyboard.press("Enter")
    keys.to("button", _("Take this visit back"))
    keys.press("Enter")
    keys.told()
    assert page.locator("h1").inner_text() == _("The visit is taken back")


@pytest.mark.parametrize("script", [True, False])
def test_a_typed_code_is_mended_and_leads_to_its_door(keys_of, world, script):
    _ = words.gettext("en")
    keys = keys_of("en", script=script)
    page = keys.page
    page.goto(f"{world.origin}/scan")
    keys.to("input[name=typed]")
    keys.write("123456780")
    page.keyboard.press("Enter")
    page.wait_for_url("**/t?*")
    keys.told()
    keys.to(".error-summary a")
    page.keyboard.press("Enter")
    assert keys.focused()["name"] == "typed", "the problem leads to its field"
    keys.write(world.typed_code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/[vV]/"))
    keys.to("button", _("I am here"))


def test_my_data_is_seen_corrected_and_taken_back(keys_of, world):
    _ = words.gettext("vi")
    keys = keys_of("vi")
    page = keys.page
    page.goto(world.poster)
    keys.to("button", _("I am here"))
    keys.press("Enter")
    page.goto(f"{world.origin}/my")
    assert keys.round() > 8
    keys.to("a, button", _("Show my visits"))
    keys.press("Enter")
    keys.to("button", _("Details"))
    keys.press("Enter")
    keys.to("input[name=left_at]")
    keys.to("input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=reason]:checked").get_attribute("id") != "reason", "arrows choose"
    keys.to("button", _("Correct"))
    keys.press("Enter")
    keys.told()
    assert page.locator(".error-summary").count() == 1, "no time was given"
    keys.to("summary", _("Take this visit back"))
    page.keyboard.press("Space")
    keys.to("button", _("Take this visit back"))
    keys.press("Enter")
    assert _("The visit is taken back") in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_tracer_works_without_a_mouse(keys_of, world, width):
    _ = words.gettext("en")
    keys = keys_of("en", who=Role.TRACER, width=width)
    page = keys.page
    page.goto(f"{world.origin}/official")
    keys.to("main a", _("Cases"))
    keys.press("Enter")
    assert keys.round() > 3
    keys.to("a, button", _("Report a case"))
    keys.press("Enter")
    keys.to("button", _("Open the case file"))
    keys.press("Enter")
    keys.told()
    keys.to(".error-summary a")
    page.keyboard.press("Enter")
    assert keys.focused()["tag"] == "input"
    page.goto(world.address("/official/cases/{case}"))
    assert keys.round() > 5
    keys.to("input[name=person]")
    page.keyboard.press("Space")
    assert page.locator("[name=person]:checked").count() == 1
    keys.to("input[name=reason]")
    keys.write("cùng sạp")
    keys.to("button", _("Make contacts F1"))
    keys.press("Enter")
    assert _("Contact F1") in page.locator("main").inner_text()


def test_a_page_that_traps_or_hides_is_noticed(chromium):
    with chromium.new_context() as context:
        keys = Keys(context.new_page())
        ring = "<style>:focus { outline: 3px solid blue } .bare:focus { outline: 0 }</style>"
        for body, said in {
            '<main><a href="/">one</a><button class="bare">two</button></main>': "no ring around two",
            f'<main><a href="/">one</a></main>{OVER_ALL}': "one has the focus and is hidden",
            '<a href="/" tabindex="2">one</a>': "jumps",
            "<button onkeydown='event.preventDefault()'>one</button>": "trapped",
        }.items():
            keys.page.set_content(ring + body)
            with pytest.raises(AssertionError, match=said):
                keys.round()
        keys.page.set_content(f"{ring}<main><button>one</button><button>two</button></main>")
        assert keys.round() == 2
        with pytest.raises(AssertionError, match="no Tab leads"):
            keys.to("button", "three")

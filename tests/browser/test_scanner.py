"""The scanner in the page: a camera made of pictures, both ways to read them, and what is never followed."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import segno
import zxingcpp
from PIL import Image

from app.domain.codes import make_code
from app.vault.code_lists import signed_list
from app.vault.code_signatures import sign_code
from app.web import words
from tests.conftest import PATIENCE, QUIET
from tests.conftest import program as program_called
from tests.vault.test_signed_codes import KEYS as VAULT
from tests.vault.test_signed_codes import NOW

pytestmark = pytest.mark.browser

LOCALES = {"vi": "vi-VN", "en": "en-GB"}
CODE = make_code(0x1234_5678_9ABC_DEF0_1234)

CAMERA = """
(() => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 720];
  const brush = canvas.getContext('2d');
  let picture = null;
  window.given = {asked: 0, stopped: 0, light: []};
  window.hold = (address) => new Promise((resolve) => {
    const held = new Image();
    held.onload = () => { picture = held; draw(); setTimeout(resolve, 60); };
    if (address) held.src = address; else { picture = null; draw(); resolve(); }
  });
  function draw() {
    brush.fillStyle = '#778'; brush.fillRect(0, 0, 1280, 720);
    if (picture) brush.drawImage(picture, 640 - picture.width / 2, 360 - picture.height / 2);
  }
  setInterval(draw, 50);
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    window.given.asked += 1;
    window.given.wanted = wanted;
    if (window.refusal) throw new DOMException('no', window.refusal);
    const stream = canvas.captureStream(20);
    const [track] = stream.getVideoTracks();
    const stop = track.stop.bind(track);
    track.stop = () => { window.given.stopped += 1; stop(); };
    if (window.lamp) {
      track.getCapabilities = () => ({torch: true});
      track.applyConstraints = async (wish) => { window.given.light.push(wish.advanced[0].torch); };
    }
    return stream;
  };
  navigator.mediaDevices.enumerateDevices = async () =>
    (window.cameras || ['a']).map((deviceId) => ({kind: 'videoinput', deviceId}));
})();
"""
DETECTOR = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ['code_128', 'qr_code']; }
  async detect(source) {
    if (window.broken) throw new DOMException('no service', 'NotSupportedError');
    window.detected = (window.detected || 0) + 1;
    return window.texts.map((rawValue) => ({rawValue}));
  }
};
window.texts = [];
"""


def picture_of(text, scale=8):
    return segno.make(text, error="m", micro=False).png_data_uri(scale=scale, border=4)


@pytest.fixture
def scanner(phone_of):
    """Make a phone with script whose camera shows what `hold` is given; it notes every request."""

    def make(name, language="en", *, scripts=(), origin="", **more):
        phone = phone_of(name, LOCALES[language], java_script_enabled=True, origin=origin, **more)
        phone.asked = []
        phone.page.on("request", lambda request: phone.asked.append((request.url, request.post_data or "")))
        for script in (CAMERA, *scripts):
            phone.page.add_init_script(script)
        return phone

    return make


def started(phone, query="?lang=en"):
    phone.page.goto(f"{phone.origin}/scan{query}")
    phone.page.locator("#scan-start").click()
    phone.page.get_by_text("Hold the whole code inside the picture.").wait_for()
    return phone.page


def until(page, expression):
    """Wait for something in the page; Playwright's own way needs eval, which our policy forbids."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        time.sleep(0.05)
    pytest.fail(f"never: {expression}")


def shown(page, text):
    """The detector of the browser sees this from now on."""
    page.evaluate("(text) => { texts = [text]; }", text)


def title(page):
    page.locator("#scan-found").wait_for()
    return page.locator("#scan-title").inner_text()


@pytest.fixture(scope="module")
def venue(chromium, server):
    """The code of a venue that exists."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{server}/venue/new")
    fields = {
        "name": "Phở Hòa Pasteur",
        "address": f"260C Pasteur {uuid4().hex[:6]}",
        "capacity": "90",
        "opens": "0000",
        "closes": "24:00",
    }
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=kind]").select_option("restaurant")
    page.get_by_role("button", name="Register", exact=True).click()
    page.wait_for_load_state()
    page.get_by_role("link", name="I have kept the key: go on", exact=True).click()
    page.wait_for_load_state()
    poster = context.request.get(f"{page.url.split('?')[0]}/poster.png").body()
    [symbol] = zxingcpp.read_barcodes(Image.open(io.BytesIO(poster)))
    context.close()
    return symbol.text.partition("/V/")[2]


def opened(phone, venue):
    phone.page.wait_for_url(f"**/V/{venue}?lang=en", wait_until="commit")
    phone.page.get_by_role("heading", name="Phở Hòa Pasteur").wait_for()


# ---- reading ----


def test_the_packaged_decoder_reads_a_poster_and_opens_its_place(scanner, server, venue):
    phone = scanner("scan-decoder")
    page = started(phone)
    assert any("decoder.js" in address for address, _ in phone.asked)
    page.evaluate("(shown) => { hold(shown); }", picture_of(f"{server}/V/{venue}".upper()))
    opened(phone, venue)
    assert phone.complaints == []


@pytest.mark.parametrize(
    "text", ["HTTP://127.0.0.1:39565/V/RB6KG0G8N6PMBWHXV", "HTTP://127.0.0.1:57824/V/400X867QNWJVEM0TN"]
)
def test_a_still_code_that_the_packaged_decoder_cannot_read_straight_is_read_tilted(scanner, text):
    """One in a hundred: without the tilt neither of these is ever read."""
    page = started(scanner("scan-tilted"))
    page.evaluate("(shown) => { hold(shown); }", picture_of(text))
    assert "127.0.0.1:" in title(page)


def test_the_browsers_own_detector_is_used_where_there_is_one(scanner, server, venue):
    phone = scanner("scan-detector", scripts=[DETECTOR])
    page = started(phone)
    page.evaluate("texts = ['Xin chào']")
    assert title(page) == "This is not the code of a place"
    shown(page, f"{server}/v/{venue}".lower())
    opened(phone, venue)
    assert not any("decoder.js" in address for address, _ in phone.asked), "nobody pays for what they have"
    assert phone.complaints == []


def test_a_detector_with_nothing_behind_it_gives_way_to_the_packaged_one(scanner, server, venue):
    phone = scanner("scan-broken", scripts=[DETECTOR, "window.broken = true;"])
    page = started(phone)
    page.evaluate("(shown) => { hold(shown); }", picture_of(f"{server}/V/{venue}".upper(), scale=4))
    opened(phone, venue)


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param([], id="no detector"),
        pytest.param([DETECTOR, "window.broken = true;"], id="a broken one", marks=pytest.mark.long),
    ],
)
def test_a_photo_is_read_where_there_is_no_camera(scanner, server, venue, scripts):
    phone = scanner("scan-photo", scripts=[*scripts, "delete Navigator.prototype.mediaDevices;"])
    page = phone.page
    page.goto(f"{server}/scan?lang=en")
    page.locator("#scan-start").click()
    assert title(page) == "There is no camera here"
    phone.look("no-camera")
    choose(page, photo("Xin chào"))
    page.get_by_text("This is not the code of a place").wait_for()
    choose(page, b"no picture at all")
    page.get_by_text("This file is not a photo").wait_for()
    choose(page, photo(None))
    page.get_by_text("There is no code in this photo").wait_for()
    choose(page, photo(f"{server}/V/{venue}".upper()))
    opened(phone, venue)
    assert phone.complaints == []


def photo(text):
    """A sheet seen from the side, on a table, with 2 million pixels."""
    table = Image.new("RGB", (1600, 1200), "#86746a")
    if text is not None:
        made = io.BytesIO()
        segno.make(text, error="m", micro=False).save(made, kind="png", scale=12, border=4)
        sheet = Image.open(made).convert("RGBA").rotate(14, expand=True)
        table.paste(sheet, (500, 300), sheet)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=80)
    return out.getvalue()


def choose(page, content):
    page.locator("#scan-photo").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    )


# ---- what is never followed ----


@pytest.mark.abuse("AB-20")
@pytest.mark.parametrize("reader", ["packaged", "the browser's"])
def test_only_our_own_host_is_opened_and_nothing_refused_is_sent_anywhere(scanner, server, venue, reader):
    phone = scanner(f"scan-foreign-{reader[:3]}", scripts=[] if reader == "packaged" else [DETECTOR])
    everything = []
    phone.context.on("request", lambda request: everything.append((request.url, request.post_data or "")))
    page = started(phone)
    host = server.removeprefix("http://")
    refused = {
        f"https://127.0.0.1.evil.example/V/{CODE}": "This address imitates ours: 127.0.0.1.evil.example",
        f"http://{host.replace('0.1', '0.7')}/V/{CODE}": "This address imitates ours: 127.0.0.7:",
        f"https://gh\u0435.example/V/{CODE}": "This address uses letters that imitate others: xn--gh-olc.e",
        f"javascript://{host}/V/{CODE}%0aalert(1)": "This code carries a program",
        f"http://{host}@203.0.113.7/V/{CODE}": "This address hides where it leads: 203.0.113.7",
        f"https://shop.example/V/{CODE}": "This code leads to another site: shop.example",
        "00020101021138540010A00000072701240006970436": "This is a code for paying",
        "079090001234|024567890|Huong|01011990|Nu|Quan 1|01012021": "This code holds somebody's personal",
    }

    def see(text):
        if reader == "packaged":
            page.evaluate("(shown) => { hold(shown); }", picture_of(text, scale=5))
        else:
            shown(page, text)

    before = len(everything)
    for text, words_shown in refused.items():
        see(text)
        page.get_by_text(words_shown).wait_for()
        suspicious = ("bank" not in words_shown and ": " in words_shown) or "program" in words_shown
        assert page.locator("#scan-report").is_visible() == suspicious
    assert page.url == f"{server}/scan?lang=en"
    assert everything[before:] == [], "not one request while wrong codes were read"
    for text in ["079090001234", "Huong", "970436", CODE]:
        assert text not in page.content()
    kept = page.evaluate(
        "(async () => { const {all} = await import('/static/phone/store.js');"
        " const kept = await Promise.all(['kept', 'queue', 'diary'].map(all));"
        " return JSON.stringify([kept, {...localStorage}, {...sessionStorage}, history.state]); })()"
    )
    assert not any(text in kept for text in ["079090001234", "970436", CODE])
    phone.look("refused")
    # The same phone opens ours: what was refused was not refused for nothing.
    see(f"{server}/V/{venue}".upper())
    opened(phone, venue)
    assert {urlsplit(address).netloc for address, _ in everything} == {host}
    assert phone.complaints == []


LIST = "**/api/v1/codes/keys*"


def served(phone, listed):
    """The list of keys that the server of this phone gives."""
    phone.context.route(LIST, lambda route: route.fulfill(body=listed, content_type="application/json"))


def misread(code):
    """One character of the signature is another."""
    return code[:-9] + ("0" if code[-9] != "0" else "1") + code[-8:]


@pytest.mark.abuse("AB-20")
def test_a_forged_signed_poster_is_refused_and_a_genuine_one_opens(scanner, server):
    key, ended = VAULT["01"], make_code(9)
    phone = scanner("scan-signed", scripts=[DETECTOR])
    served(phone, signed_list([key], [], [ended], since=None, issued=NOW))
    page = started(phone)
    good = sign_code(key, CODE).written()
    wrong = {
        misread(good): "This poster was not made by this city",
        sign_code(replace(key, id="0Z"), CODE).written(): "This poster was not made by this city",
        sign_code(key, ended).written(): "This poster has been replaced",
    }
    for code, said in wrong.items():
        shown(page, f"{server}/V/{code}".upper())
        page.get_by_text(said).wait_for()
        assert page.url.endswith("/scan?lang=en")
        shown(page, f"not {code}")
        page.get_by_text("This is not the code of a place").wait_for()
    page.evaluate(
        "new MutationObserver(([change]) => { sessionStorage.said = change.target.textContent; })"
        ".observe(document.querySelector('#scan-status'), {childList: true})"
    )
    shown(page, f"{server}/V/{good}".upper())
    page.wait_for_url(f"**/V/{good}?lang=en", wait_until="commit")
    assert page.evaluate("sessionStorage.said") == "A genuine code of the city. The place opens now."


def test_without_a_network_forgeries_are_refused_and_unheard_keys_left_to_the_server(scanner, server):
    key, newer = VAULT["01"], VAULT["02"]
    phone = scanner("scan-offline", scripts=[DETECTOR])
    opening = []
    phone.page.on("request", lambda asked: asked.is_navigation_request() and opening.append(asked.url))
    for genuine in (sign_code(key, CODE).written(), sign_code(newer, CODE).written()):
        served(phone, signed_list([key], [], [], since=None, issued=NOW))
        page = started(phone)
        until(page, "import('/static/phone/store.js').then(({get}) => get('kept', 'codeKeys'))")
        phone.context.set_offline(True)
        phone.context.unroute(LIST)
        shown(page, misread(sign_code(key, CODE).written()))
        page.get_by_text("This poster was not made by this city").wait_for()
        opening.clear()
        shown(page, genuine)
        for _ in range(600):
            if opening:
                break
            page.wait_for_timeout(50)
        assert opening == [f"{server}/V/{genuine}?lang=en"]
        phone.context.set_offline(False)
        phone.page.goto("about:blank")


def test_the_kept_app_scans_and_opens_a_door_without_a_network(scanner, server, venue):
    phone = scanner("scan-installed", scripts=[DETECTOR])
    page = phone.page
    page.goto(f"{server}/?lang=en")
    until(page, "navigator.serviceWorker.ready.then((worker) => Boolean(worker.active))")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    phone.context.set_offline(True)
    started(phone)
    shown(page, f"{server}/V/{venue}".upper())
    page.wait_for_url(f"**/V/{venue}?lang=en", wait_until="commit")
    page.get_by_role("button", name="I am here", exact=True).wait_for()


# ---- the page ----


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("vi", "light", 320),
        pytest.param("en", "dark", 320, marks=pytest.mark.long),
        pytest.param("vi", "dark", 1440, marks=pytest.mark.long),
    ],
)
def test_every_state_looks_right(scanner, server, language, scheme, width):
    """No state scrolls sideways, hides a target or has a sentence that the catalogue does not know."""
    _ = words.gettext(language)
    phone = scanner(
        f"scan-{language}-{scheme}-{width}",
        language,
        scripts=[DETECTOR, "window.lamp = true; window.cameras = ['a', 'b'];"],
        viewport={"width": width, "height": 640 if width == 320 else 900},
        color_scheme=scheme,
    )
    phone.open(f"{server}/scan", "start")
    assert phone.page.evaluate("given.asked") == 0, "the camera waits for a tap"
    phone.page.get_by_role("button", name=_("Start the camera"), exact=True).click()
    phone.page.get_by_text(_("Hold the whole code inside the picture.")).wait_for()
    phone.look("live")
    shown(phone.page, "https://ghe.a-very-long-name-that-goes-on.and-on-and-on.example/V/X")
    phone.page.locator("#scan-found").wait_for()
    phone.look("another-site")


@pytest.mark.parametrize(
    ("script", "heading"),
    [
        ("window.refusal = 'NotAllowedError';", "The camera is not allowed"),
        ("window.refusal = 'NotFoundError';", "There is no camera here"),
        ("window.refusal = 'NotReadableError';", "Another app is using the camera"),
        (
            (
                "delete Navigator.prototype.mediaDevices;"
                "Object.defineProperty(window, 'isSecureContext', {value: false});"
            ),
            "The camera works over a secure connection only",
        ),
    ],
)
def test_why_there_is_no_picture_is_said_with_what_to_do(scanner, server, script, heading):
    phone = scanner("scan-refused", scripts=[script])
    page = phone.page
    page.goto(f"{server}/scan?lang=en")
    page.locator("#scan-start").focus()
    page.keyboard.press("Enter")
    assert title(page) == heading
    assert "type the nine digits" in phone.text or "start the camera again" in phone.text
    assert page.evaluate("document.activeElement.id") == "scan-start", "it can be tried again"
    assert page.locator("[role=status] #scan-title").is_visible()
    assert not page.locator("#scan-view").is_visible()


def test_a_reader_that_cannot_be_fetched_is_named_and_fetched_at_the_next_tap(scanner, server):
    phone = scanner("scan-no-decoder")
    phone.context.route("**/decoder.js", lambda route: route.abort())
    page = phone.page
    page.goto(f"{server}/scan?lang=en")
    page.locator("#scan-start").click()
    assert title(page) == "The code reader could not be loaded"
    assert page.evaluate("given.stopped") == 1, "no camera stays on for nothing"
    phone.context.unroute("**/decoder.js")
    page.locator("#scan-start").click()
    page.get_by_text("Hold the whole code inside the picture.").wait_for()


def test_the_camera_goes_off_when_the_page_is_left_or_stopped(scanner):
    phone = scanner("scan-hidden", scripts=[DETECTOR])
    page = started(phone)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.get_by_text("The camera is off.").wait_for()
    assert page.evaluate("given.stopped") == 1
    assert page.locator("video").count() == 0
    seen = page.evaluate("detected")
    page.wait_for_timeout(400)
    assert page.evaluate("detected") <= seen + 1, "nothing looks any more"
    page.evaluate("delete document.hidden")
    page.locator("#scan-start").click()
    page.get_by_text("Hold the whole code inside the picture.").wait_for()
    page.get_by_role("button", name="Stop the camera", exact=True).click()
    assert page.evaluate("given.stopped") == 2


def test_it_works_by_keyboard_and_says_what_happens(scanner):
    phone = scanner("scan-keys", scripts=[DETECTOR, "window.lamp = true;"])
    page = phone.page
    page.goto(f"{phone.origin}/scan?lang=en")
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "scan-start":
            break
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Hold the whole code inside the picture.").wait_for()
    assert page.evaluate("document.activeElement.id") == "scan-stop"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "scan-light"
    for wanted in ("true", "false"):
        page.keyboard.press("Enter")
        page.locator(f"#scan-light[aria-pressed={wanted}]").wait_for()
    assert page.evaluate("given.light") == [True, False]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("The camera is off.").wait_for()
    assert page.evaluate("document.activeElement.id") == "scan-start"


def test_a_hint_comes_after_fifteen_seconds_and_another_camera_is_offered(scanner):
    phone = scanner("scan-slow", scripts=[DETECTOR, "window.cameras = ['a', 'b'];"])
    phone.page.clock.install()
    page = started(phone)
    page.clock.run_for(14_000)
    assert page.get_by_text("Nothing found yet.").count() == 0
    page.clock.run_for(2_000)
    page.get_by_role("status").get_by_text("Nothing found yet. Try more light").wait_for()
    page.get_by_role("button", name="Other camera", exact=True).click()
    until(page, "given.asked === 2")
    assert page.evaluate("given.wanted.video.deviceId") == {"exact": "a"}
    assert page.evaluate("given.stopped") == 1, "many phones open one camera at a time"


def test_a_code_in_view_is_told_once_and_again_when_it_comes_back(scanner, server):
    """What the staff's page uses: card after card, each once."""
    phone = scanner("scan-into", scripts=[DETECTOR])
    page = phone.page
    page.goto(f"{server}/accessibility")
    page.evaluate(
        "(async () => { window.told = []; const {scanInto} = await import('/static/phone/camera.js');"
        " await scanInto(document.querySelector('main'), (text) => { told.push(text); }); })()"
    )
    page.evaluate("texts = ['one', 'two']")
    until(page, "told.length === 2")
    page.wait_for_timeout(400)
    assert page.evaluate("told") == ["one", "two"]
    page.evaluate("texts = []; const now = Date.now; Date.now = () => now() + 3500")
    page.wait_for_timeout(200)
    page.evaluate("texts = ['one']")
    until(page, "told.length === 3")


def test_without_a_script_it_is_the_field_and_a_sentence(phone_of, server):
    phone = phone_of("scan-plain", "vi-VN")
    phone.open(f"{server}/scan?lang=en", "no-script")
    assert "Point your phone's own camera at the poster" in phone.text
    assert not phone.page.locator("#scan-start").is_visible()
    phone.page.locator("[name=typed]").fill("1234 5678 9")
    phone.page.get_by_role("button", name="Continue", exact=True).click()
    phone.page.wait_for_load_state()
    assert phone.page.locator("[name=typed]").input_value() == "1234 5678 9"


# ---- a real camera, as far as a machine without one has any ----


def test_a_camera_of_the_browsers_own_is_opened_and_read(chromium, server, venue, tmp_path):
    film = tmp_path / "film.mjpeg"
    scene = Image.open(io.BytesIO(photo(f"{server}/V/{venue}".upper()))).resize((1280, 960))
    frame = io.BytesIO()
    scene.save(frame, "JPEG", quality=85)
    film.write_bytes(frame.getvalue() * 2)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=program_called("chromium"),
        args=[*QUIET, *flags, f"--use-file-for-fake-video-capture={film}"],
    )
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server}/scan?lang=en")
    page.locator("#scan-start").click()
    page.wait_for_url(f"**/V/{venue}?lang=en", wait_until="commit")
    browser.close()

"""The app that a phone keeps: its manifest, its service worker and its pages without a network."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from app.web import phone_app, static_files, words
from app.web.bundles import BundleBroken


def kept_files(reader):
    return json.loads(re.search(r"const FILES=(\[.*?\]);", reader.get("/sw.js").text)[1])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_manifest_speaks_the_language_of_the_page(reader, language):
    reader.language = language
    answer = reader.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    assert answer.headers["cache-control"] == "no-cache"
    told = answer.json()
    _ = words.gettext(language)
    assert (told["id"], told["scope"], told["display"], told["start_url"]) == ("/", "/", "standalone", "/")
    assert (told["lang"], told["name"]) == (language, _("Ghé: check in by scanning"))
    assert [shortcut["url"] for shortcut in told["shortcuts"]] == ["/scan", "/my"]


def test_a_chosen_language_stays_when_the_app_is_opened(reader):
    told = reader.get("/manifest.webmanifest?lang=en").json()
    assert told["start_url"] == "/?lang=en"
    assert told["shortcuts"][0]["url"] == "/scan?lang=en"
    assert told["id"] == "/"  # or the other language would be another app


def test_the_icons_are_as_large_as_the_manifest_says(reader):
    icons = reader.get("/manifest.webmanifest").json()["icons"]
    drawn = [icon for icon in icons if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in drawn} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in drawn:
        picture = Image.open(BytesIO(reader.get(icon["src"]).content)).convert("RGB")
        assert "{}x{}".format(*picture.size) == icon["sizes"]
    assert reader.get(icons[-1]["src"]).headers["content-type"] == "image/svg+xml"


def test_a_maskable_icon_keeps_its_sign_inside_the_circle_that_phones_leave(reader):
    [icon] = [
        i for i in reader.get("/manifest.webmanifest").json()["icons"] if i.get("purpose") == "maskable"
    ]
    picture = Image.open(BytesIO(reader.get(icon["src"]).content)).convert("L")
    side = picture.width
    ground = picture.getpixel((0, 0))
    drawn = [
        (x, y) for x in range(0, side, 4) for y in range(0, side, 4) if picture.getpixel((x, y)) > ground + 40
    ]
    assert len(drawn) > 500
    furthest = max(((x - side / 2) ** 2 + (y - side / 2) ** 2) ** 0.5 for x, y in drawn)
    assert furthest <= 0.4 * side


def test_the_worker_keeps_files_that_there_are_and_pages_of_nobody(reader):
    files = kept_files(reader)
    assert static_files.address("ghe.css") in files
    assert static_files.address("phone/door.js") in files
    assert [path for path in files if not path.startswith("/static/")] == [
        f"/shell{kind}?lang={lang}" for kind in ("", "/home", "/scan") for lang in ("vi", "en")
    ]
    for path in files:
        assert reader.get(path).status_code == 200, path
    assert not [path for path in files if "decoder" in path]


def test_the_worker_is_asked_for_anew_and_may_serve_the_whole_site(reader):
    answer = reader.get("/sw.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["content-security-policy"]
    assert 'VERSION=""' not in answer.text
    again = reader.get("/sw.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_page_or_file_is_another_version(monkeypatch):
    def version(*kept):
        return re.search(rb'VERSION="([0-9a-f]{16})"', phone_app._worker.__wrapped__(*kept))[1]

    before = version(b"page")
    assert version(b"page") == before
    assert version(b"another page") != before
    real = static_files.sources()
    monkeypatch.setattr(
        static_files, "sources", lambda: real | {"phone/sw.js": real["phone/sw.js"] + b"\nlet more;"}
    )
    assert version(b"page") != before


def test_a_worker_without_its_gaps_is_named(monkeypatch):
    real = static_files.sources()
    monkeypatch.setattr(static_files, "sources", lambda: real | {"phone/sw.js": b'const VERSION = "1";'})
    with pytest.raises(BundleBroken, match=r"sw\.js says const VERSION"):
        phone_app._worker.__wrapped__(b"page")


@pytest.mark.parametrize("path", ["/shell", "/shell/home", "/shell/scan"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_kept_page_is_the_same_for_everybody_and_at_every_hour(reader, other_reader, door, path, language):
    asked = f"{path}?lang={language}"
    other_reader.press(other_reader.open(door).form("/v/"))
    one, other = reader.get(asked), other_reader.get(asked)
    assert one.text == other.text
    assert f'<html lang="{language}"' in one.text
    assert "data-now" not in one.text  # a phone would set its clock by it days later
    assert one.headers["cache-control"] == "no-cache"
    plain = reader.get(asked, headers={"accept-encoding": "identity"})
    assert (one.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert plain.text == one.text


def test_there_is_no_other_kept_page(reader):
    assert reader.get("/shell/official").status_code == 404


def test_pages_say_the_time_of_the_server(reader, sqlite_client):
    [said] = re.findall(r'<html [^>]*data-now="(\d{13})"', reader.get("/").text)
    assert 0 <= int(said) - 1_795_402_800_000 < 600_000  # the clock of the tests, 2026-11-23 03:00 UTC


def test_the_page_at_a_door_asks_for_three_files_and_no_manifest(reader, door):
    head = reader.get(door).text.split("</head>")[0]
    named = re.findall(r'(?:href|src)="([^"]+)"', head)
    assert [path.rpartition("/")[2] for path in named] == ["ghe.css", "favicon.svg", "door.js"]
    assert '<link rel="manifest"' in reader.get("/").text  # elsewhere the app can be kept


def test_no_other_page_than_the_kept_ones_is_packed(reader, door):
    for path in (door, "/", "/my", "/notices"):
        assert "content-encoding" not in reader.get(path).headers, path


def test_the_start_page_is_whole_without_a_script(reader):
    page = reader.open("/")
    assert {"/scan", "/my", "/notices", "/venue/new", "/venue", "/release"} <= set(page.links())
    assert page.form("/t").fields == [("typed", "")]
    assert "Your visits" not in page.text

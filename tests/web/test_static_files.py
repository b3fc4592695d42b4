"""Style sheets and scripts: kept for ever at one address, packed once, joined from small modules."""

import gzip
import re

import pytest

from app.web import bundles, icons, static_files
from app.web.bundles import BundleBroken, bundle

ONE_YEAR = "public, max-age=31536000, immutable"


def versioned(name):
    return static_files.address(name)


def test_an_address_with_its_version_is_kept_for_ever_and_another_asked_for_anew(reader):
    assert re.fullmatch(r"/static/[0-9a-f]{16}/ghe\.css", versioned("ghe.css"))
    kept, plain = reader.get(versioned("ghe.css")), reader.get("/static/ghe.css")
    assert kept.headers["cache-control"] == ONE_YEAR
    assert plain.headers["cache-control"] == "no-cache"
    assert kept.content == plain.content == (static_files.FOLDER / "ghe.css").read_bytes()
    assert kept.headers["content-type"] == "text/css; charset=utf-8"


def test_a_page_from_before_an_update_finds_its_files_but_does_not_keep_them(reader):
    old = reader.get("/static/0123456789abcdef/ghe.css")
    assert old.status_code == 200
    assert old.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["nothing.css", "", "phone/sw.js", "../main.py", "..%2fmain.py", "0123456789abcdef/", "decoder.css"],
)
def test_nothing_else_is_served(reader, path):
    assert reader.get(f"/static/{path}").status_code == 404


def test_what_has_not_changed_is_not_sent_again(reader):
    first = reader.get("/static/ghe.css")
    again = reader.get("/static/ghe.css", headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert reader.get("/static/ghe.css", headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, br", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("*", True),
        ("br", False),
        ("", False),
        ("gzip;q=0", False),
    ],
)
def test_a_file_is_packed_for_browsers_that_unpack(reader, accepted, packed):
    answer = reader.get(versioned("ghe.css"), headers={"accept-encoding": accepted})
    assert answer.headers["vary"] == "accept-encoding"
    assert ("content-encoding" in answer.headers) == packed
    assert answer.content == static_files.body("ghe.css")
    assert answer.headers["etag"].endswith('-gzip"') == packed


def test_packing_gives_the_same_bytes_and_leaves_pictures_alone(reader):
    file = static_files._versioned()["ghe.css"]
    assert file.packed() == gzip.compress(file.body(), 9, mtime=0)
    picture = reader.get(versioned("icon-192.png"))
    assert "content-encoding" not in picture.headers
    assert picture.headers["content-type"] == "image/png"


def test_the_head_of_a_file_can_be_asked_for_alone(reader):
    answer = reader.request("HEAD", versioned("ghe.css"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, ONE_YEAR)


def test_the_decoder_of_the_installed_package_is_among_them(reader):
    answer = reader.get(versioned("decoder.js"))
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert b"Html5Qrcode" in answer.content
    assert reader.get("/static/decoder.js").content == answer.content


def test_a_package_without_its_file_is_named(monkeypatch):
    monkeypatch.setattr(static_files, "_DECODER", ("rjsmin", "html5-qrcode.min.js"))
    with pytest.raises(static_files.StaticFileMissing, match="rjsmin holds no html5-qrcode"):
        static_files._decoder()


def test_a_page_that_names_a_missing_file_is_told():
    with pytest.raises(static_files.StaticFileMissing, match=r"ghe\.scss"):
        static_files.address("ghe.scss")


def test_the_version_is_that_of_everything_served(monkeypatch):
    real = static_files.sources()
    version = static_files.version.__wrapped__
    assert version() == static_files.version()
    for changed in (
        real | {"ghe.css": real["ghe.css"] + b" "},
        real | {"decoder.js": b""},
        real | {"new.css": b""},
        {("x" + name if name == "map.js" else name): body for name, body in real.items()},
    ):
        monkeypatch.setattr(static_files, "sources", lambda changed=changed: changed)
        assert version() != static_files.version()


def test_every_script_of_the_phone_can_be_joined():
    names = [name for name in static_files._versioned() if name.startswith("phone/")]
    assert "phone/shell.js" in names
    for name in names:
        text = static_files.body(name).decode()
        assert not re.search(r"^(?:import|export)\b", text, re.MULTILINE), name


@pytest.mark.parametrize("name", sorted(icons.ICONS))
def test_an_icon_is_drawn_the_same_each_time(name):
    assert icons.ICONS[name]() == icons.ICONS[name]() == static_files.body(name)


# ---- joining ----

CLOCK = "export const TICK = 1000; // a second\nexport function tick() { return TICK; }\n"
SOURCES = {
    "clock.js": CLOCK,
    "face.js": 'import { tick } from "./clock.js";\nconst hand = 2;\n'
    "export async function face() {\n  const hand = 1;\n  return tick() + hand;\n}\n",
    "door.js": 'import {face} from "./face.js";\nimport {TICK, tick} from "./clock.js";\n'
    "face().then(() => tick() + TICK);\n",
}


def test_each_module_stands_once_and_before_those_that_need_it():
    joined = bundle("door.js", SOURCES)
    assert joined.count("function tick()") == 1
    assert joined.index("const TICK") < joined.index("async function face") < joined.index("face().then")
    assert not re.search(r"\b(?:import|export)\b|a second", joined)
    assert bundle("door.js", dict(reversed(SOURCES.items()))) == joined


def test_what_is_not_asked_for_stays_out():
    assert "hand" not in bundle("clock.js", SOURCES)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"door.js": 'import {a} from "./gone.js";'}, r"door\.js asks for gone\.js, which is missing"),
        ({"door.js": 'import {tock} from "./clock.js";'}, r"imports tock, which clock\.js does not export"),
        ({"door.js": 'import {hand} from "./face.js";'}, r"imports hand, which face\.js does not export"),
        (
            {"clock.js": 'import "./door.js";\n' + CLOCK},
            r"circle: door\.js > face\.js > clock\.js > door\.js",
        ),
        ({"door.js": 'import "./door.js";'}, r"circle: door\.js > door\.js"),
        (
            {"door.js": SOURCES["door.js"] + "const hand = 1;"},
            r"hand is declared in face\.js and in door\.js",
        ),
        ({"door.js": SOURCES["door.js"] + "let {a: hand, b} = {};"}, r"hand is declared in face\.js"),
        ({"door.js": "let a;\nfunction a() {}"}, r"a is declared in door\.js and in door\.js"),
        ({"door.js": 'import {\n  tick,\n} from "./clock.js";'}, r"door\.js:1: an import is one line"),
        ({"door.js": 'import {tick as tock} from "./clock.js";'}, r"door\.js:1: an import"),
        ({"door.js": 'import {tick} from "../clock.js";'}, r"door\.js:1: an import"),
        ({"door.js": "\nexport default 1;"}, r"door\.js:2: only function"),
        ({"door.js": "export { a };"}, r"door\.js:1: only function"),
    ],
)
def test_what_breaks_the_form_is_a_named_error(changes, complaint):
    with pytest.raises(BundleBroken, match=complaint):
        bundle("door.js", SOURCES | changes)


def test_an_unknown_entry_is_named():
    with pytest.raises(BundleBroken, match=r"a page asks for nothing\.js"):
        bundles.bundle("nothing.js", SOURCES)

import re
from hashlib import sha256
from pathlib import Path

import pytest
from folium.elements import JavascriptLink

import app.web
import maps
from maps import assets
from maps.figure import OfflineFigure
from maps.layers import LeanMap
from tests.maps import drawn_map

EXTERNAL = re.compile(rb"""url\(\s*["']?(?:[a-z]+:)?//""")
ASKED = re.compile(
    rb"""(?:\b(?:src|href|action|data|poster|srcset)\s*=|(?<!new )url\(|@import)\s*["']?\s*(?:[a-z]+:)?(?://|\\\\)""",
    re.IGNORECASE,
)
"""An address of another host where a browser would ask for it; `new URL(` in a script asks for nothing."""
ADDRESS = re.compile(rb"(?:https?:)?//[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}[^\s\"'<>)]*")
NOT_ASKED = {
    b"http://www.w3.org/2000/svg": "names a language",
    b"https://leafletjs.com": "in Leaflet's credit, which is switched off: our credits are text",
}
UNUSED = {
    b"images/layers.png": "leaflet-control-layers",
    b"images/layers-2x.png": "leaflet-control-layers",
    b"images/marker-icon.png": "leaflet-default-icon-path",
    b"#default#VML": "lvml",
}
"""What Leaflet's sheet names beside itself, and the class of the elements that alone would ask for it."""
STATIC = Path(app.web.__file__).parent / "static"


def test_every_asset_has_the_hash_in_the_manifest():
    for url, packaged in assets.MANIFEST.items():
        if packaged.sha256:
            assert sha256(assets.asset_for(url).body).hexdigest() == packaged.sha256


def test_only_our_own_files_are_without_a_hash():
    assert {p.package for p in assets.MANIFEST.values() if p.sha256 is None} == {"maps"}


def test_an_asset_is_found_by_the_name_a_document_uses():
    for name in maps.asset_names():
        assert maps.asset(name).name == name
        assert re.fullmatch(r"[a-z_]+\.[0-9a-f]{12}\.(js|css)", name)


@pytest.mark.parametrize("name", ["leaflet.js", "../_verbatim.py", "", "leaflet.000000000000.js"])
def test_no_other_name_is_served(name):
    with pytest.raises(maps.UnmappedAsset):
        maps.asset(name)


def test_a_changed_file_is_refused(monkeypatch):
    url = assets.LEAFLET_JS[1]
    packaged = assets.MANIFEST[url]
    changed = assets.Packaged(packaged.package, packaged.path, packaged.media_type, "0" * 64)
    monkeypatch.setitem(assets.MANIFEST, url, changed)
    with pytest.raises(assets.AssetChanged):
        assets.asset_for.__wrapped__(url)


def test_a_link_nobody_packaged_is_refused_and_changes_no_class():
    figure = OfflineFigure(asset_base="/a/", nonce="n" * 16, lang="vi", title="t")
    page = LeanMap().add_to(figure)
    figure.header.add_child(JavascriptLink("https://cdn.example/evil.js"))
    with pytest.raises(maps.UnmappedAsset, match="evil"):
        figure.render()
    assert page.default_js != LeanMap.default_js


def test_stylesheets_name_no_other_host():
    sheets = [maps.asset(name).body for name in maps.asset_names() if name.endswith(".css")]
    assert len(sheets) == 2
    assert not any(EXTERNAL.search(sheet) for sheet in sheets)


@pytest.mark.parametrize("sheet", [b"url(//x.test/a.woff)", b'url( "https://x.test/a")'])
def test_the_pattern_sees_other_hosts(sheet):
    assert EXTERNAL.search(sheet)


def test_everything_a_sheet_names_is_inside_it_or_of_elements_that_no_map_has():
    sheets = b"".join(maps.asset(name).body for name in maps.asset_names() if name.endswith(".css"))
    named = {found.strip(b" \"'") for found in re.findall(rb"url\(([^)]*)\)", sheets)}
    assert {name for name in named if not name.startswith(b"data:")} == set(UNUSED)
    ours = "".join(assets.asset_for(key).body.decode() for _, key in assets.OWN_JS)
    document = maps.document(drawn_map.case_map(), nonce="n" * 16, asset_base="/maps/")
    for used in UNUSED.values():
        assert used not in ours + document
    assert not re.search(r"control\.layers|L\.icon|Icon\.Default", ours)


def test_scripts_name_no_other_host_that_a_map_would_ask():
    scripts = [maps.asset(name).body for name in maps.asset_names() if name.endswith(".js")]
    assert {found for script in scripts for found in ADDRESS.findall(script)} == set(NOT_ASKED)
    assert not [script for script in scripts if ASKED.search(script) and b"leafletjs.com" not in script]
    assert LeanMap().options["attribution_control"] is False


@pytest.mark.parametrize("make", ["document", "svg"])
def test_no_output_names_another_host_where_it_would_be_asked(make):
    drawn = drawn_map.case_map(
        venues=[maps.Venue("v", 106.1, 10.1, 3)], labels=[maps.Label("Biển Đông", 106.2, 10.1)]
    )
    if make == "svg":
        made = re.sub(rb'xmlns(:\w+)?="[^"]*"', b"", maps.picture(drawn, form="svg"))  # names of languages
    else:
        made = maps.document(drawn, nonce="n" * 16, asset_base="/maps/").encode()
    assert ADDRESS.findall(made) == []
    assert not ASKED.search(made)


def test_no_sheet_or_script_of_the_pages_around_asks_another_host():
    files = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert len(files) >= 4
    for path in files:
        body = path.read_bytes()
        assert not ASKED.search(body), path
        assert set(ADDRESS.findall(body)) <= {b"http://www.w3.org/2000/svg"}, path


@pytest.mark.parametrize(
    "asked",
    [
        b'<script src="//x.test/a.js">',
        b"<link href='https://x.test/a'>",
        b"url( //x.test/a)",
        b'@import "http://x.test"',
    ],
)
def test_the_pattern_sees_what_a_browser_would_ask(asked):
    assert ASKED.search(asked)


def test_our_scripts_write_no_html():
    script = "".join(assets.asset_for(key).body.decode() for _, key in assets.OWN_JS)
    assert "textContent" in script
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|bindPopup|bindTooltip|new Function"
    )
    assert not re.search(sinks, script)

import re
from hashlib import sha256

import pytest
from folium.elements import JavascriptLink

import maps
from maps import assets
from maps.document import OfflineFigure
from maps.layers import LeanMap

EXTERNAL = re.compile(rb"""url\(\s*["']?(?:[a-z]+:)?//""")


def test_every_asset_has_the_hash_in_the_manifest():
    for url, packaged in assets.MANIFEST.items():
        if packaged.sha256:
            assert sha256(assets.asset_for(url).body).hexdigest() == packaged.sha256


def test_only_our_own_files_are_without_a_hash():
    assert {p.package for p in assets.MANIFEST.values() if p.sha256 is None} == {"maps"}


def test_an_asset_is_found_by_the_name_a_document_uses():
    for name in maps.asset_names():
        assert maps.asset(name).name == name
        assert re.fullmatch(r"[a-z]+\.[0-9a-f]{12}\.(js|css)", name)


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


def test_our_script_writes_no_html():
    script = assets.asset_for(assets.OWN_JS[1]).body.decode()
    assert "textContent" in script
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|bindPopup|bindTooltip|new Function"
    )
    assert not re.search(sinks, script)

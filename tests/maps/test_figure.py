import folium
import pytest

import maps
from maps.figure import OfflineFigure
from maps.layers import LeanMap


def figure(**changes):
    return OfflineFigure(**{"asset_base": "/a/", "nonce": "n" * 16, "lang": "vi", "title": "t"} | changes)


@pytest.mark.parametrize("base", ["//cdn.example/", "https://cdn.example/", "static/", "/static", '/"x/', ""])
def test_assets_come_from_a_path_of_this_site(base):
    with pytest.raises(ValueError, match="path of this site"):
        figure(asset_base=base)


@pytest.mark.parametrize(
    "nonce", ["", "short", 'x" onload="' + "y" * 16, "n" * 16 + "\n", "n" * 16 + " 'unsafe-inline'"]
)
def test_a_nonce_is_base64(nonce):
    with pytest.raises(ValueError, match="nonce"):
        figure(nonce=nonce)


def test_header_markup_of_stock_elements_is_refused():
    page = figure()
    LeanMap().add_to(page)
    assert page.render()
    folium.Element("<style>@import url(https://cdn.example/)</style>").add_to(page.header)
    with pytest.raises(maps.UnmappedAsset, match="header markup"):
        page.render()


def test_links_of_stock_elements_are_refused():
    page = figure()
    folium.Map(tiles=None).add_to(page)
    with pytest.raises(maps.UnmappedAsset, match="jquery"):
        page.render()


def test_the_policy_allows_nothing_inline_without_the_nonce():
    policy = dict(part.strip().split(" ", 1) for part in maps.content_security_policy("N" * 16).split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'nonce-{'N' * 16}'",
        "style-src": f"'self' 'nonce-{'N' * 16}'",
        "img-src": "'self' data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }

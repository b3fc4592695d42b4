import contextlib
import copy
import importlib.metadata
import pickle
import re
import subprocess
import sys

import branca.element
import folium
import folium.plugins
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import _verbatim
from maps.layers import Drawn, LeanMap

CANARY = "{{7*7}}"
LITERAL = re.compile(r"(\{|\\u007b){2}7\*7")


def everyday_map():
    """Stock layers with ordinary words; random ids replaced by their order of appearance."""
    page = folium.Map(tiles=None)
    folium.Marker([1, 2], popup="Chợ Bến Thành", tooltip="quán cà phê").add_to(page)
    folium.FeatureGroup("lớp một\r\nlớp hai\n").add_to(page)
    folium.LayerControl().add_to(page)
    seen = {}
    number = lambda found: str(seen.setdefault(found[0], len(seen)))  # noqa: E731
    return re.sub(r"[0-9a-f]{32}", number, page.get_root().render())


@pytest.fixture
def unrepaired(monkeypatch):
    """branca as it is installed, for the length of a with statement."""

    @contextlib.contextmanager
    def undone():
        with monkeypatch.context() as patch:
            patch.setattr(branca.element.Element, "__init__", _verbatim._compiling_init)
            yield

    return undone


STOCK = {
    "tooltip": lambda page: folium.Marker([0, 0], tooltip=CANARY).add_to(page),
    "popup": lambda page: folium.Marker([0, 0], popup=CANARY).add_to(page),
    "parsed popup": lambda page: folium.Marker([0, 0], popup=folium.Popup(CANARY, parse_html=True)).add_to(
        page
    ),
    "icon": lambda page: folium.Marker([0, 0], icon=folium.DivIcon(CANARY)).add_to(page),
    "layer name": lambda page: (folium.FeatureGroup(CANARY).add_to(page), folium.LayerControl().add_to(page)),
    "geojson property": lambda page: folium.GeoJson(
        {
            "type": "Feature",
            "properties": {"name": CANARY},
            "geometry": {"type": "Point", "coordinates": [0, 0]},
        },
        marker=folium.CircleMarker(),
    ).add_to(page),
    "cluster rows": lambda page: folium.plugins.FastMarkerCluster([[0, 0, CANARY]]).add_to(page),
}


@pytest.mark.parametrize("add", STOCK.values(), ids=STOCK)
def test_stock_layers_print_the_canary(add):
    page = folium.Map(tiles=None)
    add(page)
    assert LITERAL.search(page.get_root().render())


def test_our_layers_print_the_canary():
    page = LeanMap()
    layer = Drawn("areas")
    layer.draws = CANARY  # no caller can do this; if one ever does, it is still only text
    layer.add_to(page)
    assert f'caseMap.draw("{CANARY}", ' in page.get_root().render()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])  # noqa: S301
def test_copies_print_the_canary(copied):
    assert copied(branca.element.Element(CANARY)).render() == CANARY


def test_every_payload_is_printed(payload):
    assert branca.element.Element(payload).render() == payload


@given(st.text().filter(lambda text: "{" not in text))
def test_text_without_templates_renders_as_jinja_would(text):
    assert branca.element.Element(text).render() == jinja2.Template(text).render()


def test_an_everyday_map_is_unchanged(unrepaired):
    repaired = everyday_map()
    with unrepaired():
        assert everyday_map() == repaired


@pytest.mark.parametrize("add", STOCK.values(), ids=STOCK)
def test_without_the_repair_stock_layers_run_the_canary(add, unrepaired):
    page = folium.Map(tiles=None)
    add(page)
    with unrepaired():
        assert not LITERAL.search(page.get_root().render())


def test_without_the_repair_the_canary_runs():
    script = "from branca.element import Element; print(Element('{{7*7}}').render())"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "49"


def test_the_check_refuses_when_the_repair_is_undone(monkeypatch):
    monkeypatch.setattr(branca.element.Element, "__init__", _verbatim._compiling_init)
    with pytest.raises(_verbatim.TemplatesStillRun):
        _verbatim.check_canary()


def test_the_check_refuses_when_only_copies_run(monkeypatch):
    monkeypatch.setattr(branca.element.Element, "__setstate__", _verbatim._compiling_setstate)
    with pytest.raises(_verbatim.TemplatesStillRun):
        _verbatim.check_canary()


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(_verbatim, "version", lambda _name: "0.21.0")
    with pytest.raises(_verbatim.UntestedLibrary, match=r"0\.21\.0"):
        _verbatim.check_versions()


def test_the_installed_versions_are_the_tested_ones():
    assert {name: importlib.metadata.version(name) for name in _verbatim.TESTED} == _verbatim.TESTED


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])  # noqa: S301
def test_a_name_beside_a_text_is_ignored_as_branca_does(copied):
    """geopandas names the legend of `explore` so, and branca has no template of that name."""
    element = copied(branca.element.Element(CANARY, "legend"))
    assert element.render() == CANARY
    assert element._template_name == "legend"

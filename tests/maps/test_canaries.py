"""No element of folium runs the text it is given: every class of the installed version, all of its text."""

import ast
import copy
import inspect
import json
import pickle
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import branca
import folium
import pytest

import maps  # noqa: F401  # makes text literal; without it every test here fails
from maps.figure import OfflineFigure
from maps.layers import Drawn
from tests.maps import canary_layers as layers

ALL = layers.BUILDERS | layers.OTHERS
STOCK_PRINTS = {"branca.element.CssLink", "branca.element.Html", "branca.element.JavascriptLink"}
"""Alone these never reach the second compilation; inside a popup (which is among the classes) they do."""
COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda page: pickle.loads(pickle.dumps(page))}  # noqa: S301
NOT_PICKLED = {  # they hold functions of folium's, of geopandas' or of the table's own
    "folium.features.Choropleth",
    "folium.features.GeoJson",
    "folium.features.TopoJson",
    "geopandas.GeoDataFrame.explore",
}


def test_every_class_of_the_installed_folium_has_a_canary_or_a_reason():
    known = {**layers.BUILDERS, **layers.WITHOUT_TEXT}
    assert len(known) == len(layers.BUILDERS) + len(layers.WITHOUT_TEXT), "both a canary and a reason"
    assert set(layers.elements()) == set(known)


@pytest.mark.parametrize("kind", layers.CANARIES)
@pytest.mark.parametrize("build", ALL.values(), ids=ALL)
def test_every_place_prints_the_canary(build, kind):
    say = layers.Sinks(layers.CANARIES[kind])
    page = layers.readable(layers.page_of(build, say).render())
    assert say.names
    assert say.ran(page, layers.result(kind)) == []
    assert say.lost(page) == []


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("name", ALL)
def test_copies_of_whole_pages_print_the_canary(name, how):
    if how == "pickle" and name in NOT_PICKLED:
        with pytest.raises(AttributeError, match="Can't pickle"):
            pickle.dumps(layers.page_of(ALL[name], layers.Sinks("")))
        return
    say = layers.Sinks(layers.CANARIES["expression"])
    page = layers.readable(COPIES[how](layers.page_of(ALL[name], say)).render())
    assert (say.ran(page, "49"), say.lost(page)) == ([], [])


def test_our_own_elements_take_no_data_and_print_what_they_are_given():
    parameters = {
        kind.__name__: set(inspect.signature(kind).parameters)
        for kind in vars(sys.modules["maps.layers"]).values()
        if inspect.isclass(kind) and kind.__module__ == "maps.layers" and issubclass(kind, folium.Map | Drawn)
    }
    assert parameters["LeanMap"] == set()
    assert parameters["Drawn"] == {"draws"}
    canary = layers.CANARIES["global"]
    figure = OfflineFigure(asset_base="/a/", nonce="n" * 16, lang=canary, title=canary)
    figure.above = figure.below = figure.data = canary
    figure.script.add_child(branca.element.Element(canary))
    figure.html.add_child(branca.element.Element(canary))
    assert figure.render().count(canary) == 7


@pytest.fixture(scope="module")
def stock():
    """Where the canaries run in a process that never loaded the repair."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.maps.canary_layers"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize("kind", layers.CANARIES)
def test_without_the_repair_the_same_canaries_run(stock, kind):
    assert set(stock) == set(ALL)
    assert {name for name, places in stock.items() if not places[kind]} == STOCK_PRINTS


def compiled():
    """Every text that folium, branca or the map drawing of geopandas compiles as a template."""
    roots = [Path(package.__file__).parent for package in (folium, branca)]
    files = [path for root in roots for path in root.rglob("*.py")]
    files.append(Path(find_spec("geopandas").origin).parent / "explore.py")
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
                "Template",
                "from_string",
                "compile_expression",
            }:
                yield path.name, node.args[0]


def constant(node):
    """Text that stands in the source, or was joined from such and from the class's own."""
    if isinstance(node, ast.BinOp):
        return constant(node.left) and constant(node.right)
    return isinstance(node, ast.Constant) or ast.unparse(node) == "GeoJsonDetail.base_template"


def test_nothing_else_compiles_data():
    """The repair closes two calls of branca's; all others compile text that stands in the package."""
    found = list(compiled())
    assert len(found) > 80
    assert sorted((name, ast.unparse(text)) for name, text in found if not constant(text)) == [
        ("element.py", "state['_template_str']"),
        ("element.py", "template"),
        ("explore.py", "head"),  # a constant of the function
    ]

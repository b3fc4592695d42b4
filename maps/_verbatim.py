"""Closes a remote-code path in folium: text handed to branca is printed, never run as a template.

branca renders an element's macro and compiles the *result*, data included, as a Jinja template once
more, outside any sandbox. A venue called `{{7*7}}` then reads 49, and worse names run commands. Here
the only two places that compile such text are replaced; a benign map renders to the same bytes.

What this costs: `branca.element.Div` (subplots) really does pass a template as text and will print it.
Nothing in this library uses it.
"""

import copy
import re
from importlib.metadata import version
from typing import Any

import folium
from branca.element import Element

TESTED = {"branca": "0.8.2", "folium": "0.20.0"}
CANARY = "{{7*7}}"
_NEWLINE = re.compile(r"\r\n|\r")
_compiling_init = Element.__init__
_compiling_setstate = Element.__setstate__


class UntestedLibrary(ImportError):
    """folium or branca is not the version this repair was tried on, so nobody knows what it closes."""


class TemplatesStillRun(ImportError):
    """The repair is in place and yet text was run as a template: no map may be made."""


class _Literal:
    """Stands where branca keeps its compiled template, and prints the text it was given."""

    def __init__(self, text: str) -> None:
        # Jinja unifies line ends and drops the last one; without that, benign maps would change.
        self._text = _NEWLINE.sub("\n", text).removesuffix("\n")

    def render(self, **_context: object) -> str:
        return self._text


def _init(element: Element, template: str | None = None, template_name: str | None = None) -> None:
    # A name beside a text is ignored, as branca does; it need not be one of branca's templates.
    _compiling_init(element, None, template_name if template is None else None)
    if template is not None:
        literal = _Literal(template)
        vars(element).update(_template_str=template, _template_name=template_name, _template=literal)


def _setstate(element: Element, state: dict[str, Any]) -> None:
    text = state["_template_str"]
    if text is None:
        _compiling_setstate(element, state)
    else:
        vars(element).update(state, _template=_Literal(text))


def check_versions() -> None:
    """Raise `UntestedLibrary` unless folium and branca are the tested versions."""
    for name, tested in TESTED.items():
        if (found := version(name)) != tested:
            raise UntestedLibrary(f"{name} {found} is installed; this repair was tested on {tested}")


def check_canary() -> None:
    """Raise `TemplatesStillRun` if `{{7*7}}` comes out of an element, a copy or a whole map as 49."""
    element = Element(CANARY)
    page = folium.Map(tiles=None)
    folium.Marker([0.0, 0.0], tooltip=CANARY).add_to(page)
    for text in (element.render(), copy.deepcopy(element).render(), page.get_root().render()):
        if CANARY not in text:
            raise TemplatesStillRun("branca ran text as a template")


check_versions()
for _name, _method in (("__init__", _init), ("__setstate__", _setstate)):
    setattr(Element, _name, _method)
check_canary()

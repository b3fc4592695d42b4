import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

import app.web.signs
from app.web.signs import sign_of

WEB = Path(app.web.signs.__file__).parent
CSS = (WEB / "static" / "ghe.css").read_text(encoding="utf-8")
STAFF = (WEB / "static" / "staff.css").read_text(encoding="utf-8")
DARK_RULE = "@media screen and (prefers-color-scheme: dark)"
TEXT, SHAPE = 4.5, 3.0


# Pairs that occur on a page, what is in front first.
TEXT_PAIRS = [
    *[
        (front, ground)
        for front in ("ink", "muted", "lead", "lead-hover", "checked", "attention", "danger", "info")
        for ground in ("paper", "wash")
    ],
    ("on-lead", "lead"),
    ("on-lead", "lead-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    ("on-slate", "slate"),
    ("on-slate-quiet", "slate"),
    ("sign-ink", "sign-paper"),
    *[(f"on-risk-{level}", f"risk-{level}") for level in (1, 2, 3, 4)],
]
SHAPE_PAIRS = [
    *[(front, ground) for front in ("edge", "focus") for ground in ("paper", "wash")],
    ("sign-paper", "slate"),
    *[(filled, "line") for filled in ("lead", "attention", "danger")],  # a bar on its track
]


def properties_of(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", block))


def scheme(name):
    light_block, dark_block = CSS.split(DARK_RULE, 1)
    light = properties_of(light_block)
    return light if name == "light" else light | properties_of(dark_block.split("/* ----", 1)[0])


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, SHAPE) for pair in SHAPE_PAIRS],
)
def test_text_and_shapes_stand_out_in_both_schemes(name, front, ground, least):
    colours = scheme(name)
    assert contrast(colours[front], colours[ground]) >= least


def test_every_property_used_is_defined():
    assert set(re.findall(r"var\(--([\w-]+)", CSS + STAFF)) <= set(scheme("light"))


def test_the_style_sheets_are_light_and_fetch_nothing():
    assert len(gzip.compress(CSS.encode())) <= 6_500  # with its page it is drawn first: see docs/phone.md
    assert len(gzip.compress(STAFF.encode())) <= 4_000
    assert not re.search(r"url\(|@import|@font-face", CSS + STAFF)


def test_only_citizens_do_without_the_style_sheet_of_staff():
    for page_class, has in (("citizen", False), ("citizen wide", True), ("venue", True), ("official", True)):
        html = ENVIRONMENT.from_string('{% extends "base.html" %}').render(GIVEN, page_class=page_class)
        assert ("staff.css" in html) == has, page_class


# ---- the parts, drawn once each ----

EVERY_PART = """
{% extends "base.html" %}
{% import "components.html" as c with context %}
{% block title %}Title{% endblock %}
{% block main %}
{{ c.error_summary(errors) }}
{{ c.receipt(hostile, hostile, "14:32", sign, hostile, date_text="23/11/2026") }}
{{ c.field("phone", hostile, hostile, hostile, hostile, maxlength=12, inputmode="tel", autocomplete="tel") }}
{{ c.textarea("why", "Why", hostile, error=hostile) }}
{{ c.select("ward", "Ward", [("1", hostile), ("2", "Two")], "2", prompt="Choose") }}
{{ c.radios("kind", "Kind", [("a", "A", ""), ("b", "B", hostile)], "b", error="Choose one") }}
{{ c.checkbox("agree", "Agree", hint=hostile, error="Tick this") }}
{{ c.date_field("day", "Day", "2026-11-23", minimum="2026-11-01", maximum="2026-11-30") }}
{{ c.date_parts("onset", "Onset", "23", "11", "2026", error="No such day") }}
{{ c.time_field("at", "At", "14:32") }}
{% call c.fieldset("Group", page_heading=true) %}x{% endcall %}
{% for kind in ("neutral", "info", "ok", "attention", "danger") %}{{ c.badge(hostile, kind) }}{% endfor %}
{% for kind in ("info", "ok", "attention", "danger") %}{{ c.banner(kind, hostile, hostile) }}{% endfor %}
{% for level in (1, 2, 3, 4) %}{{ c.risk_band(level, "Level") }}{% endfor %}
{% for number in (0, 8, 10, 11) %}{{ c.occupancy(number, 10, note=hostile) }}{% endfor %}
{{ c.occupancy(1, 0) }}{{ c.occupancy(1, none) }}
{{ c.summary_list([{"key": "Name", "value": hostile, "href": "/x", "action": "Change"}]) }}
{{ c.summary_list([{"key": "Name", "value": "Value"}]) }}
{{ c.case_header(hostile, "17", [("Onset", "21/11")], [("Confirmed", "danger")]) }}
{{ c.table(hostile, columns, [[hostile, 2]], row_headers=true) }}
{% call(row) c.table("Called", columns, [1]) %}{{ c.cell(row, columns[1]) }}{% endcall %}
{{ c.table("Empty", columns, []) }}
{{ c.parts([("Time", 0.5, hostile)]) }}
{{ c.timeline([{"title": "Done", "state": "done", "time": "09:00"}, {"title": "Next", "state": "next"}]) }}
{% call c.details("More") %}x{% endcall %}
{{ c.tabs([("/a", "A", true), ("/b", "B", false)], "Views") }}
{{ c.pagination("/next", "/") }}
{{ c.tags(["a", hostile]) }}
{{ c.empty_state("Nothing", "Text", "Act", "/act") }}
{% call c.buttons() %}{{ c.button("Go", name="do", value="go") }}{% endcall %}
{{ c.button("Link", "quiet", href="/x") }}
{% call c.action_bar() %}{{ c.button("Go") }}{% endcall %}
{% endblock %}
"""
HOSTILE = "<b onclick=x style=y>\"'"
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(WEB / "templates"), undefined=jinja2.StrictUndefined, autoescape=True
)
GIVEN = {
    "lang": "vi",
    "_": lambda message: f"[{message}]",
    "other_lang_url": "/?lang=en",
    "other_lang_name": "English",
    "static": "/static/{}".format,
}


class Page(HTMLParser):
    """What a test asks of a document: its elements with their attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def values(self, attribute):
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def every_part():
    html = ENVIRONMENT.from_string(EVERY_PART).render(
        GIVEN,
        page_class="official",
        nav=[("/", "Home", True)],
        person="A. Nguyễn",
        hotline="1900 0000",
        sign=sign_of(14),
        hostile=HOSTILE,
        columns=[{"label": "A", "sort": "ascending", "href": "/a"}, {"label": "B", "numeric": True}],
        errors=[("phone", "Enter a number")],
    )
    return Page(html)


def test_a_page_needs_only_four_words_from_its_caller():
    html = ENVIRONMENT.from_string('{% extends "base.html" %}').render(GIVEN)
    assert '<html lang="vi" class="citizen">' in html
    assert '<a class="language" href="/?lang=en" lang="en" hreflang="en">English</a>' in html


def test_nothing_needs_an_exception_from_the_content_security_policy(every_part):
    assert not {"style", "script", "b"} & {
        tag for tag, attributes in every_part.elements if "class" not in attributes
    }
    names = {name for _, attributes in every_part.elements for name in attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_links_between_parts_of_the_page_arrive(every_part):
    ids = every_part.values("id")
    assert len([tag for tag, _ in every_part.elements if tag == "main"]) == 1
    described = {name for value in every_part.values("aria-describedby") for name in value.split()}
    anchors = {href[1:] for href in every_part.values("href") if href.startswith("#")}
    assert described | anchors | set(every_part.values("for")) <= set(ids)


def test_the_title_says_that_there_is_an_error():
    html = ENVIRONMENT.from_string('{% extends "base.html" %}').render(
        GIVEN, errors=[("phone", "Enter a number")]
    )
    assert "<title>[Error:] " in html


@pytest.mark.parametrize("hour", range(24))
def test_every_sign_has_a_name_to_be_read_aloud(hour):
    template = '{% import "components.html" as c with context %}{{ c.sign_tile(sign) }}'
    html = ENVIRONMENT.from_string(template).render(GIVEN, sign=sign_of(hour))
    assert f"[Sign of the hour:] [{sign_of(hour).name_slug}]" in html
    assert sign_of(hour).path in html


def test_the_mark_is_the_same_drawing_everywhere():
    mark = (WEB / "static" / "mark.svg").read_text(encoding="utf-8")
    drawing = re.search(r'<path d="([^"]+)"', mark)[1]
    for template in ("base.html", "components.html"):
        assert drawing in (WEB / "templates" / template).read_text(encoding="utf-8")

"""Charts say the numbers they are given, fit every width, and take nothing from them as markup."""

import re
import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from app.web.charts import Chart, drawn, swatch

SVG = "{http://www.w3.org/2000/svg}"


def tree(chart):
    source = str(drawn(chart, lambda value: f"{value:g}"))
    return ET.fromstring(source.replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1))


def chart(**given):
    slots = max((len(v) for v in given.values() if isinstance(v, list)), default=3)
    labels = [f"d{n}" for n in range(slots)]
    return Chart(**{"id": "c", "title": "Cases", "summary": "Rising", "labels": labels} | given)


def marks(chart, kind):
    return [e for e in tree(chart).iter() if e.get("class") == f"chart-{kind}"]


def texts(chart):
    return ["".join(e.itertext()) for e in tree(chart).iter(f"{SVG}text")]


def test_bars_are_as_high_as_their_numbers():
    heights = [float(bar.get("height")) for bar in marks(chart(bars=[10.0, 40.0, 20.0]), "bar")]
    assert heights == [45, 180, 90]
    assert len(marks(chart(bars=[0.0, None, 4.0]), "bar")) == 1


def test_hollow_extensions_stand_on_the_bars_and_nothing_is_added_to_them():
    plain, both = chart(bars=[10.0, 40.0]), chart(bars=[10.0, 40.0], hollow=[20.0, None])
    assert [ET.tostring(bar) for bar in marks(plain, "bar")] == [
        ET.tostring(bar) for bar in marks(both, "bar")
    ]
    [bar, _] = marks(both, "bar")
    [hollow] = marks(both, "hollow")
    assert float(hollow.get("y")) + float(hollow.get("height")) == float(bar.get("y"))
    assert float(hollow.get("height")) == float(bar.get("height"))
    assert marks(chart(bars=[10.0], hollow=[10.0]), "hollow") == []


@pytest.mark.parametrize(
    ("highest", "axis"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (10, ["0", "5", "10"]),
        (43, ["0", "20", "40", "60"]),
        (1655, ["0", "500", "1000", "1500", "2000"]),
    ],
)
def test_the_axis_has_few_whole_numbers_and_holds_everything(highest, axis):
    drawing = chart(bars=[float(highest), 0.0, 0.0])
    assert texts(drawing)[: len(axis)] == axis
    assert all(float(bar.get("height")) <= 180 for bar in marks(drawing, "bar"))


@pytest.mark.parametrize(
    "given", [{"hollow": [9.0]}, {"whiskers": [(1.0, 9.0)]}, {"bands": [[(1.0, 9.0)]]}, {"level": 9.0}]
)
def test_the_axis_holds_what_is_higher_than_the_bars(given):
    values = [text for text in texts(chart(bars=[1.0], **given)) if text[0] != "d"]
    assert max(map(float, values)) >= 9 > max(map(float, texts(chart(bars=[1.0]))[:2]))


def test_marks_lie_inside_at_any_width():
    slots = 56
    drawing = chart(
        bars=[float(n) for n in range(slots)],
        whiskers=[(n, n + 2.0) for n in range(slots)],
        line=[float(n) for n in range(slots)],
    )
    for element in tree(drawing).iter():
        for name in ("x", "x1", "x2"):
            if (value := element.get(name)) and value.endswith("%"):
                assert 0 <= float(value[:-1]) <= 100
        if element.get("class") == "chart-bar":
            assert float(element.get("x")[:-1]) + float(element.get("width")[:-1]) <= 100
    [_, frame] = tree(drawing).iter(f"{SVG}svg")
    assert (frame.get("viewBox"), frame.get("preserveAspectRatio")) == ("0 0 56 224", "none")
    assert not list(frame.iter(f"{SVG}text"))


def test_a_gap_is_left_where_there_is_no_number():
    broken = chart(line=[1.0, None, 2.0, 3.0], bands=[[(0.5, 1.5), None, (1.0, 3.0), (2.0, 4.0)]])
    lines = [mark.get("d") for mark in marks(broken, "line")]
    assert len(lines) == len(marks(broken, "band-1")) == 2
    # The lonely one is a short line, not an invisible point.
    assert re.fullmatch(r"M0\.1 (\S+)L0\.5 \1L0\.9 \1", lines[0])
    assert len(marks(chart(line=[1.0, 2.0, 2.0, 3.0]), "line")) == 1


def test_it_is_named_for_those_who_do_not_see_it():
    root = tree(chart(bars=[1.0]))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "c-title c-text")
    named = {e.get("id"): e.text for e in root if e.get("id")}
    assert named == {"c-title": "Cases", "c-text": "Rising"}


def test_words_are_text_and_never_markup():
    hostile = "</title><script>alert(1)</script>&"
    source = drawn(chart(title=hostile, summary=hostile, bars=[1.0], labels=[hostile]), lambda _: hostile)
    assert isinstance(source, Markup)
    assert "<script" not in source
    assert source.count("&lt;script&gt;") >= 4


def test_three_days_are_written_at_most_and_the_ends_do_not_hang_out():
    root = tree(chart(bars=[1.0] * 56))
    named = [(e.get("class"), e.get("x"), e.text) for e in root.iter(f"{SVG}text") if e.get("class")]
    assert named == [
        ("chart-start", "0", "d0"),
        ("chart-end", "100%", "d55"),
        ("chart-middle", "49.107%", "d27"),
    ]
    assert [e.text for e in tree(chart(bars=[1.0])).iter(f"{SVG}text") if e.get("class")] == ["d0"]


@pytest.mark.parametrize("kind", ["bar", "hollow", "line", "level", "band-1", "band-2"])
def test_every_mark_has_a_sample_that_looks_like_it(kind):
    assert f'class="chart-{kind}"' in swatch(kind)
    assert 'aria-hidden="true"' in swatch(kind)

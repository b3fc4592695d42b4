"""Charts of days as SVG: no script, no picture, text that keeps its size on a phone and prints dark on white.

Everything stands on slots, one a day. Marks are placed in per cent, so that a chart is as wide as its page
and its text is not stretched; lines and bands, which cannot be, stand in a frame of their own that is.
Colours come from the style sheet, and no two marks differ by colour alone. Give the numbers as a table too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from markupsafe import Markup

_TOP, _HEIGHT, _FOOT = 20, 180, 24
_WHOLE: Final = _TOP + _HEIGHT + _FOOT
_STEPS: Final = (1, 2, 2.5, 5, 10)

T = TypeVar("T")

Slots = Sequence[float | None]
Ranges = Sequence[tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """One value or range a slot, None where there is none. What is not given is not drawn."""

    id: str
    """Of the element; unique on its page."""
    title: str
    summary: str
    """What somebody who cannot see it needs to know."""
    labels: Sequence[str]
    """Of the slots; the first, a middle and the last are written."""
    bars: Slots = ()
    hollow: Slots = ()
    """Tops of hollow extensions, from where the bars end."""
    whiskers: Ranges = ()
    bands: Sequence[Ranges] = ()
    """The widest first."""
    line: Slots = ()
    level: float | None = None
    """A value to compare with."""
    whole: bool = True
    """Whether only whole numbers stand at the axis."""


def drawn(chart: Chart, number: Callable[[float], str]) -> Markup:
    """The chart as an `svg` element; `number` writes a value in the reader's language."""
    top, ticks = _axis(_highest(chart), whole=chart.whole)
    parts = [
        Markup(
            '<svg class="chart" id="{0}" height="{1}" role="img" aria-labelledby="{0}-title {0}-text">'
        ).format(chart.id, _WHOLE),
        Markup('<title id="{0}-title">{1}</title><desc id="{0}-text">{2}</desc>').format(
            chart.id, chart.title, chart.summary
        ),
        *(_grid(tick, top) for tick in ticks),
        _stretched(chart, top),
        *_bars(chart, top),
        *([] if chart.level is None else [_rule(chart.level, top)]),
        *(_value(tick, top, number(tick)) for tick in ticks),
        *_labels(chart.labels),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def swatch(kind: str) -> Markup:
    """A sample of a kind of mark (bar, hollow, line, band-1, band-2, level) for the words beside a chart."""
    shape = {
        "line": Markup('<path class="chart-line" d="M0 7H20"/>'),
        "level": Markup('<line class="chart-level" x2="20" y1="7" y2="7"/>'),
    }.get(kind, Markup('<rect class="chart-{}" x="1" y="1" width="18" height="12"/>').format(kind))
    return Markup(
        '<svg class="swatch" width="20" height="14" aria-hidden="true" focusable="false">{}</svg>'
    ).format(shape)


def _highest(chart: Chart) -> float:
    values = [value for value in (*chart.bars, *chart.hollow, *chart.line, chart.level) if value is not None]
    ranges = [high for series in (chart.whiskers, *chart.bands) for pair in series if pair for high in pair]
    return max([*values, *ranges, 0])


def _axis(highest: float, *, whole: bool) -> tuple[float, list[float]]:
    """The end of the axis, and two to five values on it at a round distance."""
    rough = max(highest / 4, 1.0 if whole else 0.25)
    power = 10.0 ** math.floor(math.log10(rough))
    steps = (power * factor for factor in _STEPS)
    step = next(step for step in steps if step >= rough and not (whole and step % 1))
    count = max(math.ceil(highest / step - 1e-9), 1)
    return step * count, [step * n for n in range(count + 1)]


def _y(value: float, top: float) -> float:
    return round(_TOP + _HEIGHT * (1 - min(value, top) / top), 1)


def _grid(tick: float, top: float) -> Markup:
    return Markup('<line class="chart-grid" x2="100%" y1="{0}" y2="{0}"/>').format(_y(tick, top))


def _value(tick: float, top: float, label: str) -> Markup:
    return Markup('<text y="{}">{}</text>').format(round(_y(tick, top) - 4, 1), label)


def _bars(chart: Chart, top: float) -> list[Markup]:
    slots = len(chart.labels)
    width = 100 / slots
    parts = []
    for at, value in enumerate(chart.bars):
        if value:
            parts.append(_rect("bar", at, width, _y(value, top), _y(0, top)))
        hollow = chart.hollow[at] if at < len(chart.hollow) else None
        if hollow is not None and hollow > (value or 0):
            parts.append(_rect("hollow", at, width, _y(hollow, top), _y(value or 0, top)))
    for at, pair in enumerate(chart.whiskers):
        if pair:
            x = round((at + 0.5) * width, 3)
            parts.append(
                Markup('<line class="chart-whisker" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>').format(
                    x, _y(pair[0], top), _y(pair[1], top)
                )
            )
    return parts


def _rect(kind: str, at: int, width: float, high: float, low: float) -> Markup:
    return Markup('<rect class="chart-{}" x="{}%" y="{}" width="{}%" height="{}"/>').format(
        kind, round((at + 0.1) * width, 3), high, round(0.8 * width, 3), round(low - high, 1)
    )


def _rule(level: float, top: float) -> Markup:
    return Markup('<line class="chart-level" x2="100%" y1="{0}" y2="{0}"/>').format(_y(level, top))


def _stretched(chart: Chart, top: float) -> Markup:
    """Bands and line in units of slots, in a frame as wide as the chart."""
    paths = [
        Markup('<path class="chart-band-{}" d="{}"/>').format(number, _band(run, top))
        for number, ranges in enumerate(chart.bands, start=1)
        for run in _runs(ranges)
    ]
    paths += [
        Markup('<path class="chart-line" d="{}"/>').format(_line(run, top)) for run in _runs(chart.line)
    ]
    if not paths:
        return Markup("")
    return Markup(
        '<svg width="100%" height="{0}" viewBox="0 0 {1} {0}" preserveAspectRatio="none">{2}</svg>'
    ).format(_WHOLE, len(chart.labels), Markup("").join(paths))


def _runs(values: Sequence[T | None]) -> list[list[tuple[int, T]]]:
    """Neighbours that have a value, each with its slot."""
    runs: list[list[tuple[int, T]]] = []
    for at, value in enumerate(values):
        if value is None:
            continue
        if runs and runs[-1][-1][0] == at - 1:
            runs[-1].append((at, value))
        else:
            runs.append([(at, value)])
    return runs


def _across(run: Sequence[tuple[int, float]], top: float) -> list[tuple[float, float]]:
    """Points in the middle of the slots, level out to the edges of the first and the last."""
    points = [(at + 0.5, _y(value, top)) for at, value in run]
    (first, high), (last, low) = points[0], points[-1]
    return [(first - 0.4, high), *points, (last + 0.4, low)]


def _line(run: Sequence[tuple[int, float]], top: float) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in _across(run, top))


def _band(run: Sequence[tuple[int, tuple[float, float]]], top: float) -> str:
    above = _across([(at, high) for at, (_, high) in run], top)
    below = _across([(at, low) for at, (low, _) in run], top)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in [*above, *reversed(below)]) + "Z"


def _labels(labels: Sequence[str]) -> list[Markup]:
    """The first, the middle and the last, so that they never meet on a phone."""
    last = len(labels) - 1
    anchors = {0: ("start", "0"), last: ("end", "100%")}
    if last > 1:
        anchors[last // 2] = ("middle", f"{round((last // 2 + 0.5) * 100 / len(labels), 3)}%")
    return [
        Markup('<text class="chart-{}" x="{}" y="{}">{}</text>').format(anchor, x, _WHOLE - 6, labels[at])
        for at, (anchor, x) in anchors.items()
    ]

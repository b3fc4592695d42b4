"""The plots of the report, as SVG files that are the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.evaluation.study import RANKERS, Level
from app.evaluation.summary import Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS: Final = ("#0072B2", "#999999", "#E69F00", "#009E73")
"""Of Okabe and Ito's palette, which colour-blind readers can tell apart; markers differ too."""
_MARKERS: Final = ("o", "s", "^", "D")
_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "ghe",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.markersize": 3.5,
    "lines.linewidth": 1.2,
    "errorbar.capsize": 2,
}
_WIDE, _HIGH = 2.7, 2.3
"""Inches of a panel."""
_BESIDE = 0.9
"""Points of one level stand beside each other, or bars would hide bars."""


@contextmanager
def _panels(path: Path, rows: int, columns: int) -> Iterator[Any]:
    """Axes to draw on, saved without a date."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDE * max(columns, 2), _HIGH * rows + 0.6), layout="constrained")
        yield figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def by_level(summary: Summary, figure: str, words: str, path: Path) -> None:
    """One figure of every ranker against check-in compliance.

    A row of panels for each world, a column for each check-out compliance; bars are 95 % intervals.
    """
    worlds = _worlds(summary)
    outs = sorted({level.check_outs for world in worlds for level in summary.levels(world)})
    with _panels(path, len(worlds), len(outs)) as panels:
        for row, world in enumerate(worlds):
            for column, out in enumerate(outs):
                levels = [level for level in summary.levels(world) if level.check_outs == out]
                _lines(panels[row, column], summary, world, levels, figure)
                panels[row, column].set_title(f"{world}, {out:.0%} checked out")
            panels[row, 0].set_ylabel(words)
        for panel in panels[-1]:
            panel.set_xlabel("% of stays checked in")
        panels[0, 0].legend()


def _worlds(summary: Summary) -> list[str]:
    """Those seen at more than one level, in the order in which they were lived."""
    return [
        world for world in dict.fromkeys(name for name, _ in summary.cells) if len(summary.levels(world)) > 1
    ]


def _lines(panel: Axes, summary: Summary, world: str, levels: list[Level], figure: str) -> None:
    for place, (ranker, colour, marker) in enumerate(zip(RANKERS, _COLOURS, _MARKERS, strict=True)):
        at = [100 * level.compliance + _BESIDE * place for level in levels]
        means = [summary.mean(world, level, ranker.key, figure) for level in levels]
        half = [each.high - each.mean if np.isfinite(each.high) else 0.0 for each in means]
        panel.errorbar(
            at, [each.mean for each in means], half, color=colour, marker=marker, label=ranker.name
        )


def reliability(summary: Summary, path: Path) -> None:
    """Share infected against probability claimed, at the lowest level and the highest, on log axes."""
    worlds = _worlds(summary)
    with _panels(path, 1, len(worlds)) as panels:
        for panel, world in zip(panels[0], worlds, strict=True):
            panel.plot([1e-4, 1], [1e-4, 1], color="#666666", linestyle="--", label="perfect")
            for place, level in enumerate((summary.levels(world)[0], summary.levels(world)[-1])):
                _curve(panel, summary, world, level, 2 * place)
            panel.set(xscale="log", yscale="log", xlim=(3e-4, 1), ylim=(1e-4, 1), title=world)
            panel.set_xlabel("probability claimed")
            panel.legend()
        panels[0, 0].set_ylabel("share infected")


def _curve(panel: Axes, summary: Summary, world: str, level: Level, look: int) -> None:
    """With two standard errors of a count, classes without anybody infected left out."""
    curve = summary.curve(world, level)
    used = curve.happened > 0
    claimed, happened = (part[used] / curve.count[used] for part in (curve.claimed, curve.happened))
    error = 2 * happened / np.sqrt(curve.happened[used])
    below = np.minimum(error, happened * 0.99)  # a logarithm has no place for nothing
    panel.errorbar(
        claimed, happened, (below, error), color=_COLOURS[look], marker=_MARKERS[look], label=f"at {level}"
    )

"""The tables of the report, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from app.evaluation.paired import Estimate, Verdict
from app.evaluation.study import MIDDLE, RANKERS, Level, Study
from app.evaluation.summary import BASELINES, FIGURES, NAMES, OURS, Summary

_MAIN = ("recall", "precision_10", "precision_day_10", "auc", "source_3", "infector_1")
"""Printed level by level."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells."""
    head = list(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def cities(summary: Summary, study: Study) -> str:
    """How much there was to find."""
    words = []
    for world in study.worlds:
        lived = summary.cities(world)
        cases, infections = (sum(getattr(city, name) for city in lived) for name in ("cases", "infections"))
        words.append(f"{world.capitalize()} world: {cases:,} cases, {infections:,} infections to find")
    return "; ".join(words)


def verdicts(summary: Summary, world: str) -> str:
    """For each figure and baseline, at how many levels ours is ahead, tied and behind."""
    seen, rows = summary.levels(world), []
    for figure, words in FIGURES.items():
        row = [words]
        for baseline in BASELINES:
            found = [summary.ahead(world, level, baseline, figure).verdict for level in seen]
            row.append(" / ".join(str(found.count(verdict)) for verdict in Verdict))
        rows.append(row)
    return table(["levels ahead / tied / behind", *(NAMES[baseline] for baseline in BASELINES)], rows)


def not_ahead(summary: Summary, study: Study) -> str:
    """Every tie and every loss."""
    lines = [
        line
        for world in study.worlds
        for figure, words in FIGURES.items()
        for baseline in BASELINES
        for line in _not_ahead(summary, world, figure, baseline, f"{words}, {world}, {NAMES[baseline]}")
    ]
    return "\n".join(lines) or "None: ahead of every baseline, in every figure, at every level."


def _not_ahead(summary: Summary, world: str, figure: str, baseline: str, words: str) -> list[str]:
    found = {level: summary.ahead(world, level, baseline, figure) for level in summary.levels(world)}
    told = []
    for verdict in (Verdict.BEHIND, Verdict.TIED):
        of = [
            f"{level} ({_signed(each, figure)})" for level, each in found.items() if each.verdict is verdict
        ]
        if of:
            told.append(f"**{verdict.value}** at {'; '.join(of)}")
    return [f"- {words}: {', '.join(told)}"] if told else []


def calibration(summary: Summary, study: Study) -> str:
    """Brier score, its skill, and the sum of what is claimed over what happened."""
    rows = []
    for world in study.worlds:
        for level in summary.levels(world):
            brier, skill = (summary.mean(world, level, OURS, name) for name in ("brier", "brier_skill"))
            curve = summary.curve(world, level)
            happened = float(curve.happened.sum())
            ratio = f"{curve.claimed.sum() / happened:.2f}" if happened else "none happened"
            rows.append([world, str(level), f"{brier.mean:.5f}", _plain(skill), ratio])
    return table(["world", "level", "Brier score", "skill", "claimed / happened"], rows)


def parts(summary: Summary, study: Study) -> str:
    """All worlds at the middle level."""
    rows = [
        [
            world,
            ranker.name,
            *(_number(summary.mean(world, MIDDLE, ranker.key, figure).mean, figure) for figure in _MAIN),
        ]
        for world in dict.fromkeys((*study.worlds[:1], *study.parts, *study.worlds))
        if (world, MIDDLE) in summary.cells
        for ranker in RANKERS
    ]
    return table(["world", "way to trace", *(FIGURES[figure] for figure in _MAIN)], rows)


def levels(summary: Summary, world: str) -> str:
    """One table a figure: means of all, and differences."""
    head = ["level", *(ranker.name for ranker in RANKERS), *(f"ours less {NAMES[b]}" for b in BASELINES)]
    return _listed(summary, world) + "\n\n".join(
        f"### {FIGURES[figure].capitalize()}, {world} world\n\n"
        + table(head, [_row(summary, world, level, figure) for level in summary.levels(world)])
        for figure in _MAIN
    )


def _listed(summary: Summary, world: str) -> str:
    """How long the lists are: what a longer one finds must be called for."""
    rows = [
        [
            str(level),
            *(f"{summary.mean(world, level, r.key, 'listed_per_case').mean:.1f}" for r in RANKERS),
        ]
        for level in summary.levels(world)
    ]
    head = ["level", *(ranker.name for ranker in RANKERS)]
    return f"### People on the list of a case, {world} world\n\n{table(head, rows)}\n\n"


def _row(summary: Summary, world: str, level: Level, figure: str) -> list[str]:
    means = (summary.mean(world, level, ranker.key, figure) for ranker in RANKERS)
    apart = (summary.ahead(world, level, baseline, figure) for baseline in BASELINES)
    marks = {Verdict.AHEAD: "", Verdict.TIED: " tied", Verdict.BEHIND: " **behind**"}
    return [
        str(level),
        *(_number(each.mean, figure) for each in means),
        *(f"{_signed(each, figure)}{marks[each.verdict]}" for each in apart),
    ]


def _plain(each: Estimate) -> str:
    return f"{each.mean:+.3f} ({each.low:+.3f} to {each.high:+.3f})"


def _signed(each: Estimate, figure: str) -> str:
    mean, low, high = (_number(value, figure, "+") for value in (each.mean, each.low, each.high))
    return f"{mean}, {low} to {high}"


def _number(value: float, figure: str, sign: str = "") -> str:
    """Precision is low where few are infected, so it is told more finely."""
    places = 4 if figure.startswith("precision") else 3
    return f"{value:{sign}.{places}f}"

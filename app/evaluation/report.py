"""docs/evaluation.md with its plots, and all figures as a table for other programs."""

from __future__ import annotations

import csv
from pathlib import Path
from string import Template

from app.evaluation import plots
from app.evaluation.study import RANKERS, Study
from app.evaluation.summary import BASELINES, FIGURES, Summary
from app.evaluation.tables import calibration, cities, levels, not_ahead, parts, verdicts

_PLOTTED = {
    "recall": "infections listed",
    "precision_10": "precision of 10 calls",
    "auc": "ranking AUC",
    "source_3": "source in the first 3",
    "infector_1": "infector first",
}
_BESIDES = ("recall_all", "precision_day_20", "auc_city", "listed_per_case", "brier", "brier_skill")
"""Only in the CSV file."""
_PAGE = Path(__file__).with_name("page.md")


def write(summary: Summary, study: Study, folder: Path) -> Path:
    """Write everything under a folder; the same outcomes give the same bytes."""
    beside = folder / "evaluation"
    beside.mkdir(parents=True, exist_ok=True)
    for figure, words in _PLOTTED.items():
        plots.by_level(summary, figure, words, beside / f"{figure}.svg")
    plots.reliability(summary, beside / "reliability.svg")
    _csv(summary, beside / "levels.csv")
    page = folder / "evaluation.md"
    page.write_text(_page(summary, study), encoding="utf-8")
    return page


def _page(summary: Summary, study: Study) -> str:
    alts = {figure: f"{words} against the share of stays checked in" for figure, words in _PLOTTED.items()}
    worlds = study.worlds
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        people=f"{study.people:,}",
        days=study.days,
        seeds=f"{study.seeds[0]} to {study.seeds[-1]}",
        levels=len(study.levels),
        cities=cities(summary, study),
        verdicts="\n\n".join(f"## The {world} world\n\n{verdicts(summary, world)}" for world in worlds),
        plots="\n\n".join(f"![{alt}](evaluation/{figure}.svg)" for figure, alt in alts.items()),
        not_ahead=not_ahead(summary, study),
        calibration=calibration(summary, study),
        parts=parts(summary, study),
        tables="\n\n".join(levels(summary, world) for world in worlds),
    )


def _csv(summary: Summary, path: Path) -> None:
    """Every figure of every ranker, and our distance to each baseline."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["world", "compliance", "check_outs", "figure", "of", "mean", "low", "high", "cities"])
        for world, level in sorted(summary.cells):
            for name in (*FIGURES, *_BESIDES):
                each = {ranker.key: summary.mean(world, level, ranker.key, name) for ranker in RANKERS}
                each |= {f"ours-{b}": summary.ahead(world, level, b, name) for b in BASELINES}
                for of, value in each.items():
                    if value.count:
                        numbers = (f"{number:.6f}" for number in (value.mean, value.low, value.high))
                        row = [world, level.compliance, level.check_outs, name, of, *numbers, value.count]
                        out.writerow(row)

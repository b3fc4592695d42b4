"""docs/projection.md: what the projection of daily counts was worth on epidemics that are over."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Final

import numpy as np

from app.evaluation import renewal_curves
from app.evaluation.tables import table
from app.science.projection_scores import Curve, ScoredProjection, compared_scores, scored_projections
from app.science.published_curves import COVID, REPORTED, TUNING, PublishedCurve

_PAGE: Final = Path(__file__).with_name("projection.md")
_SIMULATED: Final[Mapping[str, Callable[[Sequence[int]], dict[str, Curve]]]] = {
    "peaks and declines": renewal_curves.peaks,
    "plateaus": renewal_curves.plateaus,
    "steady rises": renewal_curves.rises,
}
_HEAD = ("epidemic", "origins", "ours", "as last week", "steady growth", "in 50 %", "in 95 %")


class CountsRefused(ValueError):
    """A file of daily counts that cannot be read."""


def write(folder: Path, *, step: int, draws: int, seeds: Sequence[int], counts: Path | None = None) -> Path:
    """Score and write the page.

    Args:
        folder: Gets projection.md.
        step: Days from one origin to the next on the published epidemics; four times as many on the others.
        draws: Futures drawn by each method.
        seeds: Of the simulated epidemics.
        counts: A CSV file with columns `date` and `cases`, to add as a demonstration.

    Raises:
        CountsRefused: such a file without them.
    """
    published = scored_projections({c.name: c.curve for c in REPORTED}, step=step, draws=draws)
    simulated = {
        kind: scored_projections(made(seeds), step=4 * step, draws=draws) for kind, made in _SIMULATED.items()
    }
    shown = []
    if counts is not None:
        shown = scored_projections(
            {"2021, all wards": Curve(daily_counts(counts), COVID)}, step=step, draws=draws
        )
    page = folder / "projection.md"
    page.write_text(
        Template(_PAGE.read_text(encoding="utf-8")).substitute(
            published=_rows(published),
            against=_against({"published epidemics": published, **simulated}),
            demonstration=_rows(shown) if shown else "Not run: no file of counts was given.",
            sources=_sources(REPORTED),
            tuning=_sources(TUNING),
            seeds=f"{seeds[0]} to {seeds[-1]}",
            step=step,
            draws=draws,
        ),
        encoding="utf-8",
    )
    return page


def daily_counts(path: Path) -> np.ndarray:
    """Cases of every day from the first to the last, all places together.

    Raises:
        CountsRefused: no such columns, or a line that is no day and no whole number.
    """
    found: Counter[date] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if not {"date", "cases"} <= set(lines.fieldnames or ()):
            raise CountsRefused(f"{path.name}: columns 'date' and 'cases' are needed")
        for number, line in enumerate(lines, start=2):
            try:
                found[date.fromisoformat(line["date"])] += int(line["cases"])
            except ValueError:
                raise CountsRefused(f"{path.name}, line {number}: {line['date']}, {line['cases']}") from None
    if not found:
        raise CountsRefused(f"{path.name}: no line")
    first, last = min(found), max(found)
    return np.array([found[first + timedelta(days=n)] for n in range((last - first).days + 1)], dtype=float)


def _sources(curves: Sequence[PublishedCurve]) -> str:
    return "\n".join(f"- {curve.name}: {curve.source}" for curve in curves)


def _rows(scored: Sequence[ScoredProjection]) -> str:
    return table(
        _HEAD,
        (
            [
                row.name,
                str(row.origins),
                f"{row.ours:.2f}",
                f"{row.last_week:.2f}",
                f"{row.steady_growth:.2f}",
                f"{row.coverage_50:.2f}",
                f"{row.coverage_95:.2f}",
            ]
            for row in scored
        ),
    )


def _against(sets: Mapping[str, Sequence[ScoredProjection]]) -> str:
    rows = []
    for name, scored in sets.items():
        cells = [name]
        for ratios in ([r.to_last_week for r in scored], [r.to_steady_growth for r in scored]):
            found = compared_scores(ratios)
            cells += [
                f"{found.wins} / {found.ties} / {found.losses}",
                f"{found.ratio:.2f} ({found.low:.2f} to {found.high:.2f})",
            ]
        rows.append([*cells, f"{np.mean([row.coverage_95 for row in scored]):.2f}"])
    head = ["set", "last week: won / tied / lost", "ratio", "steady growth: won / tied / lost", "ratio"]
    return table([*head, "in 95 %"], rows)

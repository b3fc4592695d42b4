"""docs/tracing-effect.md: what tracing does to an outbreak, beside the published figures."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Final

from app.evaluation.tables import table
from app.simulation.branching_settings import Start
from app.simulation.tracing_effect import Effect, effect_table

_PAGE: Final = Path(__file__).with_name("effect.md")
_STARTS: Final = {
    Start.PUBLISHED: "as published",
    Start.POSITIVE_TEST: "a positive test",
    Start.ISOLATION: "isolation",
}


def write(folder: Path, *, runs: int, seed: int) -> Path:
    """Simulate all scenarios and write the page under a folder."""
    rows = effect_table(seed, runs)
    page = folder / "tracing-effect.md"
    page.write_text(
        Template(_PAGE.read_text(encoding="utf-8")).substitute(
            runs=f"{runs:,}",
            seed=seed,
            published=_rows([row for row in rows if row.start is Start.PUBLISHED]),
            fair=_rows([row for row in rows if row.start is not Start.PUBLISHED]),
        ),
        encoding="utf-8",
    )
    return page


def _rows(rows: list[Effect]) -> str:
    head = ("tracing", "contacts are sought from", "published", "ours", "standard error", "died out")
    return table(
        head,
        (
            [
                row.scenario,
                _STARTS[row.start],
                ", ".join(f"{value:.2f}" for value in row.published) or "none",
                f"{row.reproduction:.3f}",
                f"{row.standard_error:.3f}",
                f"{row.died_out:.0%}",
            ]
            for row in rows
        ),
    )

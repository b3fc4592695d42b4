"""What a benchmark found: a number with its unit, what it was measured beside, and what was wanted."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from app.cli.terminal import out


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. Ratios within a run carry over to other machines; digits do not."""

    bench: str
    """`ghe bench` so and so."""
    what: str
    value: float
    unit: str
    """/s, ms, s, MB, B, x ..."""
    least: float | None = None
    """What it should reach, where something was asked for."""
    most: float | None = None
    """What it should not go above."""

    @property
    def reached(self) -> bool | None:
        """Whether it is as was asked; None where nothing was."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )


def show(figures: Sequence[Figure]) -> None:
    """One table for people."""
    table = Table("bench", "what", "value", "asked for", "")
    for column in (2, 3):
        table.columns[column].justify = "right"
    for figure in figures:
        asked = f"≥ {_digits(figure.least)}" if figure.least is not None else ""
        asked = f"≤ {_digits(figure.most)}" if figure.most is not None else asked
        sign = {None: "", True: "yes", False: "NO"}[figure.reached]
        table.add_row(figure.bench, figure.what, f"{_digits(figure.value)} {figure.unit}", asked, sign)
    out.print(table)


def write(path: Path, figures: Sequence[Figure]) -> None:
    """The same for machines, with what was measured on and when."""
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "figures": [asdict(figure) | {"reached": figure.reached} for figure in figures],
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _digits(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"  # noqa: PLR2004 - three digits are enough

"""`python -m tests.reliability`: break everything, measure what is left, and write docs/reliability.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from app.cli.bench.figures import Figure
from app.cli.scratch_postgres import PostgresMissing
from app.store import sqlite
from tests.reliability.figures import FAULTS
from tests.reliability.place import Place

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEAD = """# What breaks, and what is kept

*Written by `python -m tests.reliability`. Do not edit: run it again.*

An acknowledgement means that the check-in is on disk, once. Here everything around that promise is broken
on purpose, and after each fault the database is held against the list of what was acknowledged: a visit
that was and is not there is *lost*; one that is there twice, a phone that became two persons, or a visit
that nobody sent is *doubled*. `make test` runs a small part of this, `make test-long` all of it; `--only
NAME` measures one fault.
"""


def main() -> int:
    """Measure; 1 where something asked for was not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--only", choices=FAULTS, help="measure this fault, print it and write nothing")
    only = parser.parse_args().only
    parts, missed = [HEAD, _machine()], 0
    for name, fault in FAULTS.items():
        if only not in {None, name}:
            continue
        began = time.monotonic()
        print(f"{fault.title} ...", flush=True)
        try:
            with Place() as place:
                figures = fault.measure(place)
        except (PostgresMissing, FileNotFoundError) as missing:
            parts.append(f"## {fault.title}\n\nNot measured: {missing}.\n")
            missed += 1
            continue
        missed += sum(figure.reached is False for figure in figures)
        parts.append(_section(fault.title, fault.how, figures, time.monotonic() - began))
        print(parts[-1], flush=True)
    if only is None:
        PAGE.write_text("\n".join(parts), encoding="utf-8")
    return 1 if missed else 0


def _machine() -> str:
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite.driver().sqlite_version}. "
        "Phones, service and database share the cores.\n"
    )


def _section(title: str, how: str, figures: list[Figure], seconds: float) -> str:
    rows = "\n".join(
        f"| {figure.what} | {_number(figure.value)} {figure.unit} | {_asked(figure)} |" for figure in figures
    )
    head = "| what | found | asked for |\n| --- | --: | --- |"
    return f"## {title}\n\n{how} ({seconds:.0f} s)\n\n{head}\n{rows}\n"


def _asked(figure: Figure) -> str:
    if figure.reached is None:
        return ""
    if figure.least is not None and figure.most == figure.least:
        asked = _number(figure.least)
    elif figure.least is not None:
        asked = f"at least {_number(figure.least)}"
    else:
        asked = f"at most {_number(figure.most or 0)}"
    return asked if figure.reached else f"{asked}: **not reached**"


def _number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())

"""docs/reliability.md: one section a fault, each renewed by itself, so that the page is its own memory."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from app.cli.bench.figures import Figure
from app.store import sqlite
from tests.reliability.faults import FAULTS, Fault

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEAD = """# What breaks, and what is kept

*Written by `python -m tests.reliability`. Do not edit: run it again, or `--only NAME` for one section.*

An acknowledgement means that the check-in is on disk, once. Here everything around that promise is broken
on purpose, and after each fault the database is held against the list of what was acknowledged: a visit
that was and is not there is *lost*; one that is there twice, or a phone that became two persons, is
*doubled*; *never sent* is a visit that nobody asked for. What was sent and not acknowledged may be there or
not: the phone sends it again, with the same id, until it is told. Lines that begin with *unsafe* are
controls: they show that a breach would have been seen.

`make test` runs a small part of this, `make test-long` all of it with smaller numbers of some. Speeds are
those of one machine that phones, service and database share; losses are not.
"""
TAIL = """## What is not covered

- The power of a machine under PostgreSQL is not cut: that its commits survive is PostgreSQL's promise, and
  the disk's. A disk that says *synced* and lies loses visits, as the control shows.
- No disk returns wrong bytes, no memory flips; no network between service and database is slow or cut in
  two; no standby is promoted.
- A clock that leaps by three days or less is believed: so many days end too early.
- Overload is measured in check-ins as JSON, as phones with scripts send them. A form is refused by a page,
  which costs about as much as the page of a receipt: a proxy has to limit how many come at once.
- Weeks of running, and requests slower than headers: docs/serving.md says what the proxy has to limit.
"""


def renew(measured: dict[str, str]) -> None:
    """Put these sections, by the name of their fault, into the page and leave the others as they are."""
    kept = _sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    parts = [HEAD]
    for name, fault in FAULTS.items():
        parts.append(measured.get(name) or kept.get(fault.title) or not_measured(fault, "not yet"))
    PAGE.write_text("\n".join([*parts, TAIL]), encoding="utf-8")


def section(name: str, figures: list[Figure], seconds: float) -> str:
    """A fault with its figures."""
    fault = FAULTS[name]
    rows = "\n".join(
        f"| {figure.what} | {_number(figure.value)} {figure.unit} | {_asked(figure)} |" for figure in figures
    )
    head = "| what | found | asked for |\n| --- | --: | --- |"
    by = f"`python -m tests.reliability --only {name}`, {_machine()}, {seconds:.0f} s:"
    return f"## {fault.title}\n\n{fault.how}\n\n{by}\n\n{head}\n{rows}\n"


def not_measured(fault: Fault, reason: str) -> str:
    """A fault without figures."""
    return f"## {fault.title}\n\n{fault.how}\n\nNot measured: {reason}.\n"


def _sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


def _machine() -> str:
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite.driver().sqlite_version}"
    )


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

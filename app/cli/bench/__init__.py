"""Measures what is claimed, in ratios within one run: these figures are this machine's at this hour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.bench import (
    check_ins,
    city,
    city_columns,
    engine,
    imports,
    load,
    maps,
    pages,
    posters,
    start,
    trace,
)
from app.cli.bench.figures import Figure, show, write

bench = typer.Typer(name="bench", help="Measure on scratch databases; nothing of yours is touched.")
_Json = Annotated[Path | None, typer.Option("--json", help="Also write the figures as JSON.")]


@bench.callback(invoke_without_command=True)
def everything(context: typer.Context, json: _Json = None) -> None:
    """Run them all, then print one table."""
    if context.invoked_subcommand is not None:
        return
    found: list[Figure] = []
    for measure in (check_ins.check_ins, trace.trace, engine.engine, posters.posters):
        found += measure()
    found += load.load(visits=500_000)
    found += maps.maps(growth=False)
    found += start.start()
    found += imports.imports(lines=20_000)
    found += pages.pages(scale=0.03, times=8, url="")
    show(found)
    if json is not None:
        write(json, found)


bench.command("check-ins")(check_ins.check_ins)
bench.command("trace")(trace.trace)
bench.command("load")(load.load)
bench.command("city")(city.city)
bench.command("city-columns")(city_columns.city_columns)
bench.command("engine")(engine.engine)
bench.command("posters")(posters.posters)
bench.command("maps")(maps.maps)
bench.command("pages")(pages.pages)
bench.command("start")(start.start)
bench.command("imports")(imports.imports)

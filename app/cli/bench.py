"""Measures what is claimed, in ratios within one run: these figures are this machine's at this hour."""

from __future__ import annotations

import typer

from app.cli.bench_check_ins import check_ins
from app.cli.bench_engine import engine
from app.cli.bench_maps import maps
from app.cli.bench_posters import posters
from app.cli.bench_trace import trace

bench = typer.Typer(name="bench", help="Measure on a scratch database; nothing of yours is touched.")


@bench.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """Run them all."""
    if context.invoked_subcommand is None:
        check_ins()
        trace()
        engine()
        posters()
        maps(growth=False)


bench.command("check-ins")(check_ins)
bench.command("trace")(trace)
bench.command("engine")(engine)
bench.command("posters")(posters)
bench.command("maps")(maps)

"""Marks the science on simulated cities whose truth is known."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import out, progress_bars
from app.evaluation import effect_page, projection_page, report
from app.evaluation.study import FULL, QUICK, TUNING, run
from app.evaluation.summary import Summary

evaluate = typer.Typer(name="evaluate", no_args_is_help=True, help="Mark the methods against known truths.")


@evaluate.callback()
def _group() -> None:
    """One command a method."""


@evaluate.command()
def tracing(
    folder: Annotated[Path, typer.Option("--out", help="Writes evaluation.md and evaluation/ here.")] = Path(
        "docs"
    ),
    quick: Annotated[
        bool, typer.Option(help="A few small cities: to try the command, not to conclude.")
    ] = False,
    tuning: Annotated[bool, typer.Option(help="Seeds 1 to 20, on which things are set.")] = False,
    processes: Annotated[int, typer.Option(min=1)] = os.cpu_count() or 1,
) -> None:
    """Whom to call, where cases were infected, and by whom: ours against three other ways to trace."""
    study = QUICK if quick else FULL
    if tuning:
        study = replace(study, seeds=tuple(TUNING))
    summary, cities = Summary(), study.cities
    with progress_bars() as show:
        show(0.0, "cities")
        for done, outcomes in enumerate(run(study, processes), 1):
            summary.add(outcomes)
            show(done / len(cities), f"{cities[done - 1][0]}, seed {cities[done - 1][1]}")
    out.print(f"Written: {report.write(summary, study, folder)}")


@evaluate.command()
def projection(
    folder: Annotated[Path, typer.Option("--out", help="Writes projection.md here.")] = Path("docs"),
    counts: Annotated[
        Path | None, typer.Option(help="Daily counts to show besides: CSV with columns date and cases.")
    ] = None,
    quick: Annotated[bool, typer.Option(help="Few origins and draws: to try the command.")] = False,
) -> None:
    """Fourteen days ahead from every day of past epidemics, against two baselines."""
    step, draws, seeds = (14, 60, range(101, 104)) if quick else (1, 400, range(101, 151))
    try:
        out.print(
            f"Written: {projection_page.write(folder, step=step, draws=draws, seeds=seeds, counts=counts)}"
        )
    except (projection_page.CountsRefused, FileNotFoundError) as refused:
        raise typer.BadParameter(str(refused), param_hint="--counts") from None


@evaluate.command()
def effect(
    folder: Annotated[Path, typer.Option("--out", help="Writes tracing-effect.md here.")] = Path("docs"),
    runs: Annotated[int, typer.Option(min=2, help="Outbreaks of each scenario.")] = 1000,
    seed: Annotated[int, typer.Option()] = 2021,
) -> None:
    """What tracing does to an outbreak: forward or both ways, two days back or six."""
    out.print(f"Written: {effect_page.write(folder, runs=runs, seed=seed)}")

"""Decisions on risk levels: see them, check and add one, enter how their criteria stand."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing import refusals, utc_now, writing
from app.domain.decisions_in_force import end_of, unverified
from app.domain.risk_criteria import WHOLE_CITY, Standing
from app.domain.risk_decision_files import read_decision, written_decision
from app.domain.risk_decisions import RiskDecision
from app.store import risk_decisions
from app.usecases.add_risk_decision import add_risk_decision
from app.usecases.set_risk_criterion import set_risk_criterion

levels = typer.Typer(
    name="risk-levels", no_args_is_help=True, help="The decisions that maps of levels go by."
)

File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A document as 'show' prints it.")
]
Slug = Annotated[str, typer.Argument(help="One of the names that 'ghe risk-levels list' prints.")]
Day = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day that it holds.")]


@levels.command("list")
def list_() -> None:
    """Every decision with its days and diseases, and how its criteria stand today."""
    with writing() as session:
        every = risk_decisions.decisions(session)
        standings = risk_decisions.standings(session, utc_now().date())
    for one in every:
        print(f"{one.slug:<20}{one.number:<18}{_days(one, every):<34}{', '.join(one.diseases)}")
        if waiting := unverified(one):
            print(f"  {len(waiting)} values to be verified: {', '.join(waiting)}")
        for criterion in one.criteria:
            found = standings.get((criterion.slug, WHOLE_CITY))
            own = sum(slug == criterion.slug and area != WHOLE_CITY for slug, area in standings)
            stands = "not set" if found is None else f"{found.value:g}{criterion.unit} since {found.since}"
            print(f"  {criterion.slug}: {stands}; wards with a value of their own: {own}")


@levels.command()
def show(slug: Slug) -> None:
    """Print a decision as a document: each number, and under `sources` where it is from."""
    with writing() as session:
        found = [one for one in risk_decisions.decisions(session) if one.slug == slug]
    if not found:
        sys.exit(f"There is no decision called {slug}. 'ghe risk-levels list' lists them.")
    print(json.dumps(written_decision(found[0]), ensure_ascii=False, indent=2))


@levels.command()
def check(file: File) -> None:
    """Say everything that is wrong with a document, and keep nothing."""
    with refusals("en"):
        found = read_decision(file.read_bytes())
    print(f"{found.slug}: nothing is wrong. Values to be verified: {len(unverified(found))}.")


@levels.command()
def add(file: File) -> None:
    """Keep a decision; it ends the one before it on its first day."""
    with refusals("en"), writing() as session:
        kept = add_risk_decision(session, file.read_bytes(), now=utc_now())
    print(f"{kept.decision.slug}, version {kept.version}: kept, in force from {kept.decision.valid_from}.")


@levels.command("set")
def set_(
    criterion: Annotated[str, typer.Argument(help="A criterion that 'ghe risk-levels list' prints.")],
    value: Annotated[float, typer.Argument(help="In its unit.")],
    since: Day,
    ward: Annotated[str, typer.Option(help="Code of one ward; without it: the whole city.")] = WHOLE_CITY,
) -> None:
    """Enter how a criterion stands from a day on; an earlier entry ends there."""
    standing = Standing(criterion, ward, since.date(), value)
    with refusals("en"), writing() as session:
        set_risk_criterion(session, standing, now=utc_now())
    where = f"ward {ward}" if ward else "the whole city"
    print(f"{criterion}: {value:g} for {where} from {standing.since}.")


def _days(one: RiskDecision, every: tuple[RiskDecision, ...]) -> str:
    ends: list[date] = [end for disease in one.diseases if (end := end_of(every, one, disease))]
    return f"{one.valid_from} to before {max(ends)}" if ends else f"from {one.valid_from}"

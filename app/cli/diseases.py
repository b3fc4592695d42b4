"""Disease profiles: see them, check and add one, choose which are traced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing import refusals, utc_now, writing
from app.domain.disease_files import written_disease
from app.domain.policy import Policy
from app.domain.retention import days_needed
from app.store import city, diseases
from app.usecases import activate_disease, add_disease, view_diseases
from app.usecases.read_profile import read_profile
from app.usecases.view_diseases import Profile

disease = typer.Typer(name="disease", no_args_is_help=True, help="The profiles by which cases are traced.")

File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A document as 'show' prints it.")
]
Slug = Annotated[str, typer.Argument(help="One of the names that 'ghe disease list' prints.")]


@disease.command("list")
def list_() -> None:
    """Every profile: whether it is active, where it is from, how long its tracing keeps visits."""
    with writing() as session:
        found = view_diseases.list_profiles(session)
        kept = city.policy(session).retention_days
    for profile in found:
        state = "active" if profile.active else "-"
        print(
            f"{profile.disease.slug:<20}{state:<10}{profile.disease.called('en'):<24}"
            f"{_origin(profile):<36}{profile.retention_days} days"
        )
    print(f"Visits are kept for {kept} days.")


@disease.command()
def show(slug: Slug) -> None:
    """Print a profile as a document: each value, and under `sources` where it is from."""
    with refusals("en"), writing() as session:
        found = view_diseases.view_profile(session, slug).profile.disease
    print(json.dumps(written_disease(found), ensure_ascii=False, indent=2))


@disease.command()
def check(file: File) -> None:
    """Say everything that is wrong with a document, and keep nothing."""
    with refusals("en"):
        found = read_profile(file.read_bytes())
    print(f"{found.slug}: nothing is wrong. Tracing it keeps visits for {days_needed(found)} days.")


@disease.command()
def add(file: File) -> None:
    """Keep a profile; an official who did not add it reviews it under /official/diseases."""
    with refusals("en"), writing() as session:
        kept = add_disease.add_disease(session, file.read_bytes(), by=None, now=utc_now())
    print(f"{kept.disease.slug}, version {kept.version}: kept.")
    if kept.reviewed_at is None:
        print("An epidemiologist or administrator reviews it under /official/diseases before it is used.")


@disease.command()
def activate(slug: Slug) -> None:
    """Let new cases be reported with a profile; visits are kept longer where its tracing asks for it."""
    with refusals("en"), writing() as session:
        before = city.policy(session)
        after = activate_disease.activate(session, slug, by=None, now=utc_now())
    print(f"{slug} is active.")
    _say_retention(before, after)


@disease.command()
def deactivate(slug: Slug) -> None:
    """Let no new case be reported with a profile; the cases there are go on."""
    with refusals("en"), writing() as session:
        activate_disease.deactivate(session, slug, by=None, now=utc_now())
        after = city.policy(session)
        needed = max(map(days_needed, diseases.active(session).values()))
    print(f"{slug} is not active any more.")
    if needed < after.retention_days:
        print(f"Visits are still kept for {after.retention_days} days; {needed} would do now:")
        print(f"ghe policy set retention_days {needed}")


def _say_retention(before: Policy, after: Policy) -> None:
    if after.retention_days != before.retention_days:
        print(f"Visits are now kept for {after.retention_days} days instead of {before.retention_days}.")
        print(
            "The legal basis and the privacy page must allow it. A running service follows within the hour."
        )


def _origin(profile: Profile) -> str:
    if profile.kept is None:
        return "ships"
    reviewed = "reviewed" if profile.kept.reviewed_at is not None else "waits for review"
    return f"added, version {profile.kept.version}, {reviewed}"

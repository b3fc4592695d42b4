"""Show and change what the city has decided."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from app.domain.policy import Basis, LegalBasis, Policy
from app.settings import Settings
from app.store import city, migrate
from app.store.db import open_database

policy = typer.Typer(
    name="policy", help="What the city has decided. A running service reads it at its start."
)


@policy.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Print every decision, as `set` takes it."""
    if context.invoked_subcommand is None:
        database = open_database(Settings().database_url)
        migrate.require_newest(database)
        with database.reading() as session:
            decided = city.policy(session)
        database.close()
        for field in fields(Policy):
            print(f"{field.name:<16}{written(getattr(decided, field.name))}")


@policy.command("set")
def change(
    name: Annotated[str, typer.Argument(help="One of the names that 'ghe policy' prints.")],
    value: Annotated[str, typer.Argument(help="As 'ghe policy' prints it.")],
) -> None:
    """Change one decision. Restart the service afterwards."""
    if name not in {field.name for field in fields(Policy)}:
        sys.exit(f"There is no decision called {name}. 'ghe policy' lists them.")
    database = open_database(Settings().database_url)
    migrate.require_newest(database)
    with database.writing() as session:
        before = city.policy(session)
        if name == "zone" and city.has_visits(session):
            sys.exit("The zone cuts the days of the visits that are kept: choose it before the first one.")
        try:
            after = replace(before, **{name: read(value, getattr(before, name))})
        except ValueError as fault:
            sys.exit(f"{name}: {fault}. It is {written(getattr(before, name))} now.")
        city.save_policy(session, after, now=datetime.now(UTC))
    database.close()
    print(
        f"{name}: {written(getattr(before, name))} -> {written(getattr(after, name))}. Restart the service."
    )


def written(value: object) -> str:
    """A decision as text: lengths in minutes, yes or no, `consent:2026-11`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case timedelta():
            return f"{value / timedelta(minutes=1):g} min"
        case ZoneInfo():
            return value.key
        case LegalBasis():
            return f"{value.kind}:{value.reference}"
    return str(value)


def read(text: str, now: object) -> Any:  # noqa: ANN401 - of the kind of `now`
    """The same text as a value of the kind that the decision has now.

    Raises:
        ValueError: it cannot be one.
    """
    match now:
        case bool():
            if text not in {"yes", "no"}:
                raise ValueError("say yes or no")
            return text == "yes"
        case int():
            return _positive(text)
        case timedelta():
            return timedelta(minutes=_positive(text.removesuffix("min").strip()))
        case ZoneInfo():
            try:
                return ZoneInfo(text)
            except (ZoneInfoNotFoundError, ValueError):
                raise ValueError(f"{text} is no time zone") from None
        case LegalBasis():
            kind, _, reference = text.partition(":")
            if not reference:
                raise ValueError("say consent:VERSION or order:NUMBER")
            return LegalBasis(Basis(kind), reference)
    return text


def _positive(text: str) -> int:
    if not (text.isdigit() and int(text) > 0):
        raise ValueError("a whole number above nothing is needed")
    return int(text)

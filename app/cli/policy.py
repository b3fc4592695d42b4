"""Show and change what the city has decided."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from app.cli.public_url import warn_of_public_url
from app.domain.errors import Refusal, RetentionTooShort
from app.domain.policy import Basis, LegalBasis, Policy
from app.domain.tracing_rules import TracingRule
from app.settings import Settings
from app.store import city, migrate
from app.store.db import open_database
from app.usecases import activate_disease
from app.web.answers import answer_to

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
            print(f"{field.name:<24}{written(getattr(decided, field.name))}")
        warn_of_public_url(Settings().public_url)


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
        try:
            activate_disease.change_policy(session, after, now=datetime.now(UTC))
        except RetentionTooShort as short:
            sys.exit(
                f"{name}: tracing {short.disease} needs the visits of {short.days} days: retention_days must "
                "be that or more. 'ghe disease activate' raises it, 'ghe disease deactivate' frees it."
            )
        except Refusal as refusal:
            answer = answer_to(refusal)
            sys.exit(f"{name}: {answer.title} ({refusal}). {answer.help}")
    database.close()
    print(
        f"{name}: {written(getattr(before, name))} -> {written(getattr(after, name))}. Restart the service."
    )


def written(value: object) -> str:
    """A decision as text: lengths in minutes, yes or no, `consent:2026-11`, lists with commas."""
    match value:
        case bool():
            return "yes" if value else "no"
        case timedelta():
            return f"{value / timedelta(minutes=1):g} min"
        case ZoneInfo():
            return value.key
        case LegalBasis():
            return f"{value.kind}:{value.reference}"
        case tuple():
            return ",".join(map(str, value))
    return str(value)


def read(text: str, now: object) -> Any:  # noqa: ANN401 - of the kind of `now`
    """The same text as a value of the kind that the decision has now.

    Raises:
        ValueError: it cannot be one.
    """
    return next((reader(text) for kind, reader in _READERS if isinstance(now, kind)), text)


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError("say yes or no")
    return text == "yes"


def _minutes(text: str) -> timedelta:
    return timedelta(minutes=_positive(text.removesuffix("min").strip()))


def _rule(text: str) -> TracingRule:
    if text not in set(TracingRule):
        raise ValueError(f"say one of {', '.join(TracingRule)}")
    return TracingRule(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{text} is no time zone") from None


def _basis(text: str) -> LegalBasis:
    kind, _, reference = text.partition(":")
    if not reference:
        raise ValueError("say consent:VERSION or order:NUMBER")
    return LegalBasis(Basis(kind), reference)


def _positive(text: str) -> int:
    if not (text.isdigit() and int(text) > 0):
        raise ValueError("a whole number above nothing is needed")
    return int(text)


_READERS: Final[tuple[tuple[type, Callable[[str], object]], ...]] = (
    (bool, _yes),  # before int, which it is one of
    (int, _positive),
    (timedelta, _minutes),
    (ZoneInfo, _zone),
    (LegalBasis, _basis),
    (TracingRule, _rule),
    (tuple, _list),
)

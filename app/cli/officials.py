"""Commands about officials and about what they did."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from app.domain.errors import InputRefused
from app.domain.ids import OfficialId
from app.domain.officials import new_official
from app.domain.roles import Role
from app.main import utc_now
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.usecases import add_official as usecase
from app.usecases import verify_audit
from app.vault.checkpoints import CheckpointForged
from app.vault.keystore import KeyStore
from app.vault.tokens import written
from app.web.problems import PROBLEMS


def add_official(
    user: Annotated[str, typer.Option(help="User name: small letters, digits, dots, hyphens.")],
    name: Annotated[str, typer.Option(help="Full name.")],
    role: Annotated[Role, typer.Option(help="What the official is there for.")],
    area: Annotated[str, typer.Option(help="Code of the area; empty for the whole city.")] = "",
) -> None:
    """Add an official and print the one-time link that sets up the account."""
    settings, now = Settings(), utc_now()
    database = open_database(settings.database_url)
    migrate.upgrade(database)
    try:
        new = new_official(OfficialId(uuid4()), user_name=user, full_name=name, role=role, jurisdiction=area)
        with database.writing() as session:
            link = usecase.add_official(session, new, by=None, now=now)
    except InputRefused as refused:
        for problem in refused.problems:
            print(f"{problem.field}: {PROBLEMS[problem.kind] % dict(problem.values)}")
        raise typer.Exit(1) from None
    finally:
        database.close()
    print(f"{new.full_name} ({new.role}) sets up the account here, once, {_until(link.expires_at)}:")
    print(f"{settings.public_url}/official/link/{written(link.token)}")


def check_audit(
    checkpoints: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file that audit-checkpoint wrote.")
    ] = None,
) -> None:
    """Walk the audit chain from its first entry; exit 1 and name the first bad entry if it is broken."""
    settings = Settings()
    database, keys = open_database(settings.database_url), KeyStore(settings.keys)
    lines = checkpoints.read_text().splitlines() if checkpoints else []
    try:
        with database.reading() as session:
            verdict = verify_audit.verify_audit(session, keys, lines)
    except CheckpointForged as forged:
        print(f"This line is no checkpoint of this installation: {forged}")
        raise typer.Exit(1) from None
    finally:
        database.close()
    if verdict.first_bad is not None:
        print(f"Broken at entry {verdict.first_bad}; the {verdict.entries} before it hold.")
        raise typer.Exit(1)
    print(f"All {verdict.entries} entries hold{f', and {len(lines)} checkpoints agree' if lines else ''}.")


def audit_checkpoint(
    file: Annotated[Path, typer.Argument(help="Kept in another place; a line is added at each call.")],
) -> None:
    """Sign where the audit chain ends now."""
    settings = Settings()
    database, keys = open_database(settings.database_url), KeyStore(settings.keys)
    with database.reading() as session:
        made = verify_audit.make_checkpoint(session, keys, now=utc_now())
    database.close()
    with file.open("a") as kept:
        kept.write(made.line() + "\n")
    print(f"Entry {made.number} signed with key {made.key}")


def _until(moment: datetime) -> str:
    return f"until {moment.astimezone():%Y-%m-%d %H:%M %Z}"

"""The keys that sign posters: which there are, a new one, the end of an old one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app.domain.code_errors import CodeKeyRetired, CodeKeyUnknown, LastCodeKey
from app.domain.errors import CodeMistyped
from app.domain.signed_codes import parse_code_key_id
from app.main import utc_now
from app.settings import Settings
from app.store import migrate
from app.store.db import Database, open_database
from app.usecases import rotate_code_key
from app.vault.keystore import KeyStore
from app.web.answers import answer_to

keys = typer.Typer(
    name="keys", help="Keys that sign posters, where 'ghe policy set signed_posters yes' asks for it."
)


@keys.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Print the keys: which signs, which are believed, which are retired."""
    if context.invoked_subcommand is not None:
        return
    held = KeyStore(Settings().keys).codes
    in_force = held.in_force()
    for key in in_force:
        state = "signs" if key is in_force[-1] else "believed"
        print(f"{key.id}  {state:<9}made {key.made_at:%Y-%m-%d}  {key.public.hex()}")
    for gone in held.retired():
        print(f"{gone}  retired")
    if not in_force:
        print("No key yet: the first signed poster makes one.")


@keys.command("rotate-codes")
def rotate() -> None:
    """Make a new key, which signs from now on. Posters under older keys go on working."""
    with _opened() as (database, store):
        made = rotate_code_key.rotate_code_key(database, store, now=utc_now())
    print(f"{made} signs from now on. When every poster under an older key is replaced, retire that one.")


@keys.command("retire-codes")
def retire(key: Annotated[str, typer.Argument(help="Two characters, as 'ghe keys' prints them.")]) -> None:
    """Refuse every poster under a key from now on, and destroy the key."""
    with _opened() as (database, store):
        rotate_code_key.retire_code_key(database, store, parse_code_key_id(key), now=utc_now())
    print(f"{key} is retired: posters under it are refused, and phones learn so from the list.")


@contextmanager
def _opened() -> Iterator[tuple[Database, KeyStore]]:
    """The database and the key store; a refusal becomes one line."""
    settings = Settings()
    database = open_database(settings.database_url)
    migrate.require_newest(database)
    try:
        yield database, KeyStore(settings.keys)
    except (CodeMistyped, CodeKeyUnknown) as refusal:
        sys.exit(f"There is no key {refusal}. 'ghe keys' lists them.")
    except CodeKeyRetired as refusal:
        sys.exit(f"{refusal} is retired already.")
    except LastCodeKey as refusal:
        answer = answer_to(refusal)
        sys.exit(f"{answer.title}. {answer.help}")
    finally:
        database.close()

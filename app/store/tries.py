"""Failed sign-ins, by user name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.domain.tries import TRIES_FORGOTTEN, Tries
from app.store.bulk import insert_new
from app.store.tables.officials import SignInTriesRow


def tries(session: Session, name_mac: bytes) -> Tries:
    """The failed sign-ins in a row under a user name."""
    row = session.get(SignInTriesRow, name_mac)
    return Tries() if row is None else Tries(row.failures, row.last_at)


def add_failure(session: Session, name_mac: bytes, *, now: datetime) -> None:
    """One more failed sign-in under a user name, counted by the database so that none is lost.

    What is a day old is dropped: names that nobody has must not fill the table.
    """
    old = col(SignInTriesRow.last_at) < now - TRIES_FORGOTTEN
    session.execute(delete(SignInTriesRow).where(old))
    insert_new(session, SignInTriesRow, [{"name_mac": name_mac, "failures": 0, "last_at": now}])
    this = col(SignInTriesRow.name_mac) == name_mac
    more = col(SignInTriesRow.failures) + 1
    session.execute(update(SignInTriesRow).where(this).values(failures=more, last_at=now))


def forget_tries(session: Session, name_mac: bytes) -> None:
    """After a sign-in that succeeded."""
    session.execute(delete(SignInTriesRow).where(col(SignInTriesRow.name_mac) == name_mac))

"""Which persons are one human, the codes that link browsers, and the tokens that speak for a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, func, text, update
from sqlmodel import Session, col, select

from app.domain.ids import PersonId
from app.domain.joins import Invitation, Joined, Kind
from app.store.tables import DeviceTokenRow, JoinCodeRow, JoinedPersonRow, PersonRow

_ADVISORY_LOCK: Final = 0x67686501
_TOLD_FOR: Final = timedelta(days=1)
"""How long an old code is kept, so that whoever types it is told that it is old."""


def alone(session: Session) -> None:
    """Let no other transaction change who is whom until this one ends.

    Two browsers that typed each other's codes at the same moment would else be joined in a circle. On SQLite
    there is one writer anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def invite(session: Session, code_mac: bytes, invitation: Invitation, *, now: datetime) -> None:
    """Keep a new code; those that ran out long ago, and those that this person did not use, are forgotten."""
    unused = (col(JoinCodeRow.person) == invitation.person) & col(JoinCodeRow.used_at).is_(None)
    session.execute(delete(JoinCodeRow).where((col(JoinCodeRow.expires_at) < now - _TOLD_FOR) | unused))
    session.add(JoinCodeRow(code_mac=code_mac, person=invitation.person, expires_at=invitation.expires_at))
    session.flush()


def invitation(session: Session, code_mac: bytes) -> Invitation | None:
    """What a code invites to, locked until the transaction ends, so that one use is one use."""
    row = session.exec(select(JoinCodeRow).where(JoinCodeRow.code_mac == code_mac).with_for_update()).first()
    return None if row is None else Invitation(PersonId(row.person), row.expires_at, row.used_at)


def save_invitation(session: Session, code_mac: bytes, invitation: Invitation) -> None:
    """Keep what came of a code."""
    row = session.get_one(JoinCodeRow, code_mac)
    row.used_at = invitation.used_at
    session.flush()


def add_person(session: Session, person: PersonId, *, today: date) -> None:
    """Keep a new person that has no token yet."""
    session.add(PersonRow(id=person, first_day=today, guardian=False))
    session.flush()


def join(session: Session, person: PersonId, into: PersonId, kind: Kind, *, now: datetime) -> None:
    """Make one canonical person another's: its tokens and what was joined into it point there from now on.

    Nothing is moved: visits, contact details and notices stay under the names that they were made by.
    """
    session.execute(update(DeviceTokenRow).where(col(DeviceTokenRow.person) == person).values(person=into))
    session.execute(update(JoinedPersonRow).where(col(JoinedPersonRow.into) == person).values(into=into))
    session.execute(delete(JoinCodeRow).where(col(JoinCodeRow.person) == person))
    session.add(JoinedPersonRow(person=person, into=into, joined_at=now, kind=kind))
    session.flush()


def joined(session: Session, into: PersonId) -> list[Joined]:
    """What was joined into a canonical person, the first first."""
    rows = session.exec(
        select(JoinedPersonRow)
        .where(JoinedPersonRow.into == into)
        .order_by(col(JoinedPersonRow.joined_at), col(JoinedPersonRow.person))
    )
    return [Joined(PersonId(row.person), row.joined_at, row.kind) for row in rows]


def tokens(session: Session, person: PersonId) -> int:
    """How many browsers and recovery codes speak for a canonical person."""
    return session.exec(select(func.count()).where(DeviceTokenRow.person == person)).one()


def add_token(session: Session, token_sha256: bytes, person: PersonId) -> None:
    """Let another browser, or a recovery code, speak for a person."""
    session.add(DeviceTokenRow(token_sha256=token_sha256, person=person))
    session.flush()


def end_token(session: Session, token_sha256: bytes) -> int:
    """Let a browser speak for nobody; returns how many that were: one or none."""
    return _count(session, delete(DeviceTokenRow).where(col(DeviceTokenRow.token_sha256) == token_sha256))


def end_other_tokens(session: Session, person: PersonId, but: bytes) -> int:
    """End all browsers and recovery codes of a canonical person but one; returns how many."""
    others = (col(DeviceTokenRow.person) == person) & (col(DeviceTokenRow.token_sha256) != but)
    session.execute(delete(JoinCodeRow).where(col(JoinCodeRow.person) == person))
    return _count(session, delete(DeviceTokenRow).where(others))


def _count(session: Session, statement: Any) -> int:  # noqa: ANN401 - a delete
    return cast("CursorResult[Any]", session.execute(statement)).rowcount

"""Signed-in browsers, by the SHA-256 of what their cookie holds."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.ids import OfficialId, OwnerId
from app.domain.sessions import Session as SignedIn
from app.store.tables import SessionRow


def add(session: Session, id_sha256: bytes, signed_in: SignedIn) -> None:
    """Keep a new session."""
    session.add(
        SessionRow(
            id_sha256=id_sha256,
            official=signed_in.official,
            owner=signed_in.owner,
            started_at=signed_in.started_at,
            seen_at=signed_in.seen_at,
        )
    )
    session.flush()


def get(session: Session, id_sha256: bytes) -> SignedIn | None:
    """The session of a cookie, alive or not."""
    row = session.get(SessionRow, id_sha256)
    if row is None:
        return None
    official = None if row.official is None else OfficialId(row.official)
    owner = None if row.owner is None else OwnerId(row.owner)
    return SignedIn(official, owner, row.started_at, row.seen_at, row.ended_at)


def touch(session: Session, id_sha256: bytes, *, now: datetime) -> None:
    """Note that it was used."""
    session.get_one(SessionRow, id_sha256).seen_at = now


def end(session: Session, id_sha256: bytes, *, now: datetime) -> None:
    """Sign out; a cookie without a session is no error."""
    if (row := session.get(SessionRow, id_sha256)) is not None and row.ended_at is None:
        row.ended_at = now


def end_all(session: Session, official: OfficialId, *, now: datetime) -> int:
    """Sign an official out everywhere; returns how many sessions ended."""
    alive = session.exec(
        select(SessionRow).where(SessionRow.official == official, col(SessionRow.ended_at).is_(None))
    ).all()
    for row in alive:
        row.ended_at = now
    return len(alive)

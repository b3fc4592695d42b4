"""Venue owners."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from app.domain.ids import OwnerId
from app.store.tables import OwnerRow


def add(session: Session, owner: OwnerId, key_sha256: bytes, *, now: datetime) -> None:
    """Keep a new owner."""
    session.add(OwnerRow(id=owner, key_sha256=key_sha256, created_at=now))
    session.flush()


def by_key(session: Session, key_sha256: bytes) -> OwnerId | None:
    """The owner whose key has this SHA-256."""
    row = session.exec(select(OwnerRow).where(OwnerRow.key_sha256 == key_sha256)).first()
    return None if row is None else OwnerId(row.id)

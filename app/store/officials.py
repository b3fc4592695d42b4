"""Officials, and what they sign in with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.store.tables import OfficialRow


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an official signs in with; None until a link was used to set it up."""

    password_hash: str | None
    sealed_secret: bytes | None
    used_step: int


def add(session: Session, official: Official, *, now: datetime) -> None:
    """Keep a new official, who cannot sign in yet."""
    session.add(
        OfficialRow(
            id=official.id,
            user_name=official.user_name,
            full_name=official.full_name,
            role=official.role,
            jurisdiction=official.jurisdiction,
            totp_step=0,
            created_at=now,
        )
    )
    session.flush()


def get(session: Session, official: OfficialId) -> Official | None:
    """One official."""
    row = session.get(OfficialRow, official)
    return None if row is None else _official(row)


def by_user_name(session: Session, user_name: str) -> tuple[Official, Credentials] | None:
    """Who signs in under a name, and with what."""
    row = session.exec(select(OfficialRow).where(OfficialRow.user_name == user_name)).first()
    if row is None:
        return None
    return _official(row), Credentials(row.password_hash, row.totp_secret, row.totp_step)


def by_ids(session: Session, ids: Iterable[OfficialId]) -> dict[OfficialId, Official]:
    """Those of these officials that exist, in one query."""
    rows = session.exec(select(OfficialRow).where(col(OfficialRow.id).in_(set(ids))))
    return {OfficialId(row.id): _official(row) for row in rows}


def listed(session: Session, *, after: str, limit: int) -> list[tuple[Official, bool]]:
    """Officials by user name from the one after `after`, and whether each has set up an account."""
    rows = session.exec(
        select(OfficialRow)
        .where(col(OfficialRow.user_name) > after)
        .order_by(col(OfficialRow.user_name))
        .limit(limit)
    )
    return [(_official(row), row.password_hash is not None) for row in rows]


def save_credentials(session: Session, official: OfficialId, credentials: Credentials) -> None:
    """Keep what an official signs in with from now on."""
    row = session.get_one(OfficialRow, official)
    row.password_hash = credentials.password_hash
    row.totp_secret = credentials.sealed_secret
    row.totp_step = credentials.used_step
    session.flush()


def use_step(session: Session, official: OfficialId, step: int) -> bool:
    """Mark a second factor's half minute as used; False when it was, be it by a request at the same time."""
    unused = (col(OfficialRow.id) == official) & (col(OfficialRow.totp_step) < step)
    return changed_one(session, update(OfficialRow).where(unused).values(totp_step=step))


def save_disabled(session: Session, official: OfficialId, disabled_at: datetime | None) -> None:
    """Take an account out of service, or back into it with None."""
    session.get_one(OfficialRow, official).disabled_at = disabled_at
    session.flush()


def changed_one(session: Session, statement: Any) -> bool:  # noqa: ANN401 - an UPDATE
    """Run a statement that changes at most one row; whether it did."""
    changed: int = session.execute(statement).rowcount  # type: ignore[attr-defined]
    return changed == 1


def _official(row: OfficialRow) -> Official:
    return Official(
        OfficialId(row.id), row.user_name, row.full_name, row.role, row.jurisdiction, row.disabled_at
    )

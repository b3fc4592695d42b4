"""One-time links of officials."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.domain.ids import OfficialId
from app.domain.sign_in_links import LinkPurpose, SignInLink
from app.store.officials import changed_one
from app.store.tables import SignInLinkRow


def add_link(session: Session, token_sha256: bytes, link: SignInLink) -> None:
    """Keep a new one-time link; the official's older ones stop working."""
    session.execute(delete(SignInLinkRow).where(col(SignInLinkRow.official) == link.official))
    session.add(
        SignInLinkRow(
            token_sha256=token_sha256,
            official=link.official,
            purpose=link.purpose,
            expires_at=link.expires_at,
        )
    )
    session.flush()


def link(session: Session, token_sha256: bytes) -> SignInLink | None:
    """The link of a token, whether or not it still works."""
    row = session.get(SignInLinkRow, token_sha256)
    if row is None:
        return None
    return SignInLink(OfficialId(row.official), LinkPurpose(row.purpose), row.expires_at, row.used_at)


def use_link(session: Session, token_sha256: bytes, *, now: datetime) -> bool:
    """Mark a link as used; False when it was, be it by a request at the same time."""
    unused = (col(SignInLinkRow.token_sha256) == token_sha256) & col(SignInLinkRow.used_at).is_(None)
    return changed_one(session, update(SignInLinkRow).where(unused).values(used_at=now))

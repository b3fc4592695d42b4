"""Officials and everybody's sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.domain import roles, sign_in_links
from app.store.columns import Instant
from app.store.tables.fields import (
    at_field,
    id_field,
    sealed_field,
    word_field,
)


class OfficialRow(SQLModel, table=True):
    """A health official. There is no default one."""

    __tablename__ = "officials"
    id: UUID = id_field(primary=True)
    user_name: str = Field(max_length=60, unique=True)
    full_name: str = Field(max_length=120)
    role: roles.Role = word_field(roles.Role, "official_role")
    jurisdiction: str | None = Field(default=None, max_length=16)
    password_hash: str | None = Field(default=None, max_length=200)
    totp_secret: bytes | None = sealed_field(128, optional=True)
    totp_step: int = 0
    created_at: datetime = at_field()
    disabled_at: datetime | None = at_field(optional=True)


class SignInLinkRow(SQLModel, table=True):
    """A link that signs in once: the first administrator's, a new official's, a demo's."""

    __tablename__ = "sign_in_links"
    token_sha256: bytes = sealed_field(32, primary=True)
    official: UUID = id_field(references="officials.id", index=True)
    purpose: sign_in_links.LinkPurpose = word_field(sign_in_links.LinkPurpose, "link_purpose")
    expires_at: datetime = at_field()
    used_at: datetime | None = at_field(optional=True)


class SignInTriesRow(SQLModel, table=True):
    """Failed sign-ins in a row under a user name, by its keyed hash: people also type passwords there."""

    __tablename__ = "sign_in_tries"
    name_mac: bytes = sealed_field(16, primary=True)
    failures: int
    last_at: datetime = Field(sa_type=Instant, index=True)


class SessionRow(SQLModel, table=True):
    """A signed-in official or owner. The cookie holds the id, this table its SHA-256."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("(official IS NULL) <> (owner IS NULL)", name="one_kind"),)
    id_sha256: bytes = sealed_field(32, primary=True)
    official: UUID | None = id_field(references="officials.id", optional=True, index=True)
    owner: UUID | None = id_field(references="owners.id", optional=True, index=True)
    started_at: datetime = at_field()
    seen_at: datetime = at_field()
    ended_at: datetime | None = at_field(optional=True)

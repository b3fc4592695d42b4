"""Which persons are one human, and the codes by which browsers are linked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.domain.joins import Kind
from app.store.columns import Instant
from app.store.tables.fields import WITHOUT_ROWID, at_field, id_field, sealed_field, word_field


class JoinedPersonRow(SQLModel, table=True):
    """A person that was joined into another one. Nothing is moved; `into` is never itself a `person` here."""

    __tablename__ = "joined_persons"
    __table_args__ = WITHOUT_ROWID
    person: UUID = id_field(references="persons.id", primary=True)
    into: UUID = id_field(references="persons.id", index=True)
    joined_at: datetime = at_field()
    kind: Kind = word_field(Kind, "joined_kind")


class JoinCodeRow(SQLModel, table=True):
    """Eight digits that one browser shows and another types: ten minutes, one use."""

    __tablename__ = "join_codes"
    code_mac: bytes = sealed_field(32, primary=True)
    person: UUID = id_field(references="persons.id", index=True)
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    used_at: datetime | None = at_field(optional=True)

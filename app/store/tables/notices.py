"""What people are told, and the sendings in which officials told it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.notices import Advice
from app.store.tables.fields import at_field, id_field, word_field


class SendingRow(SQLModel, table=True):
    """One notice as an official sent it to several people: one version of it."""

    __tablename__ = "notice_sendings"
    __table_args__ = (UniqueConstraint("thread", "version"),)
    id: UUID = id_field(primary=True)
    case: UUID | None = id_field(references="cases.id", optional=True, index=True)
    event: UUID | None = id_field(references="events.id", optional=True, index=True)
    thread: UUID = id_field()
    """The id of its first version."""
    version: int
    withdraws: bool
    advice: Advice = word_field(Advice, "notice_advice")
    days: int
    place: str = Field(max_length=80)
    disease: str | None = Field(default=None, max_length=32)
    reason: str = Field(max_length=400)
    sent_by: UUID = id_field(references="officials.id")
    sent_at: datetime = at_field()
    published_at: datetime = at_field()
    taken_back_at: datetime | None = at_field(optional=True)
    people: int


class NoticeRow(SQLModel, table=True):
    """What one person reads. The dates are the person's own; the rest belongs to the sending."""

    __tablename__ = "notices"
    id: UUID = id_field(primary=True)
    person: UUID = id_field(index=True)
    case: UUID | None = id_field(references="cases.id", optional=True)
    sending: UUID | None = id_field(references="notice_sendings.id", optional=True, index=True)
    kind: str = Field(max_length=24)
    exposed_on: date | None = None
    until_on: date | None = None
    published_at: datetime = at_field()
    fetched_at: datetime | None = at_field(optional=True)
    read_at: datetime | None = at_field(optional=True)

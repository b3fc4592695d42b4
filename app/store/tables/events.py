"""What tracing an event made. Apart from the traces of cases: what asks for cases never meets these rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.assurance import Assurance, Flag
from app.store.tables.fields import (
    WITHOUT_ROWID,
    Worth,
    at_field,
    count_field,
    flags_field,
    id_field,
    word_field,
)


class EventTraceRow(SQLModel, table=True):
    """One run of the tracer over an event. The newest that is not undone is the one in force."""

    __tablename__ = "event_traces"
    __table_args__ = (UniqueConstraint("event", "number"),)
    id: UUID = id_field(primary=True)
    event: UUID = id_field(references="events.id")
    number: int
    rule: str = Field(max_length=40)
    made_by: UUID = id_field(references="officials.id")
    made_at: datetime = at_field()
    undone_at: datetime | None = at_field(optional=True)


class EventExposureRow(Worth, table=True):
    """The event's own copy of one presence of a person at it, and the parts of its score."""

    __tablename__ = "event_exposures"
    __table_args__ = WITHOUT_ROWID
    trace: UUID = id_field(primary=True)
    person: UUID = id_field(primary=True)
    number: int = Field(primary_key=True)
    venue: UUID = id_field()
    zone: UUID | None = id_field(optional=True)
    starts_at: datetime = at_field()
    ends_at: datetime = at_field()
    assumed: bool
    assurance: Assurance = word_field(Assurance, "event_exposure_assurance")
    flags: Flag = flags_field()
    companions: int = count_field()
    children: int = count_field()

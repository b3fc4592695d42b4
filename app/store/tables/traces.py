"""What tracing a case made, and what officials decided about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain import contacts
from app.domain.assurance import Assurance, Flag
from app.store.tables.fields import (
    WITHOUT_ROWID,
    Worth,
    at_field,
    count_field,
    flags_field,
    id_field,
    json_field,
    sealed_field,
    word_field,
)


class TraceRow(SQLModel, table=True):
    """One run of the tracer over a case. The newest that is not undone is the one in force."""

    __tablename__ = "traces"
    __table_args__ = (UniqueConstraint("case", "number"),)
    id: UUID = id_field(primary=True)
    case: UUID = id_field(references="cases.id")
    number: int
    rule: str = Field(max_length=40)
    window_start: datetime = at_field()
    window_end: datetime = at_field()
    case_version: int
    made_by: UUID = id_field(references="officials.id")
    made_at: datetime = at_field()
    undone_at: datetime | None = at_field(optional=True)


class ExposureRow(Worth, table=True):
    """The case's own copy of one overlap of a person with it, and the parts of its score."""

    __tablename__ = "exposures"
    __table_args__ = WITHOUT_ROWID
    # No foreign keys: looked up row by row they cost more than the rows. The trace is kept just before, and
    # its venues are those of the case's visits.
    trace: UUID = id_field(primary=True)
    person: UUID = id_field(primary=True)
    number: int = Field(primary_key=True)
    venue: UUID = id_field(index=True)
    zone: UUID | None = id_field(optional=True)
    starts_at: datetime = at_field()
    ends_at: datetime = at_field()
    assumed: bool
    assurance: Assurance = word_field(Assurance, "exposure_assurance")
    flags: Flag = flags_field()
    companions: int = count_field()
    children: int = count_field()


class TraceListRow(SQLModel, table=True):
    """The order of a trace's list, so that a page of it need not rank them all."""

    __tablename__ = "trace_lists"
    trace: UUID = id_field(references="traces.id", primary=True)
    persons: bytes
    """Their ids one after another, in the order in which to call them."""
    shared: bytes
    """Beside each how long together and in the air left behind: microseconds, 8 bytes, the highest first."""
    flag_counts: Any = json_field()
    """By the number of each flag, how many people have an exposure under it."""


class ContactRow(SQLModel, table=True):
    """What an official decided about one person: contact or excluded, with the reason and the guidance."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("case", "person"),)
    id: UUID = id_field(primary=True)
    case: UUID = id_field(references="cases.id")
    person: UUID | None = id_field(optional=True, index=True)
    subject: UUID | None = id_field(references="subjects.id", optional=True)
    origin: contacts.Origin = word_field(contacts.Origin, "contact_origin")
    standing: contacts.Standing = word_field(contacts.Standing, "contact_standing")
    generation: int = 1
    reason: str = Field(max_length=400)
    guidance: str = Field(max_length=40)
    resealed: bytes | None = sealed_field(512, optional=True)
    resealed_epoch: date | None = None
    decided_by: UUID = id_field(references="officials.id")
    decided_at: datetime = at_field()
    version: int

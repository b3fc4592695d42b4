"""Case files and what is copied into them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from app.domain import case_dates, case_visits, cases
from app.domain.assurance import Assurance, Flag
from app.store.columns import words
from app.store.tables.fields import (
    at_field,
    count_field,
    flags_field,
    id_field,
    sealed_field,
    word_field,
)


class SubjectRow(SQLModel, table=True):
    """The identified human of a case file: every detail in one enciphered field, found by keyed hashes."""

    __tablename__ = "subjects"
    id: UUID = id_field(primary=True)
    jurisdiction: str | None = Field(default=None, max_length=16)
    details: bytes = sealed_field(4096)
    name_index: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False, index=True))
    phone_index: bytes | None = Field(default=None, sa_column=Column(LargeBinary(16), index=True))
    created_at: datetime = at_field()


class CaseRow(SQLModel, table=True):
    """A reported ill person."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "state", "reported_at", "id"),
        Index(None, "jurisdiction", "state", "reported_at", "id"),
        Index(None, "disease", "classification", "counted_on", "ward"),
        Index(None, "disease", "counted_on"),
        Index(None, "jurisdiction", "disease", "counted_on"),
    )
    id: UUID = id_field(primary=True)
    reference: str = Field(max_length=40, unique=True)
    subject: UUID = id_field(references="subjects.id", index=True)
    disease: str = Field(max_length=32)
    classification: cases.Classification = word_field(cases.Classification, "case_classification")
    state: cases.CaseState = word_field(cases.CaseState, "case_state")
    onset_on: date | None = None
    onset_precision: case_dates.Precision | None = Field(
        default=None, sa_column=Column(words(case_dates.Precision, "onset_precision"))
    )
    sample_on: date | None = None
    isolated_on: date | None = None
    counted_on: date
    """The day the map counts it on: onset, else sample, else report."""
    ward: str | None = Field(default=None, max_length=16)
    jurisdiction: str | None = Field(default=None, max_length=16)
    lab_reference: str | None = Field(default=None, max_length=60)
    notes: bytes | None = sealed_field(8192, optional=True)
    reported_by: UUID = id_field(references="officials.id")
    reported_at: datetime = at_field()
    closed_at: datetime | None = at_field(optional=True)
    version: int


class EventRow(SQLModel, table=True):
    """A gathering under investigation without a case."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "opened_at", "id"),)
    id: UUID = id_field(primary=True)
    reference: str = Field(max_length=40, unique=True)
    venue: UUID = id_field(references="venues.id")
    disease: str = Field(max_length=32)
    starts_at: datetime = at_field()
    ends_at: datetime = at_field()
    reason: str = Field(max_length=400)
    opened_by: UUID = id_field(references="officials.id")
    opened_at: datetime = at_field()
    approved_by: UUID | None = id_field(references="officials.id", optional=True)


class ReleaseCodeRow(SQLModel, table=True):
    """Ten digits an official reads to a patient: 60 minutes, one use, one window of days of one case."""

    __tablename__ = "release_codes"
    id: UUID = id_field(primary=True)
    code_mac: bytes = sealed_field(32, unique=True)
    case: UUID = id_field(references="cases.id", index=True)
    official: UUID = id_field(references="officials.id")
    first_day: date
    last_day: date
    issued_at: datetime = at_field()
    expires_at: datetime = at_field()
    released_at: datetime | None = at_field(optional=True)
    withdrawn_at: datetime | None = at_field(optional=True)
    device_sha256: bytes | None = sealed_field(32, optional=True)
    offered: int | None = None
    shared: int | None = None
    missing: bytes | None = sealed_field(4096, optional=True)


class CaseVisitRow(SQLModel, table=True):
    """The case's own copy of one of its subject's visits."""

    __tablename__ = "case_visits"
    id: UUID = id_field(primary=True)
    case: UUID = id_field(references="cases.id", index=True)
    origin: case_visits.VisitOrigin = word_field(case_visits.VisitOrigin, "case_visit_origin")
    release: UUID | None = id_field(references="release_codes.id", optional=True)
    person: UUID | None = id_field(optional=True, index=True)
    venue: UUID = id_field(references="venues.id")
    zone: UUID | None = id_field(optional=True)
    entered_at: datetime = at_field()
    left_at: datetime = at_field()
    left_least: datetime | None = at_field(optional=True)
    left_most: datetime | None = at_field(optional=True)
    """The earliest and latest likely end, where the end is assumed."""
    end_assumed: bool
    assurance: Assurance = word_field(Assurance, "case_visit_assurance")
    flags: Flag = flags_field()
    added_by: UUID | None = id_field(references="officials.id", optional=True)
    added_at: datetime = at_field()
    removed_at: datetime | None = at_field(optional=True)
    companions: int = count_field()
    children: int = count_field()

"""Persons and their visits. Nothing here joins the two but the keys of each day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Index, PrimaryKeyConstraint
from sqlmodel import Field, SQLModel

from app.domain.assurance import Assurance, Flag
from app.domain.corrections import Correction
from app.store.columns import words
from app.store.tables.fields import (
    WITHOUT_ROWID,
    at_field,
    count_field,
    flags_field,
    id_field,
    sealed_field,
    word_field,
)


class PersonRow(SQLModel, table=True):
    """128 random bits. What it did stands nowhere beside it."""

    __tablename__ = "persons"
    __table_args__ = WITHOUT_ROWID
    id: UUID = id_field(primary=True)
    first_day: date
    guardian: bool = False


class DeviceTokenRow(SQLModel, table=True):
    """The SHA-256 of a token that a browser keeps, and the person it speaks for."""

    __tablename__ = "device_tokens"
    __table_args__ = WITHOUT_ROWID
    token_sha256: bytes = sealed_field(32, primary=True)
    person: UUID = id_field(references="persons.id", index=True)


class VisitRow(SQLModel, table=True):
    """One stay. On PostgreSQL one partition a local day, so that retention drops a table."""

    __tablename__ = "visits"
    __table_args__ = (
        PrimaryKeyConstraint("venue", "entered_at", "id", postgresql_include=["left_at", "pseudonym"]),
        Index("ix_visits_pseudonym", "pseudonym", "entered_at"),
        {"postgresql_partition_by": "RANGE (entered_at)", **WITHOUT_ROWID},
    )
    venue: UUID = id_field()
    entered_at: datetime = at_field()
    id: UUID = id_field()
    pseudonym: UUID = id_field()
    left_at: datetime | None = at_field(optional=True)
    received_at: datetime = at_field()
    withdrawn_at: datetime | None = at_field(optional=True)
    zone: UUID | None = id_field(optional=True)
    assurance: Assurance = word_field(Assurance, "visit_assurance")
    flags: Flag = flags_field()
    basis: int
    version: int
    companions: int = count_field()
    children: int = count_field()
    correction: Correction | None = Field(
        default=None, sa_column=Column(words(Correction, "visit_correction"))
    )
    first_left_at: datetime | None = at_field(optional=True)


class SealedContactRow(SQLModel, table=True):
    """One sealed contact a person and day; opens only with that day's private key."""

    __tablename__ = "sealed_contacts"
    __table_args__ = WITHOUT_ROWID
    epoch: date = Field(primary_key=True)
    person: UUID = id_field(primary=True)
    blob: bytes = sealed_field(512)

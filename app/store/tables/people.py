"""Persons and their visits. Nothing here joins the two but the keys of each day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.store.tables.fields import (
    WITHOUT_ROWID,
    id_field,
    sealed_field,
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


class SealedContactRow(SQLModel, table=True):
    """One sealed contact a person and day; opens only with that day's private key."""

    __tablename__ = "sealed_contacts"
    __table_args__ = WITHOUT_ROWID
    epoch: date = Field(primary_key=True)
    person: UUID = id_field(primary=True)
    blob: bytes = sealed_field(512)

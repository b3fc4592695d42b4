"""Printed person codes. Which card was used where stands nowhere: a visit knows the day's pseudonym."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.store.tables.fields import at_field, id_field, sealed_field


class CardRow(SQLModel, table=True):
    """A card: it can write a visit and read nothing. Blank until somebody registers it."""

    __tablename__ = "cards"
    number_mac: bytes = sealed_field(32, primary=True)
    """Keyed: whoever holds a dump and no key cannot try all the numbers."""
    issued_on: date
    expires_on: date = Field(index=True)
    person: UUID | None = id_field(references="persons.id", optional=True, index=True)
    sealed: bytes | None = sealed_field(512, optional=True)
    key_year: int | None = None
    """Which card-register key `sealed` opens with."""
    registered_at: datetime | None = at_field(optional=True)
    registered_by: UUID | None = id_field(references="officials.id", optional=True)
    """None on a registered card: a relative did it."""
    blocked_at: datetime | None = at_field(optional=True)
    replaced_at: datetime | None = at_field(optional=True)

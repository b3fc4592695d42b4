"""Venues and who owns them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, String, text
from sqlmodel import Field, SQLModel

from app.domain import registrations, spaces, venue_kinds, venues, zones
from app.store.columns import words
from app.store.tables.fields import (
    at_field,
    id_field,
    json_field,
    sealed_field,
    word_field,
)

_ENDED = text("valid_until IS NOT NULL")
_FOLDED = String(registrations.NAME_LENGTH * 2).with_variant(
    String(registrations.NAME_LENGTH * 2, collation="C"), "postgresql"
)
"""Compared byte by byte on either database, so that a beginning is a range."""


class OwnerRow(SQLModel, table=True):
    """Who registered venues; reached by a key of their own, their name and number enciphered."""

    __tablename__ = "owners"
    id: UUID = id_field(primary=True)
    key_sha256: bytes = sealed_field(32, unique=True)
    details: bytes | None = sealed_field(1024, optional=True)
    created_at: datetime = at_field()


class VenueRow(SQLModel, table=True):
    """A place that prints a code."""

    __tablename__ = "venues"
    __table_args__ = (Index(None, "latitude", "longitude"), Index(None, "folded_name", "ward", "id"))
    id: UUID = id_field(primary=True)
    name: str = Field(max_length=registrations.NAME_LENGTH)
    folded_name: str = Field(sa_column=Column(_FOLDED, nullable=False))
    address: str = Field(max_length=registrations.ADDRESS_LENGTH)
    kind: venue_kinds.VenueKind = word_field(venue_kinds.VenueKind, "venue_kind")
    capacity: int
    hours: Any = json_field()
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = Field(default=None, max_length=20)
    ventilation: spaces.Ventilation | None = Field(
        default=None, sa_column=Column(words(spaces.Ventilation, "ventilation"))
    )
    ward: str | None = Field(default=None, max_length=16, index=True)
    parent: UUID | None = id_field(references="venues.id", optional=True, index=True)
    owner: UUID | None = id_field(references="owners.id", optional=True, index=True)
    state: venues.VenueState = word_field(venues.VenueState, "venue_state")
    registered_at: datetime = at_field()


class ZoneRow(SQLModel, table=True):
    """A part of a venue with air and people of its own."""

    __tablename__ = "zones"
    id: UUID = id_field(primary=True)
    venue: UUID = id_field(references="venues.id", index=True)
    name: str = Field(max_length=zones.NAME_LENGTH)
    capacity: int | None = None
    volume_m3: float | None = None
    ventilation: spaces.Ventilation | None = Field(
        default=None, sa_column=Column(words(spaces.Ventilation, "zone_ventilation"))
    )
    removed_at: datetime | None = at_field(optional=True)


class CodeRow(SQLModel, table=True):
    """What posters carry. A typed code comes free again when its row is deleted after retention."""

    __tablename__ = "codes"
    __table_args__ = (Index(None, "valid_until", postgresql_where=_ENDED, sqlite_where=_ENDED),)
    code: str = Field(primary_key=True, max_length=17)
    typed: str = Field(max_length=9, unique=True)
    venue: UUID = id_field(references="venues.id", index=True)
    zone: UUID | None = id_field(references="zones.id", optional=True)
    valid_from: datetime = at_field()
    valid_until: datetime | None = at_field(optional=True)
    revoked_at: datetime | None = at_field(optional=True)


class ScreenLinkRow(SQLModel, table=True):
    """A link under which a screen shows a venue's changing code, by the SHA-256 of its key."""

    __tablename__ = "screen_links"
    token_sha256: bytes = sealed_field(32, primary=True)
    venue: UUID = id_field(references="venues.id", index=True)
    ending: str = Field(max_length=4)
    made_at: datetime = at_field()


class ShiftLinkRow(SQLModel, table=True):
    """A link under which a venue's staff begin their shift, by the SHA-256 of its key."""

    __tablename__ = "shift_links"
    token_sha256: bytes = sealed_field(32, primary=True)
    venue: UUID = id_field(references="venues.id", index=True)
    ending: str = Field(max_length=4)
    made_at: datetime = at_field()

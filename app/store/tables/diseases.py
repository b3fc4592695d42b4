"""Disease profiles that a city has added."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.store.tables.fields import at_field, id_field, json_field


class DiseaseProfileRow(SQLModel, table=True):
    """One version of a profile. Its document never changes: a correction is the next version."""

    __tablename__ = "disease_profiles"
    slug: str = Field(primary_key=True, max_length=32)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: Any = json_field()
    added_at: datetime = at_field()
    added_by: UUID | None = id_field(references="officials.id", optional=True)
    """None: from the command line."""
    reviewed_by: UUID | None = id_field(references="officials.id", optional=True)
    reviewed_at: datetime | None = at_field(optional=True)

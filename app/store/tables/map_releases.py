"""What the public map has shown. Not the release codes of patients: those stand with the cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.fields import at_field, json_field


class MapReleaseRow(SQLModel, table=True):
    """One frozen release of the public map; a trigger refuses to change or remove it."""

    __tablename__ = "map_releases"
    __table_args__ = (UniqueConstraint("disease", "first"),)
    number: int | None = Field(default=None, primary_key=True)
    disease: str = Field(max_length=32)
    first: date
    last: date
    k: int
    rule: str = Field(max_length=16)
    blocks: Any = json_field()
    elsewhere: int | None = None
    late: int | None = None
    counted: int
    """All cases of the period as they were known then: never published, needed to know which come late."""
    narrowest: int | None = None
    boundaries: int = Field(foreign_key="imports.id")
    sources: Any = json_field()
    own_cases: bool
    made_at: datetime = at_field()

"""Who infected whom, as officials said; where several cases may have been infected, as it was computed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.fields import at_field, id_field, json_field


class InfectorDecisionRow(SQLModel, table=True):
    """An official named the infector of a case, or none. The newest that is not undone is in force."""

    __tablename__ = "infector_decisions"
    id: UUID = id_field(primary=True)
    case: UUID = id_field(references="cases.id", index=True)
    infector: UUID | None = id_field(references="cases.id", optional=True)
    reason: str = Field(max_length=400)
    decided_by: UUID = id_field(references="officials.id")
    decided_at: datetime = at_field()
    undone_at: datetime | None = at_field(optional=True)


class SourceRunRow(SQLModel, table=True):
    """The newest ranking of source venues of a disease and a jurisdiction: venues and counts, no people."""

    __tablename__ = "source_runs"
    __table_args__ = (UniqueConstraint("disease", "jurisdiction"),)
    id: UUID = id_field(primary=True)
    disease: str = Field(max_length=32)
    jurisdiction: str = Field(max_length=16)
    """Whose cases; empty is the whole city: a key holds no NULL."""
    made_by: UUID = id_field(references="officials.id")
    made_at: datetime = at_field()
    result: Any = json_field()

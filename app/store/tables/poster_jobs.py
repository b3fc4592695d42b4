"""Posters printed in the background."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.poster_jobs import PosterJobState
from app.store.tables.fields import at_field, id_field, word_field


class PosterJobRow(SQLModel, table=True):
    """The one pile of posters that an owner has asked for."""

    __tablename__ = "poster_jobs"
    __table_args__ = (UniqueConstraint("owner"),)
    id: UUID = id_field(primary=True)
    owner: UUID = id_field(references="owners.id")
    paper: str = Field(max_length=8)
    state: PosterJobState = word_field(PosterJobState, "poster_job_state")
    done: int
    total: int
    asked_at: datetime = at_field()
    ended_at: datetime | None = at_field(optional=True)

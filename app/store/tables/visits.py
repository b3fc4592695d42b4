"""Visits, the one large table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary, PrimaryKeyConstraint, text
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
    word_field,
)

_ON_SHIFT = text("assurance = 'staff'")
_WITHDRAWN = text("withdrawn_at IS NOT NULL")


class VisitRow(SQLModel, table=True):
    """One stay. On PostgreSQL one partition a local day, so that retention drops a table."""

    __tablename__ = "visits"
    __table_args__ = (
        PrimaryKeyConstraint("venue", "entered_at", "id"),
        # No index names `left_at`, not in a predicate either: a check-out would write every index anew.
        Index("ix_visits_pseudonym", "pseudonym"),
        Index("ix_visits_shifts", "venue", "entered_at", postgresql_where=_ON_SHIFT, sqlite_where=_ON_SHIFT),
        # Few: the other index answers alone where somebody was, without those that were taken back.
        Index("ix_visits_withdrawn", "pseudonym", postgresql_where=_WITHDRAWN, sqlite_where=_WITHDRAWN),
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
    same_day: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    """Venue and id of each other visit of this pseudonym that is not withdrawn; None: look them up.

    A day that is over has it (`store.closed_days`), so that a trace finds it on the page of the visit.
    """

"""All open cases with their visits, as few objects as possible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.assurance import Assurance
from app.domain.cases import Case, CaseState, Classification
from app.store.canonical import canonical_of, with_joined
from app.store.cases import case_of
from app.store.tables import CaseRow, CaseVisitRow


class Walked(NamedTuple):
    """A visit of a case, its person under the name of today."""

    case: UUID
    person: UUID | None
    venue: UUID
    zone: UUID | None
    start: datetime
    least: datetime | None
    """None: as `likely`."""
    likely: datetime
    most: datetime | None
    assurance: Assurance


def active(session: Session) -> list[Case]:
    """Open cases that were not discarded, by id."""
    rows = session.exec(
        select(CaseRow)
        .where(CaseRow.state == CaseState.OPEN, CaseRow.classification != Classification.DISCARDED)
        .order_by(col(CaseRow.id))
    )
    return [case_of(row) for row in rows]


def walked(session: Session) -> Sequence[Walked]:
    """The visits of all open cases by case and entry, without those that were removed."""
    who = canonical_of(col(CaseVisitRow.person))
    query = with_joined(
        select_columns(
            *(col(c) for c in (CaseVisitRow.case, CaseVisitRow.venue)),
            who,
            col(CaseVisitRow.zone),
            *(col(c) for c in (CaseVisitRow.entered_at, CaseVisitRow.left_least, CaseVisitRow.left_most)),
            col(CaseVisitRow.left_at),
            col(CaseVisitRow.assurance),
        )
        .select_from(CaseVisitRow)
        .join(CaseRow, col(CaseRow.id) == col(CaseVisitRow.case)),
        col(CaseVisitRow.person),
    )
    rows = session.execute(
        query.where(col(CaseRow.state) == CaseState.OPEN, col(CaseVisitRow.removed_at).is_(None)).order_by(
            col(CaseVisitRow.case), col(CaseVisitRow.entered_at), col(CaseVisitRow.id)
        )
    )
    return [
        Walked(case, person, venue, zone, start, least, likely, most, assurance)
        for case, venue, person, zone, start, least, most, likely, assurance in rows
    ]

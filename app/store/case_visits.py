"""The visits copied into cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.case_visits import CaseVisit
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.domain.spans import Span
from app.store.tables import CaseVisitRow


def add_visits(session: Session, visits: Sequence[CaseVisit], *, now: datetime) -> None:
    """Copy visits into a case."""
    session.add_all(
        CaseVisitRow(
            id=visit.id,
            case=visit.case,
            origin=visit.origin,
            release=visit.release,
            person=visit.person,
            venue=visit.venue,
            zone=visit.zone,
            entered_at=visit.span.start,
            left_at=visit.span.end,
            end_assumed=visit.end_assumed,
            assurance=visit.assurance,
            flags=visit.flags,
            added_by=visit.added_by,
            added_at=now,
        )
        for visit in visits
    )
    session.flush()


def visits_of(session: Session, case: CaseId) -> list[CaseVisit]:
    """A case's visits in order of entry, without those that were removed."""
    rows = session.exec(
        select(CaseVisitRow)
        .where(CaseVisitRow.case == case, col(CaseVisitRow.removed_at).is_(None))
        .order_by(col(CaseVisitRow.entered_at), col(CaseVisitRow.id))
    )
    return [_visit(row) for row in rows]


def remove_visits(
    session: Session, case: CaseId, *, now: datetime, visit: UUID | None = None, release: UUID | None = None
) -> int:
    """Take one visit, or all of one release, out of a case; returns how many."""
    query = select(CaseVisitRow).where(CaseVisitRow.case == case, col(CaseVisitRow.removed_at).is_(None))
    if visit is not None:
        query = query.where(CaseVisitRow.id == visit)
    if release is not None:
        query = query.where(CaseVisitRow.release == release)
    rows = session.exec(query).all()
    for row in rows:
        row.removed_at = now
    session.flush()
    return len(rows)


def _visit(row: CaseVisitRow) -> CaseVisit:
    return CaseVisit(
        id=row.id,
        case=CaseId(row.case),
        origin=row.origin,
        venue=VenueId(row.venue),
        span=Span(row.entered_at, row.left_at),
        end_assumed=row.end_assumed,
        assurance=row.assurance,
        flags=row.flags,
        zone=None if row.zone is None else ZoneId(row.zone),
        person=None if row.person is None else PersonId(row.person),
        release=row.release,
        added_by=None if row.added_by is None else OfficialId(row.added_by),
    )

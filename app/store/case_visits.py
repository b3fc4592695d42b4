"""The visits copied into cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.case_visits import CaseVisit
from app.domain.cases import Classification
from app.domain.ends import Ends
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.store.bulk import batched
from app.store.tables import CaseRow, CaseVisitRow

_VALUES_A_QUERY = 5000


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
            entered_at=visit.start,
            left_at=visit.ends.likely,
            left_least=visit.ends.least,
            left_most=visit.ends.most,
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


def of_cases(session: Session, cases: Iterable[CaseId]) -> dict[CaseId, list[CaseVisit]]:
    """The visits of many cases in order of entry, without those that were removed."""
    found: dict[CaseId, list[CaseVisit]] = {}
    for some in batched(cases, _VALUES_A_QUERY):
        rows = session.exec(
            select(CaseVisitRow)
            .where(col(CaseVisitRow.case).in_(some), col(CaseVisitRow.removed_at).is_(None))
            .order_by(col(CaseVisitRow.entered_at), col(CaseVisitRow.id))
        )
        for row in rows:
            found.setdefault(CaseId(row.case), []).append(_visit(row))
    return found


def cases_of(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, set[CaseId]]:
    """The cases that these persons are, as far as their phones or cards have told."""
    found: dict[PersonId, set[CaseId]] = {}
    for some in batched(persons, _VALUES_A_QUERY):
        rows = session.exec(
            select(CaseVisitRow.person, CaseVisitRow.case)
            .where(col(CaseVisitRow.person).in_(some), col(CaseVisitRow.removed_at).is_(None))
            .distinct()
        )
        for person, case in rows:
            if person is not None:
                found.setdefault(PersonId(person), set()).add(CaseId(case))
    return found


def persons_ill(session: Session, disease: str) -> list[PersonId]:
    """Everybody who is a case of this disease, as far as phones or cards have told."""
    rows = session.exec(
        select(CaseVisitRow.person)
        .join(CaseRow, col(CaseRow.id) == col(CaseVisitRow.case))
        .where(
            CaseRow.disease == disease,
            CaseRow.classification != Classification.DISCARDED,
            col(CaseVisitRow.removed_at).is_(None),
        )
        .distinct()
    )
    return [PersonId(person) for person in rows if person is not None]


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
        start=row.entered_at,
        ends=Ends(row.left_least or row.left_at, row.left_at, row.left_most or row.left_at),
        end_assumed=row.end_assumed,
        assurance=row.assurance,
        flags=row.flags,
        zone=None if row.zone is None else ZoneId(row.zone),
        person=None if row.person is None else PersonId(row.person),
        release=row.release,
        added_by=None if row.added_by is None else OfficialId(row.added_by),
    )

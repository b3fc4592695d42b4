"""The visits copied into cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.case_visits import CaseVisit
from app.domain.cases import Classification
from app.domain.ends import Ends
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.store import people
from app.store.bulk import batched, insert_rows
from app.store.canonical import canonical_of, with_joined
from app.store.tables import CaseRow, CaseVisitRow, PersonRow

_VALUES_A_QUERY = 5000
_WHO: Final = canonical_of(col(CaseVisitRow.person))
_COLUMNS: Final = [getattr(CaseVisitRow, name) for name in CaseVisitRow.model_fields]
"""Read beside each other: an object of each row would cost more than the visit that is made of it."""


def add_visits(session: Session, visits: Sequence[CaseVisit], *, now: datetime) -> None:
    """Copy visits into a case."""
    insert_rows(session, CaseVisitRow, [_columns(visit, now) for visit in visits])


def _columns(visit: CaseVisit, now: datetime) -> dict[str, object]:
    return {
        "id": visit.id,
        "case": visit.case,
        "origin": visit.origin,
        "release": visit.release,
        "person": visit.person,
        "venue": visit.venue,
        "zone": visit.zone,
        "entered_at": visit.start,
        "left_at": visit.ends.likely,
        "left_least": visit.ends.least,
        "left_most": visit.ends.most,
        "end_assumed": visit.end_assumed,
        "assurance": visit.assurance,
        "flags": visit.flags,
        "added_by": visit.added_by,
        "added_at": now,
        "companions": visit.companions,
        "children": visit.children,
    }


def visits_of(session: Session, case: CaseId) -> list[CaseVisit]:
    """A case's visits in order of entry, without those that were removed."""
    rows = session.execute(
        select_columns(*_COLUMNS)
        .where(col(CaseVisitRow.case) == case, col(CaseVisitRow.removed_at).is_(None))
        .order_by(col(CaseVisitRow.entered_at), col(CaseVisitRow.id))
    )
    return _named(session, [_visit(row) for row in rows])


def of_cases(session: Session, cases: Iterable[CaseId]) -> dict[CaseId, list[CaseVisit]]:
    """The visits of many cases in order of entry, without those that were removed."""
    visits: list[CaseVisit] = []
    for some in batched(cases, _VALUES_A_QUERY):
        rows = session.execute(
            select_columns(*_COLUMNS)
            .where(col(CaseVisitRow.case).in_(some), col(CaseVisitRow.removed_at).is_(None))
            .order_by(col(CaseVisitRow.entered_at), col(CaseVisitRow.id))
        )
        visits += [_visit(row) for row in rows]
    found: dict[CaseId, list[CaseVisit]] = {}
    for visit in _named(session, visits):
        found.setdefault(visit.case, []).append(visit)
    return found


def _named(session: Session, visits: Sequence[CaseVisit]) -> list[CaseVisit]:
    """The visits with their persons under the names of today."""
    names = people.canonical(session, {visit.person for visit in visits if visit.person is not None})
    return [
        visit
        if visit.person is None or names[visit.person] == visit.person
        else replace(visit, person=names[visit.person])
        for visit in visits
    ]


def cases_of(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, set[CaseId]]:
    """The cases that these persons are, as far as their phones or cards have told."""
    names = people.names_of(session, persons)
    chief = {name: person for person, theirs in names.items() for name in theirs}
    found: dict[PersonId, set[CaseId]] = {}
    for some in batched(chief, _VALUES_A_QUERY):
        rows = session.exec(
            select(CaseVisitRow.person, CaseVisitRow.case)
            .where(col(CaseVisitRow.person).in_(some), col(CaseVisitRow.removed_at).is_(None))
            .distinct()
        )
        for person, case in rows:
            if person is not None:
                found.setdefault(chief[PersonId(person)], set()).add(CaseId(case))
    return found


def with_guardians(session: Session, cases: Iterable[CaseId]) -> set[CaseId]:
    """Those of these cases whose visits came from somebody whose number stands for children too."""
    found: set[CaseId] = set()
    for some in batched(cases, _VALUES_A_QUERY):
        rows = session.exec(
            select(CaseVisitRow.case)
            .join(PersonRow, col(PersonRow.id) == col(CaseVisitRow.person))
            .where(
                col(CaseVisitRow.case).in_(some),
                col(CaseVisitRow.removed_at).is_(None),
                col(PersonRow.guardian).is_(True),
            )
            .distinct()
        )
        found |= {CaseId(case) for case in rows}
    return found


def persons_ill(session: Session, disease: str) -> list[PersonId]:
    """Everybody who is a case of this disease, as far as phones or cards have told."""
    rows = session.execute(
        with_joined(select_columns(_WHO).select_from(CaseVisitRow), col(CaseVisitRow.person))
        .join(CaseRow, col(CaseRow.id) == col(CaseVisitRow.case))
        .where(
            col(CaseRow.disease) == disease,
            col(CaseRow.classification) != Classification.DISCARDED,
            col(CaseVisitRow.person).is_not(None),
            col(CaseVisitRow.removed_at).is_(None),
        )
        .distinct()
    )
    return [PersonId(person) for (person,) in rows]


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


def _visit(row: Row[Any]) -> CaseVisit:
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
        companions=row.companions,
        children=row.children,
    )

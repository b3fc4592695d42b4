"""Cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import literal, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.case_dates import Dates, Onset
from app.domain.cases import Case, CaseState, Classification
from app.domain.errors import CaseUnknown
from app.domain.ids import CaseId, OfficialId
from app.domain.officials import Official
from app.store.columns import Id, Instant
from app.store.jurisdictions import covered
from app.store.tables import CaseRow


def add(session: Session, case: Case, zone: ZoneInfo) -> None:
    """Keep a new case."""
    row = CaseRow(
        id=case.id,
        reference=case.reference,
        subject=case.subject,
        disease=case.disease,
        classification=case.classification,
        state=case.state,
        counted_on=case.counted_on(zone),
        ward=case.ward,
        jurisdiction=case.jurisdiction,
        lab_reference=case.lab_reference,
        reported_by=case.reported_by,
        reported_at=case.reported_at,
        version=case.version,
    )
    _put_dates(row, case.dates)
    session.add(row)
    session.flush()


def save(session: Session, case: Case, zone: ZoneInfo) -> None:
    """Keep what changed about a case."""
    row = session.get_one(CaseRow, case.id)
    row.classification, row.state, row.closed_at = case.classification, case.state, case.closed_at
    row.counted_on, row.version = case.counted_on(zone), case.version
    _put_dates(row, case.dates)
    session.flush()


def get(session: Session, case: CaseId) -> Case:
    """One case.

    Raises:
        CaseUnknown: there is none.
    """
    row = session.get(CaseRow, case)
    if row is None:
        raise CaseUnknown(str(case))
    return case_of(row)


def by_ids(session: Session, ids: Sequence[CaseId]) -> dict[CaseId, Case]:
    """The cases with these ids, those that exist."""
    rows = session.exec(select(CaseRow).where(col(CaseRow.id).in_(ids)))
    return {CaseId(row.id): case_of(row) for row in rows}


def has_reference(session: Session, reference: str) -> bool:
    """Whether a case has this reference."""
    return session.exec(select(col(CaseRow.id)).where(CaseRow.reference == reference)).first() is not None


def by_reference(session: Session, reference: str) -> Case | None:
    """The case with this reference."""
    row = session.exec(select(CaseRow).where(CaseRow.reference == reference)).first()
    return None if row is None else case_of(row)


def of_disease(
    session: Session, disease: str, official: Official, *, since: date, limit: int, only_open: bool = False
) -> list[Case]:
    """Cases of a disease that an official covers, the newest by onset first; discarded ones are none."""
    query = select(CaseRow).where(
        CaseRow.disease == disease,
        CaseRow.classification != Classification.DISCARDED,
        CaseRow.counted_on >= since,
        covered(CaseRow.jurisdiction, official),
    )
    if only_open:
        query = query.where(CaseRow.state == CaseState.OPEN)
    rows = session.exec(query.order_by(col(CaseRow.counted_on).desc(), col(CaseRow.id)).limit(limit))
    return [case_of(row) for row in rows]


def page(
    session: Session,
    *,
    jurisdiction: str | None,
    state: CaseState,
    after: tuple[datetime, UUID] | None = None,
    subjects: Sequence[UUID] | None = None,
    limit: int = 50,
) -> list[Case]:
    """Cases, the newest first, that come after the last one of the page before.

    `jurisdiction` None is the whole city. `subjects`, where given, narrows to the cases of these people.
    """
    query = select(CaseRow)
    if jurisdiction is not None:
        query = query.where(CaseRow.jurisdiction == jurisdiction)
    if subjects is not None:
        return _of_subjects(session, query.where(col(CaseRow.subject).in_(subjects)), state, after)[:limit]
    query = query.where(CaseRow.state == state)
    if after is not None:
        at, last = after
        # As one value, which is a range of the index; "earlier, or then and smaller" reads all before it.
        place = tuple_(col(CaseRow.reported_at), col(CaseRow.id))
        query = query.where(place < tuple_(literal(at, Instant), literal(last, Id)))
    rows = session.exec(query.order_by(col(CaseRow.reported_at).desc(), col(CaseRow.id).desc()).limit(limit))
    return [case_of(row) for row in rows]


def _of_subjects(
    session: Session, query: SelectOfScalar[CaseRow], state: CaseState, after: tuple[datetime, UUID] | None
) -> list[Case]:
    """Some people's cases, the newest first.

    Put in order here: asked for an order, SQLite reads all cases of the state until it has met enough.
    """
    found = [case_of(row) for row in session.exec(query) if row.state == state]
    found.sort(key=_place, reverse=True)
    return found if after is None else [case for case in found if _place(case) < after]


def _place(case: Case) -> tuple[datetime, UUID]:
    return case.reported_at, case.id


def _put_dates(row: CaseRow, dates: Dates) -> None:
    row.onset_on = dates.onset.day if dates.onset else None
    row.onset_precision = dates.onset.precision if dates.onset else None
    row.sample_on, row.isolated_on = dates.sample_on, dates.isolated_on


def case_of(row: CaseRow) -> Case:
    """The case that a row holds."""
    onset = None
    if row.onset_on is not None and row.onset_precision is not None:
        onset = Onset(row.onset_on, row.onset_precision)
    return Case(
        id=CaseId(row.id),
        reference=row.reference,
        subject=row.subject,
        disease=row.disease,
        classification=row.classification,
        dates=Dates(onset, row.sample_on, row.isolated_on),
        jurisdiction=row.jurisdiction,
        ward=row.ward,
        lab_reference=row.lab_reference,
        reported_by=OfficialId(row.reported_by),
        reported_at=row.reported_at,
        state=row.state,
        closed_at=row.closed_at,
        version=row.version,
    )

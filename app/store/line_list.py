"""Cases one by one, without a name: where and when each counts, when it was reported, where it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from app.domain.cases import Classification
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.windows import Window
from app.store.bulk import AT_ONCE
from app.store.jurisdictions import covered
from app.store.tables import CaseRow, CaseVisitRow, VenueRow


@dataclass(frozen=True, slots=True)
class Listed:
    """One confirmed case."""

    ward: str
    """Empty where nobody knows it."""
    day: date
    """The day it is counted on: onset, else sample, else report."""
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class ListedStay:
    """One visit of one confirmed case to a venue whose place is known."""

    case: UUID
    day: date
    """The day the case is counted on."""
    venue: UUID
    name: str
    position: Position
    entered_at: datetime
    left_at: datetime


def line_list(session: Session, disease: str, window: Window, *, before: datetime) -> list[Listed]:
    """The confirmed cases counted in a window and reported before a moment, in any order."""
    rows = session.exec(
        select(col(CaseRow.ward), col(CaseRow.counted_on), col(CaseRow.reported_at)).where(
            CaseRow.disease == disease,
            CaseRow.classification == Classification.CONFIRMED,
            col(CaseRow.counted_on).between(window.first, window.last),
            col(CaseRow.reported_at) < before,
        )
    )
    return [Listed(ward or "", day, at) for some in rows.partitions(AT_ONCE) for ward, day, at in some]


def newest_report(session: Session, disease: str) -> datetime | None:
    """When the last confirmed case of a disease was reported; None where there is none."""
    return session.exec(
        select(func.max(col(CaseRow.reported_at))).where(
            CaseRow.disease == disease, CaseRow.classification == Classification.CONFIRMED
        )
    ).one()


def stays(
    session: Session, official: Official, disease: str, window: Window, *, before: datetime, back: timedelta
) -> list[ListedStay]:
    """Where such cases of the official's jurisdiction were, at most `back` before `before`."""
    columns = (
        *(col(CaseRow.id), col(CaseRow.counted_on)),
        *(col(VenueRow.id), col(VenueRow.name), col(VenueRow.latitude), col(VenueRow.longitude)),
        *(col(CaseVisitRow.entered_at), col(CaseVisitRow.left_at)),
    )
    # Columns, not rows: a hundred thousand stays as three rows each take ten seconds.
    rows = session.execute(
        select_columns(*columns)
        .select_from(CaseRow)
        .join(CaseVisitRow, col(CaseVisitRow.case) == col(CaseRow.id))
        .join(VenueRow, col(VenueRow.id) == col(CaseVisitRow.venue))
        .where(
            col(CaseRow.disease) == disease,
            col(CaseRow.classification) == Classification.CONFIRMED,
            col(CaseRow.counted_on).between(window.first, window.last),
            col(CaseRow.reported_at) < before,
            covered(CaseRow.jurisdiction, official),
        )
        .where(
            col(CaseVisitRow.removed_at).is_(None),
            col(CaseVisitRow.entered_at).between(before - back, before),
            col(VenueRow.latitude).is_not(None),
            col(VenueRow.longitude).is_not(None),
        )
    )
    return [
        ListedStay(case, day, venue, name, Position(latitude, longitude), entered_at, left_at)
        for some in rows.partitions(AT_ONCE)
        for case, day, venue, name, latitude, longitude, entered_at, left_at in some
    ]

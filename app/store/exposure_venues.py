"""Where open cases met others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.domain.cases import CaseState
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.positions import Position
from app.store.jurisdictions import covered
from app.store.tables import CaseRow, ExposureRow, TraceRow, VenueRow


@dataclass(frozen=True, slots=True)
class ExposureVenue:
    """A venue where open cases met others."""

    id: VenueId
    name: str
    address: str
    position: Position
    people: int
    """Persons listed there by the traces in force."""
    cases: int


def exposure_venues(session: Session, disease: str, official: Official) -> list[ExposureVenue]:
    """The venues in the traces in force of a disease's open cases that this official covers, by id."""
    later = aliased(TraceRow)
    superseded = (
        select(later.id)
        .where(later.case == TraceRow.case, later.number > TraceRow.number, col(later.undone_at).is_(None))
        .exists()
    )
    people = func.count(func.distinct(col(ExposureRow.person)))
    cases = func.count(func.distinct(col(TraceRow.case)))
    query = (
        select(VenueRow, people, cases)
        .join(ExposureRow, col(ExposureRow.venue) == col(VenueRow.id))
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .join(CaseRow, col(CaseRow.id) == col(TraceRow.case))
        .where(CaseRow.state == CaseState.OPEN, col(TraceRow.undone_at).is_(None), ~superseded)
        .where(CaseRow.disease == disease, covered(CaseRow.jurisdiction, official))
        .where(col(VenueRow.latitude).is_not(None), col(VenueRow.longitude).is_not(None))
        .group_by(col(VenueRow.id))
        .order_by(col(VenueRow.id))
    )
    return [
        ExposureVenue(
            VenueId(row.id),
            row.name,
            row.address,
            Position(row.latitude or 0.0, row.longitude or 0.0),
            seen,
            of_cases,
        )
        for row, seen, of_cases in session.exec(query)
    ]

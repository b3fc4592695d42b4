"""Where open cases met others: by venue for those who trace, by place and nameless person for densities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.domain.cases import CaseState
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.store.bulk import AT_ONCE
from app.store.canonical import canonical_of, with_joined
from app.store.jurisdictions import covered
from app.store.tables import CaseRow, ExposureRow, TraceRow, VenueRow

Columns = TypeVarTuple("Columns")
_WHO: Final = canonical_of(col(ExposureRow.person))
"""Two browsers of one human are one person."""


@dataclass(frozen=True, slots=True)
class ExposureVenue:
    """A venue where open cases met others."""

    id: VenueId
    name: str
    address: str
    kind: VenueKind
    ward: str | None
    position: Position
    people: int
    """Persons listed there by the traces in force."""
    cases: int
    exposures: int


@dataclass(frozen=True, slots=True)
class PlacedPerson:
    """How often one person was exposed in one place.

    `person` is a number that this answer alone knows: the database counts pseudonyms and keeps them.
    """

    position: Position
    person: int
    exposures: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """One exposure at a venue; `person` and `case` are numbers that this answer alone knows."""

    person: int
    case: int
    span: Span


def exposure_venues(
    session: Session,
    disease: str,
    official: Official,
    within: Span | None = None,
    *,
    only: VenueId | None = None,
) -> list[ExposureVenue]:
    """The venues in the traces in force of a disease's open cases that this official covers, by id.

    With `within`, exposures that begin in it alone; with `only`, of one venue.
    """
    venue = (
        *(col(VenueRow.id), col(VenueRow.name), col(VenueRow.address), col(VenueRow.kind)),
        *(col(VenueRow.ward), col(VenueRow.latitude), col(VenueRow.longitude)),
    )
    numbers = (func.count(func.distinct(_WHO)), func.count(func.distinct(col(TraceRow.case))), func.count())
    query = _from_exposures(select_columns(*venue, *numbers), disease, official, within)
    query = query.group_by(col(VenueRow.id)).order_by(col(VenueRow.id))
    if only is not None:
        query = query.where(col(VenueRow.id) == only)
    return [
        ExposureVenue(VenueId(place), name, address, kind, ward, Position(latitude, longitude), *counted)
        for some in session.execute(query).partitions(AT_ONCE)
        for place, name, address, kind, ward, latitude, longitude, *counted in some
    ]


def placed_people(
    session: Session, disease: str, official: Official | None, within: Span
) -> list[PlacedPerson]:
    """Who was exposed where, in one query, as numbers: the official's cases, or everybody's for None."""
    place = col(VenueRow.latitude), col(VenueRow.longitude)
    query = _from_exposures(
        select_columns(*place, func.dense_rank().over(order_by=_WHO), func.count()),
        disease,
        official,
        within,
    ).group_by(*place, _WHO)
    return [
        PlacedPerson(Position(latitude, longitude), person, exposures)
        for some in session.execute(query).partitions(AT_ONCE)
        for latitude, longitude, person, exposures in some
    ]


def meetings(
    session: Session, disease: str, official: Official, venue: VenueId, within: Span | None = None
) -> list[Meeting]:
    """The exposures behind one of the official's exposure venues, by time."""
    query = _from_exposures(
        select_columns(
            func.dense_rank().over(order_by=_WHO),
            func.dense_rank().over(order_by=col(TraceRow.case)),
            col(ExposureRow.starts_at),
            col(ExposureRow.ends_at),
        ),
        disease,
        official,
        within,
    )
    found = session.execute(query.where(col(VenueRow.id) == venue))
    return sorted(
        (Meeting(person, case, Span(start, end)) for person, case, start, end in found),
        key=lambda meeting: (meeting.span, meeting.person, meeting.case),
    )


def newest_exposure(session: Session, disease: str, official: Official | None) -> datetime | None:
    """When the last exposure on such a map began; None where there is none."""
    begun: Select[datetime | None] = select_columns(func.max(col(ExposureRow.starts_at)))
    newest: datetime | None = session.execute(_from_exposures(begun, disease, official, None)).scalar_one()
    return newest


def _from_exposures(
    query: Select[*Columns], disease: str, official: Official | None, within: Span | None
) -> Select[*Columns]:
    """The joins and clauses that all of these share."""
    cases = true() if official is None else covered(CaseRow.jurisdiction, official)
    query = (
        with_joined(
            query.select_from(VenueRow).join(ExposureRow, col(ExposureRow.venue) == col(VenueRow.id)),
            col(ExposureRow.person),
        )
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .join(CaseRow, col(CaseRow.id) == col(TraceRow.case))
        .where(col(CaseRow.state) == CaseState.OPEN, col(CaseRow.disease) == disease, cases, _in_force())
        .where(col(VenueRow.latitude).is_not(None), col(VenueRow.longitude).is_not(None))
    )
    if within is not None:
        starts = col(ExposureRow.starts_at)
        query = query.where(starts >= within.start, starts < within.end)
    return query


def _in_force() -> ColumnElement[bool]:
    later = aliased(TraceRow)
    superseded = (
        select(col(later.id))
        .where(later.case == TraceRow.case, later.number > TraceRow.number, col(later.undone_at).is_(None))
        .exists()
    )
    return col(TraceRow.undone_at).is_(None) & ~superseded

"""Visits, by venue and time or by a day's pseudonym. Nothing here knows a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from app.domain.ids import Pseudonym, VenueId, VisitId, ZoneId, entered_at
from app.domain.spans import Span
from app.domain.visits import Visit
from app.store.db import insert_new
from app.store.tables import VisitRow


def add(session: Session, new: Sequence[Visit]) -> None:
    """Keep visits; one that is already kept stays as it is."""
    insert_new(session, VisitRow, [_columns(visit) for visit in new])


def save(session: Session, visit: Visit) -> None:
    """Keep what changed about a visit: its end, its withdrawal, its version."""
    row = session.get_one(VisitRow, (visit.venue, visit.entered_at, visit.id))
    row.left_at, row.withdrawn_at, row.version = visit.left_at, visit.withdrawn_at, visit.version
    session.flush()


def get(session: Session, venue: VenueId, visit: VisitId) -> Visit | None:
    """One visit, by its full key: the time of entry is inside the id."""
    row = session.get(VisitRow, (venue, entered_at(visit), visit))
    return None if row is None else _visit(row)


def by_keys(
    session: Session, keys: Iterable[tuple[VenueId, VisitId]]
) -> dict[tuple[VenueId, VisitId], Visit]:
    """The visits with these full keys, those that exist, in one query."""
    wanted = [(venue, entered_at(visit), visit) for venue, visit in keys]
    full_key = tuple_(col(VisitRow.venue), col(VisitRow.entered_at), col(VisitRow.id))
    rows = session.exec(select(VisitRow).where(full_key.in_(wanted))) if wanted else ()
    return {(VenueId(row.venue), VisitId(row.id)): _visit(row) for row in rows}


def of_pseudonyms(session: Session, pseudonyms: Iterable[Pseudonym]) -> list[Visit]:
    """All visits under these pseudonyms, by time of entry, withdrawn ones included, in one query."""
    rows = session.exec(
        select(VisitRow)
        .where(col(VisitRow.pseudonym).in_(set(pseudonyms)))
        .order_by(col(VisitRow.entered_at), col(VisitRow.id))
    )
    return [_visit(row) for row in rows]


def present(session: Session, venue: VenueId, during: Span) -> int:
    """How many people checked in to a venue during the span and have neither left nor withdrawn."""
    return session.exec(
        select(func.count(func.distinct(VisitRow.pseudonym))).where(
            VisitRow.venue == venue,
            col(VisitRow.entered_at) >= during.start,
            col(VisitRow.entered_at) < during.end,
            col(VisitRow.left_at).is_(None),
            col(VisitRow.withdrawn_at).is_(None),
        )
    ).one()


def _columns(visit: Visit) -> dict[str, object]:
    return {
        "venue": visit.venue,
        "entered_at": visit.entered_at,
        "id": visit.id,
        "pseudonym": visit.pseudonym,
        "left_at": visit.left_at,
        "received_at": visit.received_at,
        "withdrawn_at": visit.withdrawn_at,
        "zone": visit.zone,
        "assurance": visit.assurance,
        "flags": visit.flags,
        "basis": visit.basis,
        "version": visit.version,
    }


def _visit(row: VisitRow) -> Visit:
    return Visit(
        venue=VenueId(row.venue),
        id=VisitId(row.id),
        pseudonym=Pseudonym(row.pseudonym),
        assurance=row.assurance,
        received_at=row.received_at,
        basis=row.basis,
        zone=None if row.zone is None else ZoneId(row.zone),
        flags=row.flags,
        left_at=row.left_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )

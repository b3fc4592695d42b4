"""Venues."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.venues import Venue, VenueState
from app.store.bulk import batched
from app.store.bulk_load import load_rows
from app.store.issued_codes import code_columns
from app.store.tables import CodeRow, VenueRow
from app.store.venue_rows import columns_of, venue_of

_ROWS_A_STATEMENT: Final = 5_000
"""As rows of a statement they take several times the room of the venues."""
_BY_IDS: Final = select_columns(*(getattr(VenueRow, name) for name in VenueRow.model_fields)).where(
    col(VenueRow.id).in_(bindparam("ids", expanding=True))
)
"""Read beside each other: an object of each row would cost more than the venue that is made of it."""


def add(session: Session, venue: Venue) -> None:
    """Keep a new venue."""
    session.add(VenueRow(**columns_of(venue)))
    session.flush()


def add_many(session: Session, new: Sequence[Venue], codes: Sequence[IssuedCode]) -> None:
    """Keep new venues, parents before those inside them, each with its codes, a few thousand at a time."""
    for some in batched(new, _ROWS_A_STATEMENT):
        load_rows(session, VenueRow, [columns_of(venue) for venue in some])
    for part in batched(codes, _ROWS_A_STATEMENT):
        load_rows(session, CodeRow, [code_columns(code) for code in part])


def get(session: Session, venue: VenueId) -> Venue:
    """One venue.

    Raises:
        VenueUnknown: there is none.
    """
    row = session.get(VenueRow, venue)
    if row is None:
        raise VenueUnknown(str(venue))
    return venue_of(row)


def by_ids(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """The venues with these ids, those that exist."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)})
    return {VenueId(row.id): venue_of(row) for row in rows}


def names(session: Session, ids: Collection[VenueId]) -> dict[VenueId, str]:
    """How these venues are called; asks nothing for none."""
    if not ids:
        return {}
    rows = session.exec(select(col(VenueRow.id), col(VenueRow.name)).where(col(VenueRow.id).in_(ids)))
    return {VenueId(venue): name for venue, name in rows}


def by_many_ids(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """The same for more ids than one statement may carry."""
    return {key: venue for some in batched(ids, 5_000) for key, venue in by_ids(session, some).items()}


def with_parents(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """These venues and every venue around them; one query a level, and places nest two or three deep."""
    found: dict[VenueId, Venue] = {}
    wanted = set(ids)
    while wanted:
        found |= by_many_ids(session, wanted)
        parents = {venue.registration.parent for venue in found.values()}
        wanted = {parent for parent in parents if parent is not None} - found.keys()
    return found


def of_owner(session: Session, owner: OwnerId) -> list[Venue]:
    """An owner's venues, by name."""
    rows = session.exec(
        select(VenueRow).where(VenueRow.owner == owner).order_by(col(VenueRow.folded_name), col(VenueRow.id))
    )
    return [venue_of(row) for row in rows]


def ids_in_order(session: Session, owner: OwnerId | None = None) -> list[VenueId]:
    """The venues that take check-ins, of all owners or of one, by ward, then name: as posters go out."""
    rows = select(col(VenueRow.id)).where(VenueRow.state == VenueState.OPEN)
    if owner is not None:
        rows = rows.where(VenueRow.owner == owner)
    in_order = rows.order_by(func.coalesce(VenueRow.ward, ""), col(VenueRow.folded_name), col(VenueRow.id))
    return [VenueId(found) for found in session.exec(in_order)]

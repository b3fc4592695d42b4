"""Venues by where they are and what they are called."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venues import Venue
from app.store.tables import VenueRow
from app.store.venue_rows import venue_of

_METRES_A_DEGREE = 111_195.0
_LAST = "\U0010ffff"
"""Behind every character that a name can hold."""


def sights(session: Session) -> Iterator[tuple[str, str, float | None, float | None]]:
    """Name, address, latitude and longitude of every venue, a few thousand in memory at a time."""
    columns = select(VenueRow.name, VenueRow.address, VenueRow.latitude, VenueRow.longitude)
    rows = session.exec(columns, execution_options={"yield_per": 5_000})
    yield from ((name, address, north, east) for name, address, north, east in rows)


def near(session: Session, registration: Registration, *, metres: float) -> list[Venue]:
    """Venues in the square around a position, or with the same folded name where it has none."""
    where: ColumnElement[bool] = col(VenueRow.folded_name) == fold(registration.name)
    if (here := registration.position) is not None:
        north = metres / _METRES_A_DEGREE
        east = north / max(0.01, math.cos(math.radians(here.latitude)))
        where = or_(
            where,
            col(VenueRow.latitude).between(here.latitude - north, here.latitude + north)
            & col(VenueRow.longitude).between(here.longitude - east, here.longitude + east),
        )
    return [venue_of(row) for row in session.exec(select(VenueRow).where(where).limit(500))]


def search(
    session: Session, text: str, *, wards: Collection[str] | None = None, limit: int = 20
) -> list[Venue]:
    """Venues whose name holds the text, diacritics aside; those that begin with it first.

    `wards`, where given, are the only ones looked in. A beginning is a range of the index. Only where too few
    names begin so, the index is read name by name from its start until there are enough.
    """
    wanted = fold(text)
    name = col(VenueRow.folded_name)
    begins = name.between(wanted, wanted + _LAST)
    query = select(col(VenueRow.id)).order_by(name, col(VenueRow.ward), col(VenueRow.id))
    if wards is not None:
        query = query.where(col(VenueRow.ward).in_(wards))
    found = list(session.exec(query.where(begins).limit(limit)))
    if len(found) < limit:
        holds = name.contains(wanted, autoescape=True)
        found += session.exec(query.where(holds, ~begins).limit(limit - len(found)))
    rows = {
        row.id: venue_of(row) for row in session.exec(select(VenueRow).where(col(VenueRow.id).in_(found)))
    }
    return [rows[venue] for venue in found]

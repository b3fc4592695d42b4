"""Venues and their codes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.domain.codes import Code, IssuedCode, TypedCode
from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId, ZoneId
from app.domain.text import fold
from app.domain.venues import Hours, OpeningHours, Position, Registration, Venue, VenueState
from app.store.tables import CodeRow, VenueRow

_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A code with the venue it leads to."""

    code: IssuedCode
    venue: Venue


def add(session: Session, venue: Venue) -> None:
    """Keep a new venue."""
    there = venue.registration
    session.add(
        VenueRow(
            id=venue.id,
            name=there.name,
            folded_name=fold(there.name),
            address=there.address,
            kind=there.kind,
            capacity=there.capacity,
            hours=_written_hours(there.hours),
            latitude=there.position.latitude if there.position else None,
            longitude=there.position.longitude if there.position else None,
            phone=there.phone,
            ward=venue.ward,
            parent=there.parent,
            owner=venue.owner,
            state=venue.state,
            registered_at=venue.registered_at,
        )
    )
    session.flush()


def get(session: Session, venue: VenueId) -> Venue:
    """One venue.

    Raises:
        VenueUnknown: there is none.
    """
    row = session.get(VenueRow, venue)
    if row is None:
        raise VenueUnknown(str(venue))
    return _venue(row)


def by_ids(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """The venues with these ids, those that exist."""
    rows = session.exec(select(VenueRow).where(col(VenueRow.id).in_(list(ids))))
    return {VenueId(row.id): _venue(row) for row in rows}


def of_owner(session: Session, owner: OwnerId) -> list[Venue]:
    """An owner's venues, by name."""
    rows = session.exec(
        select(VenueRow).where(VenueRow.owner == owner).order_by(col(VenueRow.folded_name), col(VenueRow.id))
    )
    return [_venue(row) for row in rows]


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
    return [_venue(row) for row in session.exec(select(VenueRow).where(where).limit(500))]


def search(session: Session, text: str, *, limit: int = 20) -> list[Venue]:
    """Venues whose name holds the text, diacritics aside; those that begin with it first."""
    wanted = fold(text)
    rows = session.exec(
        select(VenueRow)
        .where(col(VenueRow.folded_name).contains(wanted, autoescape=True))
        .order_by(~col(VenueRow.folded_name).startswith(wanted, autoescape=True), col(VenueRow.folded_name))
        .limit(limit)
    )
    return [_venue(row) for row in rows]


def add_code(session: Session, code: IssuedCode) -> None:
    """Keep a new code."""
    session.add(
        CodeRow(
            code=code.code,
            typed=code.typed,
            venue=code.venue,
            zone=code.zone,
            valid_from=code.valid_from,
            valid_until=code.valid_until,
            revoked_at=code.revoked_at,
        )
    )
    session.flush()


def save_code(session: Session, code: IssuedCode) -> None:
    """Keep the end of a code."""
    row = session.get_one(CodeRow, code.code)
    row.valid_until, row.revoked_at = code.valid_until, code.revoked_at
    session.flush()


def typed_code_taken(session: Session, typed: TypedCode) -> bool:
    """Whether a code, old or new, has these digits."""
    return session.exec(select(col(CodeRow.code)).where(CodeRow.typed == typed)).first() is not None


def codes_of(session: Session, venue: VenueId) -> list[IssuedCode]:
    """A venue's codes, the newest first."""
    rows = session.exec(
        select(CodeRow).where(CodeRow.venue == venue).order_by(col(CodeRow.valid_from).desc())
    )
    return [_code(row) for row in rows]


def by_codes(session: Session, codes: Iterable[Code]) -> dict[Code, CodedPlace]:
    """The codes that exist, each with its venue, in one query."""
    return {place.code.code: place for place in _places(session, col(CodeRow.code).in_(set(codes)))}


def by_typed_code(session: Session, typed: TypedCode) -> CodedPlace | None:
    """The place behind nine digits."""
    return next(iter(_places(session, col(CodeRow.typed) == typed)), None)


def _places(session: Session, where: ColumnElement[bool]) -> list[CodedPlace]:
    rows: Sequence[Any] = session.exec(
        select(CodeRow, VenueRow).join(VenueRow, col(VenueRow.id) == col(CodeRow.venue)).where(where)
    ).all()
    return [CodedPlace(_code(code), _venue(venue)) for code, venue in rows]


def _code(row: CodeRow) -> IssuedCode:
    return IssuedCode(
        Code(row.code),
        TypedCode(row.typed),
        VenueId(row.venue),
        None if row.zone is None else ZoneId(row.zone),
        row.valid_from,
        row.valid_until,
        row.revoked_at,
    )


def _venue(row: VenueRow) -> Venue:
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(row.latitude, row.longitude)
    registration = Registration(
        name=row.name,
        address=row.address,
        kind=row.kind,
        capacity=row.capacity,
        hours=_read_hours(row.hours),
        position=position,
        parent=None if row.parent is None else VenueId(row.parent),
        phone=row.phone,
    )
    owner = None if row.owner is None else OwnerId(row.owner)
    return Venue(VenueId(row.id), registration, owner, VenueState(row.state), row.registered_at, row.ward)


def _written_hours(hours: OpeningHours) -> list[list[list[int]]]:
    return [[[opening.opens, opening.closes] for opening in day] for day in hours.week]


def _read_hours(week: list[list[list[int]]]) -> OpeningHours:
    return OpeningHours(tuple(tuple(Hours(*opening) for opening in day) for day in week))

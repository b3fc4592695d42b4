"""Venues and their codes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, update
from sqlmodel import Session, col, select

from app.domain.codes import Code, IssuedCode, TypedCode
from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId, ZoneId
from app.domain.text import fold
from app.domain.venues import Hours, OpeningHours, Position, Registration, Venue, VenueState
from app.store.db import batched
from app.store.tables import CodeRow, VenueRow

_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A code with the venue it leads to."""

    code: IssuedCode
    venue: Venue


def add(session: Session, venue: Venue) -> None:
    """Keep a new venue."""
    session.add(VenueRow(**_columns(venue)))
    session.flush()


def add_many(session: Session, new: Sequence[Venue], codes: Sequence[IssuedCode]) -> None:
    """Keep new venues, parents before those inside them, each with its codes: two statements for all."""
    if new:
        session.execute(insert(VenueRow), [_columns(venue) for venue in new])
        session.execute(insert(CodeRow), [_code_columns(code) for code in codes])


def is_empty(session: Session) -> bool:
    """Whether no venue is registered."""
    return session.exec(select(col(VenueRow.id)).limit(1)).first() is None


def some_codes(session: Session, count: int) -> list[tuple[str, str]]:
    """Name and code of a few of the largest venues."""
    rows = session.exec(
        select(col(VenueRow.name), col(CodeRow.code))
        .join(CodeRow, col(CodeRow.venue) == col(VenueRow.id))
        .where(col(CodeRow.revoked_at).is_(None))
        .order_by(col(VenueRow.capacity).desc(), col(CodeRow.code))
        .limit(count)
    )
    return [(name, code) for name, code in rows]


def positions(session: Session) -> list[tuple[VenueId, Position, str | None]]:
    """Every venue that has a position, with it and the ward it is kept under."""
    rows = session.exec(
        select(VenueRow.id, VenueRow.latitude, VenueRow.longitude, VenueRow.ward).order_by(col(VenueRow.id))
    )
    return [
        (VenueId(venue), Position(latitude, longitude), ward)
        for venue, latitude, longitude, ward in rows
        if latitude is not None and longitude is not None
    ]


def set_wards(session: Session, wards: Mapping[VenueId, str | None]) -> None:
    """Keep these venues under other wards."""
    if wards:
        session.execute(update(VenueRow), [{"id": venue, "ward": ward} for venue, ward in wards.items()])


def typed_codes_taken(session: Session, typed: Iterable[TypedCode]) -> set[TypedCode]:
    """Those of the typed codes that a code, old or new, has."""
    return {
        TypedCode(taken)
        for some in batched(typed, 5_000)
        for taken in session.exec(select(col(CodeRow.typed)).where(col(CodeRow.typed).in_(some)))
    }


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


def by_many_ids(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """The same for more ids than one statement may carry."""
    return {key: venue for some in batched(ids, 5_000) for key, venue in by_ids(session, some).items()}


def ids_by_names(session: Session, folded: Iterable[str]) -> list[VenueId]:
    """The venues that have one of these folded names."""
    return [
        VenueId(venue)
        for some in batched(folded, 5_000)
        for venue in session.exec(select(col(VenueRow.id)).where(col(VenueRow.folded_name).in_(some)))
    ]


def with_parents(session: Session, ids: Iterable[VenueId]) -> dict[VenueId, Venue]:
    """These venues and every venue around them; one query a level, and places nest two or three deep."""
    found: dict[VenueId, Venue] = {}
    wanted = set(ids)
    while wanted:
        found |= by_ids(session, wanted)
        parents = {venue.registration.parent for venue in found.values()}
        wanted = {parent for parent in parents if parent is not None} - found.keys()
    return found


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
    session.add(CodeRow(**_code_columns(code)))
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


def _columns(venue: Venue) -> dict[str, Any]:
    there = venue.registration
    return {
        "id": venue.id,
        "name": there.name,
        "folded_name": fold(there.name),
        "address": there.address,
        "kind": there.kind,
        "capacity": there.capacity,
        "hours": _written_hours(there.hours),
        "latitude": there.position.latitude if there.position else None,
        "longitude": there.position.longitude if there.position else None,
        "phone": there.phone,
        "ward": venue.ward,
        "parent": there.parent,
        "owner": venue.owner,
        "state": venue.state,
        "registered_at": venue.registered_at,
    }


def _code_columns(code: IssuedCode) -> dict[str, Any]:
    return {
        "code": code.code,
        "typed": code.typed,
        "venue": code.venue,
        "zone": code.zone,
        "valid_from": code.valid_from,
        "valid_until": code.valid_until,
        "revoked_at": code.revoked_at,
    }


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

"""The codes of venues."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.domain.codes import Code
from app.domain.ids import VenueId, ZoneId
from app.domain.issued_codes import IssuedCode
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.spaces import Ventilation
from app.domain.spans import Span
from app.domain.typed_codes import TypedCode
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.store.bulk import batched
from app.store.direct import direct, readers
from app.store.tables import CodeRow, VenueRow
from app.store.venue_rows import read_hours, venue_of


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A code with the venue it leads to."""

    code: IssuedCode
    venue: Venue


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


def typed_codes_taken(session: Session, typed: Iterable[TypedCode]) -> set[TypedCode]:
    """Those of the typed codes that a code, old or new, has."""
    return {
        TypedCode(taken)
        for some in batched(typed, 5_000)
        for taken in session.exec(select(col(CodeRow.typed)).where(col(CodeRow.typed).in_(some)))
    }


def add_code(session: Session, code: IssuedCode) -> None:
    """Keep a new code."""
    session.add(CodeRow(**code_columns(code)))
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
    """A venue's own codes, the newest first, without those of its zones."""
    rows = session.exec(
        select(CodeRow)
        .where(CodeRow.venue == venue, col(CodeRow.zone).is_(None))
        .order_by(col(CodeRow.valid_from).desc())
    )
    return [_code(row) for row in rows]


def codes_of_zones(session: Session, venue: VenueId) -> dict[ZoneId, list[IssuedCode]]:
    """The codes of each of a venue's zones, the newest first."""
    rows = session.exec(
        select(CodeRow)
        .where(CodeRow.venue == venue, col(CodeRow.zone).is_not(None))
        .order_by(col(CodeRow.valid_from).desc(), col(CodeRow.code))
    )
    found: dict[ZoneId, list[IssuedCode]] = {}
    for code in map(_code, rows):
        if code.zone is not None:
            found.setdefault(code.zone, []).append(code)
    return found


def ended_codes(session: Session, ended: Span) -> list[Code]:
    """The codes that stopped working within a span, in any order."""
    end = col(CodeRow.valid_until)
    rows = session.exec(select(col(CodeRow.code)).where(end >= ended.start, end < ended.end))
    return [Code(code) for code in rows]


def newest_of(session: Session, venues: Sequence[VenueId]) -> dict[VenueId, IssuedCode]:
    """The newest code of each venue that has one, zones left aside; a few thousand venues at most."""
    rows = session.exec(
        select(CodeRow)
        .where(col(CodeRow.venue).in_(venues), col(CodeRow.zone).is_(None))
        .order_by(col(CodeRow.valid_from))
    )
    return {VenueId(row.venue): _code(row) for row in rows}


def by_codes(session: Session, codes: Iterable[Code]) -> dict[Code, CodedPlace]:
    """The codes that exist, each with its venue, in one query."""
    there = direct(session)
    return read_places(there.ask(CODED, there.words(set(codes))), sqlite=there.sqlite)


def read_places(rows: Iterable[Sequence[Any]], *, sqlite: bool) -> dict[Code, CodedPlace]:
    """What the rows of `CODED` say."""
    places = [_coded_place(sqlite, tuple(row)) for row in rows]
    return {place.code.code: place for place in places}


def by_typed_code(session: Session, typed: TypedCode) -> CodedPlace | None:
    """The place behind nine digits."""
    return next(iter(_places(session, col(CodeRow.typed) == typed)), None)


def venues_by_typed_codes(session: Session, typed: Iterable[TypedCode]) -> dict[TypedCode, VenueId]:
    """The venues behind nine digits each, those that exist."""
    return {
        TypedCode(digits): VenueId(venue)
        for some in batched(typed, 5_000)
        for digits, venue in session.exec(
            select(col(CodeRow.typed), col(CodeRow.venue)).where(col(CodeRow.typed).in_(some))
        )
    }


def code_columns(code: IssuedCode) -> dict[str, Any]:
    """A code as the columns of its row."""
    return {
        "code": code.code,
        "typed": code.typed,
        "venue": code.venue,
        "zone": code.zone,
        "valid_from": code.valid_from,
        "valid_until": code.valid_until,
        "revoked_at": code.revoked_at,
    }


CODED: Final = """
    SELECT c.code, c.typed, c.venue, c.zone, c.valid_from, c.valid_until, c.revoked_at,
           v.name, v.address, v.kind, v.capacity, CAST(v.hours AS TEXT), v.latitude, v.longitude, v.phone,
           v.ventilation, v.ward, v.parent, v.owner, v.state, v.registered_at
    FROM codes c JOIN venues v ON v.id = c.venue
    WHERE c.code {in_words}
"""


@lru_cache(maxsize=20_000)
def _coded_place(sqlite: bool, row: tuple[Any, ...]) -> CodedPlace:  # noqa: FBT001 - part of a cache's key
    """What a row of `CODED` says. Remembered by all that the row says, so no change is missed."""
    read_id, read_time = readers(sqlite=sqlite)
    code, typed, venue, zone, valid_from, valid_until, revoked_at, *rest = row
    name, address, kind, capacity, hours, latitude, longitude, phone, ventilation, *rest = rest
    ward, parent, owner, state, registered_at = rest
    registration = Registration(
        name=name,
        address=address,
        kind=VenueKind(kind),
        capacity=capacity,
        hours=read_hours(json.loads(hours)),
        position=None if latitude is None or longitude is None else Position(latitude, longitude),
        parent=read_id(parent),
        phone=phone,
        ventilation=None if ventilation is None else Ventilation(ventilation),
    )
    return CodedPlace(
        IssuedCode(
            Code(code),
            TypedCode(typed),
            read_id(venue),
            read_id(zone),
            read_time(valid_from),
            read_time(valid_until),
            read_time(revoked_at),
        ),
        Venue(
            read_id(venue), registration, read_id(owner), VenueState(state), read_time(registered_at), ward
        ),
    )


def _places(session: Session, where: ColumnElement[bool]) -> list[CodedPlace]:
    rows: Sequence[Any] = session.exec(
        select(CodeRow, VenueRow).join(VenueRow, col(VenueRow.id) == col(CodeRow.venue)).where(where)
    ).all()
    return [CodedPlace(_code(code), venue_of(venue)) for code, venue in rows]


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

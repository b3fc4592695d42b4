"""Venues and names of persons as columns, each in one statement for any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app.store.binary_arrays import uuid_array
from app.store.raw_ids import Ids, json_ids

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Venues with a position, shape (venues,), in degrees."""

    venue: Ids
    latitude: Floats
    longitude: Floats


_IDS: Final = {
    True: "(SELECT unhex(value) AS id FROM json_each(?))",
    False: "(SELECT unnest(CAST(%s AS uuid[])) AS id)",
}
"""A table of ids, on SQLite and on PostgreSQL."""
_INSIDE: Final = (
    "WITH RECURSIVE inside(lower, upper) AS ("
    "SELECT v.id, v.parent FROM {ids} AS wanted JOIN venues v ON v.parent = wanted.id "
    "UNION SELECT v.id, i.upper FROM inside i JOIN venues v ON v.parent = i.lower) {select} FROM inside"
)
_POSITIONS: Final = (
    "{select} FROM {ids} AS wanted CROSS JOIN venues v "
    "WHERE v.id = wanted.id AND v.latitude IS NOT NULL AND v.longitude IS NOT NULL"
)
_OTHER_NAMES: Final = (
    "WITH wanted AS {ids}, others(person, name) AS ("
    'SELECT w.id, j."into" FROM wanted w JOIN joined_persons j ON j.person = w.id '
    'UNION ALL SELECT w.id, j.person FROM wanted w JOIN joined_persons j ON j."into" = w.id '
    "UNION ALL SELECT w.id, j.person FROM wanted w JOIN joined_persons own ON own.person = w.id "
    'JOIN joined_persons j ON j."into" = own."into" AND j.person <> w.id) {select} FROM others'
)
_JOINED: Final = "{select} FROM {ids} AS wanted CROSS JOIN joined_persons j WHERE j.person = wanted.id"


def inside(session: Session, venues: Ids) -> tuple[Ids, Ids]:
    """All that lies in these venues, however deep, and which of these it lies in."""
    return _pairs(session, _INSIDE, ("lower", "upper"), venues)


def joined(session: Session, persons: Ids) -> tuple[Ids, Ids]:
    """Those of these persons that were joined into another, and into whom."""
    return _pairs(session, _JOINED, ("j.person", 'j."into"'), persons)


def other_names(session: Session, persons: Ids) -> tuple[Ids, Ids]:
    """By which other names the humans behind these persons go: each name beside its person."""
    return _pairs(session, _OTHER_NAMES, ("person", "name"), persons)


def positions(session: Session, venues: Ids) -> Positions:
    """Where these venues are, those of which it is known; no venue twice if none is given twice."""
    if _on_sqlite(session):
        rows = _ask(session, _POSITIONS, "SELECT v.id, v.latitude, v.longitude", venues)
        latitude, longitude = (np.array([row[n] for row in rows], dtype=np.float64) for n in (1, 2))
        return Positions(_ids(b"".join(row[0] for row in rows)), latitude, longitude)
    columns = ("uuid_send(v.id)", "float8send(v.latitude)", "float8send(v.longitude)")
    ((ids, *degrees),) = _ask(session, _POSITIONS, _strung(columns), venues)
    latitude, longitude = (np.frombuffer(raw or b"", ">f8").astype(np.float64) for raw in degrees)
    return Positions(_ids(ids), latitude, longitude)


def _pairs(session: Session, query: str, columns: tuple[str, str], ids: Ids) -> tuple[Ids, Ids]:
    if _on_sqlite(session):
        rows = _ask(session, query, f"SELECT {', '.join(columns)}", ids)
        return _ids(b"".join(row[0] for row in rows)), _ids(b"".join(row[1] for row in rows))
    ((one, other),) = _ask(session, query, _strung([f"uuid_send({column})" for column in columns]), ids)
    return _ids(one), _ids(other)


def _strung(columns: Sequence[str]) -> str:
    return "SELECT " + ", ".join(f"string_agg({column}, '')" for column in columns)


def _ask(session: Session, query: str, select: str, ids: Ids) -> Sequence[Any]:
    sqlite = _on_sqlite(session)
    statement = query.format(select=select, ids=_IDS[sqlite])
    given: object = json_ids(ids) if sqlite else uuid_array(ids)
    # All at once: row by row SQLAlchemy took as long as the query.
    return session.connection().exec_driver_sql(statement, (given,)).all()


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _ids(raw: bytes | None) -> Ids:
    return np.frombuffer(raw or b"", "S16")

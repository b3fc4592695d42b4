"""Statements in the drivers' own words, for the one path on which everything else costs too much.

Of a check-in's time SQLAlchemy's expressions, types and rows took four fifths. Here a statement is one text
that never changes, so that both databases keep it prepared, and a list of any length is one parameter:
an array on PostgreSQL, a JSON text on SQLite. The session's transaction, its errors and whoever listens for
statements stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_IN_POSTGRES: Final = {
    "in_ids": "= ANY(%s::uuid[])",
    "in_hashes": "= ANY(%s::bytea[])",
    "in_words": "= ANY(%s::text[])",
    "value": "%s",
}
_IN_SQLITE: Final = {
    "in_ids": "IN (SELECT unhex(value) FROM json_each(?))",
    "in_hashes": "IN (SELECT unhex(value) FROM json_each(?))",
    "in_words": "IN (SELECT value FROM json_each(?))",
    "value": "?",
}


@dataclass
class Words:
    """How a database takes statements and values.

    In a statement `{in_ids}`, `{in_hashes}` and `{in_words}` stand for "is among" a list, `{value}` for one
    value; parameters come in that order, made by the methods of the same kind.
    """

    sqlite: bool

    def in_own_words(self, statement: str) -> str:
        """A statement as the driver takes it."""
        return statement.format_map(_IN_SQLITE if self.sqlite else _IN_POSTGRES)

    def ids(self, ids: Iterable[UUID]) -> str:
        """A list for `{in_ids}`."""
        return self._listed(each.hex for each in ids)

    def hashes(self, hashes: Iterable[bytes]) -> str:
        """A list for `{in_hashes}`."""
        return self._listed((each.hex() for each in hashes), "" if self.sqlite else r"\\x")

    def words(self, words: Iterable[str]) -> object:
        """A list for `{in_words}`."""
        return json.dumps(list(words)) if self.sqlite else list(words)

    def moment(self, moment: datetime) -> object:
        """A time for `{value}`."""
        return microseconds(moment) if self.sqlite else moment

    def _listed(self, hexes: Iterable[str], prefix: str = "") -> str:
        text = f'","{prefix}'.join(hexes)
        start, end = "[]" if self.sqlite else "{}"
        return f'{start}"{prefix}{text}"{end}' if text else start + end


@dataclass
class Direct(Words):
    """A transaction, spoken to directly."""

    session: Session

    def ask(self, statement: str, *parameters: object) -> Sequence[Any]:
        """The rows of a query, as the driver gives them: `readers` read ids and times."""
        with self._doing(self.in_own_words(statement), parameters) as cursor:
            return cast("Sequence[Any]", cursor.fetchall())

    def do(self, statement: str, *parameters: object) -> int:
        """Change rows; how many were."""
        with self._doing(self.in_own_words(statement), parameters) as cursor:
            return int(cursor.rowcount)

    def do_each(self, statement: str, rows: Sequence[tuple[object, ...]]) -> int:
        """Do the same with the values of each row, SQLite only: it has the whole list in one call."""
        with self._doing(statement, rows, each=True) as cursor:
            return int(cursor.rowcount)

    @contextmanager
    def _doing(self, statement: str, parameters: Sequence[Any], *, each: bool = False) -> Iterator[Any]:
        connection = self.session.connection()
        dialect, cursor = connection.dialect, connection.connection.cursor()
        try:
            for heard in connection.dispatch.before_cursor_execute:
                heard(connection, cursor, statement, parameters, None, each)
            (cursor.executemany if each else cursor.execute)(statement, parameters)
            yield cursor
        except dialect.loaded_dbapi.Error as fault:
            # Without the parameters: what people send stands in no log.
            raise DBAPIError.instance(statement, None, fault, Exception, dialect=dialect) from fault
        finally:
            cursor.close()


def direct(session: Session) -> Direct:
    """Speak to the database of a session directly."""
    return Direct(session.get_bind().dialect.name == "sqlite", session)


def microseconds(moment: datetime | None) -> int | None:
    """A time as SQLite keeps it."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def _same(value: Any) -> Any:  # noqa: ANN401 - whatever the driver gives
    return value


def _time(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + value * _MICROSECOND


def _id(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


Reader = Callable[[Any], Any]


def readers(*, sqlite: bool) -> tuple[Reader, Reader]:
    """How an id and a time are read from a column."""
    return (_id, _time) if sqlite else (_same, _same)

"""A connection to PostgreSQL that an event loop waits for, so that no thread has to.

Two threads of one interpreter take turns, and each turn that a check-in's statements gave away and waited to
get back cost more than the statement. Here the loop that reads the requests waits for the answers too.
Each statement is a transaction of its own and durable when it is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from app.store.db import Database
from app.store.direct import Words

if TYPE_CHECKING:
    import psycopg


class LineCutError(Exception):
    """A statement was not done, or nobody knows whether it was; the next one has a new connection."""


@dataclass(slots=True)
class Line(Words):
    """One connection, made when it is first needed; one statement after another."""

    database: Database
    sqlite: bool = field(default=False, init=False)
    _cursor: psycopg.AsyncCursor[Any] | None = field(default=None, init=False)

    async def ask(self, statement: str, *parameters: object) -> Sequence[Any]:
        """The rows of a statement.

        Raises:
            LineCutError: the driver's fault is its cause.
        """
        try:
            cursor = self._cursor or await self._connect()
            # The statement is a text of ours, what people send stands in the parameters.
            await cursor.execute(cast("Any", self.in_own_words(statement)), parameters)
            return await cursor.fetchall()
        except BaseException as fault:
            self.close()
            if isinstance(fault, Exception):
                raise LineCutError from fault
            raise

    async def _connect(self) -> psycopg.AsyncCursor[Any]:
        import psycopg  # not where there is only SQLite

        connection = await psycopg.AsyncConnection.connect(autocommit=True, **self.database.arguments)
        self._cursor = connection.cursor(binary=True)
        return self._cursor

    def close(self) -> None:
        """Hang up, whatever is under way."""
        cursor, self._cursor = self._cursor, None
        if cursor is not None:
            cursor.connection.pgconn.finish()

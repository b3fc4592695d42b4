"""Persons in case files under the name they go by today, within the query that reads them.

A case's rows keep the name that was found when they were made; the person may have been joined into another
since. Nothing is rewritten, so every reader looks the name up.
"""

from __future__ import annotations

from typing import Final, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from app.store.tables import JoinedPersonRow

_JOINED: Final = aliased(JoinedPersonRow, name="joined")

Columns = TypeVarTuple("Columns")
Person = Mapped[UUID] | Mapped[UUID | None]


def canonical_of(person: Person) -> ColumnElement[UUID]:
    """The name a column's person goes by; the query needs `with_joined` of the same column."""
    return func.coalesce(col(_JOINED.into), person)


def with_joined(query: Select[*Columns], person: Person) -> Select[*Columns]:
    """The query with what `canonical_of` looks at: no row more, no row less."""
    return query.outerjoin(_JOINED, col(_JOINED.person) == person)

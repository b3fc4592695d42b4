"""Column types that keep the same meaning on SQLite and PostgreSQL, and the naming convention.

The migrations name the plain types instead, so that an old migration never changes with this file.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntFlag, StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Id(TypeDecorator[UUID]):
    """16 bytes: `uuid` on PostgreSQL, a blob on SQLite."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(sa.LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """To the driver."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """From the driver."""
        return value if value is None or isinstance(value, UUID) else UUID(bytes=value)


class Instant(TypeDecorator[datetime]):
    """An aware time: `timestamptz` on PostgreSQL, microseconds since 1970 on SQLite.

    Naive values are refused. An integer sorts and compares as time does, where SQLite's own text form would
    lose the offset.
    """

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the driver."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its offset")
        return value if dialect.name == "postgresql" else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the driver, in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else _EPOCH + value * _MICROSECOND


class Flags(TypeDecorator[IntFlag]):
    """A set of flags as a small integer."""

    impl = sa.SmallInteger
    cache_ok = True

    def __init__(self, flags: type[IntFlag]) -> None:
        super().__init__()
        self.flags = flags

    def process_bind_param(self, value: IntFlag | None, dialect: Dialect) -> int | None:
        """To the driver."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntFlag | None:
        """From the driver."""
        return None if value is None else self.flags(value)


def words(kind: type[StrEnum], name: str) -> sa.Enum:
    """An enum as its value in text with a CHECK: readable in every client, extended by a plain migration."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

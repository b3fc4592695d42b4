"""What the driver of PostgreSQL is taught: to send arrays that are in the server's own bytes already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class PackedArray:
    """An array of one dimension as a parameter, as PostgreSQL's `array_recv` reads it; one class a type."""

    packed: bytes
    oid: ClassVar[int]
    """PostgreSQL's number of the array's type."""
    element_oid: ClassVar[int]


class UuidArray(PackedArray):
    """`uuid[]`."""

    oid, element_oid = 2951, 2950


class InstantArray(PackedArray):
    """`timestamptz[]`."""

    oid, element_oid = 1185, 1184


class SmallArray(PackedArray):
    """`int2[]`."""

    oid, element_oid = 1005, 21


def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
    """Set up a new connection."""
    from psycopg import abc, adapt, pq  # not where there is only SQLite

    class Dumper(adapt.Dumper):
        format = pq.Format.BINARY

        def __init__(self, cls: type[PackedArray], context: abc.AdaptContext | None = None) -> None:
            super().__init__(cls, context)
            self.oid = cls.oid

        def dump(self, obj: PackedArray) -> bytes:
            return obj.packed

    connection.adapters.register_dumper(PackedArray, Dumper)

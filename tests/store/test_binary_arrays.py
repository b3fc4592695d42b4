"""Columns as PostgreSQL reads them: the same values in the same order, and nothing from nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from app.store.binary_arrays import instant_array, small_array, uuid_array
from app.store.db import Database
from app.store.postgres import PackedArray
from app.store.raw_ids import ids_of, no_ids

IDS = [UUID(int=n << 64) for n in (7, 1, 2**60)]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = [0, -1, 1_790_000_000_123_456]


@pytest.mark.parametrize(
    ("array", "kind", "expected"),
    [
        (uuid_array(ids_of(IDS)), "uuid[]", IDS),
        (uuid_array(no_ids()), "uuid[]", []),
        (uuid_array(ids_of(IDS)[::2]), "uuid[]", IDS[::2]),
        (
            instant_array(np.array(MOMENTS)),
            "timestamptz[]",
            [EPOCH + timedelta(microseconds=at) for at in MOMENTS],
        ),
        (small_array(np.array([-5, 0, 32767])), "int2[]", [-5, 0, 32767]),
        (small_array(np.empty(0, dtype=np.int64)), "int2[]", []),
    ],
)
def test_an_array_arrives_as_it_was(
    postgres: Database, array: PackedArray, kind: str, expected: list[object]
) -> None:
    with postgres.reading() as session:
        read = session.connection().exec_driver_sql(
            f"SELECT CAST(%s AS {kind}), pg_typeof(%s)::text", (array, array)
        )
        assert read.one() == (
            expected,
            {"timestamptz[]": "timestamp with time zone[]", "int2[]": "smallint[]"}.get(kind, kind),
        )

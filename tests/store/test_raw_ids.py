"""Columns of ids: numbered in order, and found among others, also where ids begin alike."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from app.store.raw_ids import among, ids_of, no_ids, numbered, uuids

APART = [UUID(int=random.Random(n).getrandbits(128)) for n in range(40)]
ALIKE = [UUID(int=7 << 64 | n * 257 % 40) for n in range(40)]
"""Ids that share their first halves; the last bytes of some are zero."""


@pytest.mark.parametrize("known", [APART, ALIKE, APART + ALIKE, APART[:1]])
def test_ids_are_numbered_in_their_order_however_often_they_come(known: list[UUID]) -> None:
    rows = [known[n * n % len(known)] for n in range(3 * len(known))]
    different, which = numbered(ids_of(rows))
    assert uuids(different) == sorted(set(rows))
    assert [uuids(different)[n] for n in which.tolist()] == rows


@pytest.mark.parametrize("known", [APART, ALIKE, APART + ALIKE])
def test_ids_are_found_among_others(known: list[UUID]) -> None:
    some, rows = known[::3], known + known[:5]
    assert among(ids_of(rows), ids_of(some)).tolist() == [one in some for one in rows]


def test_nobody_is_among_nobody() -> None:
    assert not among(ids_of(APART), no_ids()).any()
    assert not len(among(no_ids(), ids_of(APART)))
    assert not len(numbered(no_ids())[1])

"""What changed from one trace of a case to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    """How two traces of one case differ, by person."""

    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    longer: tuple[UUID, ...]
    shorter: tuple[UUID, ...]


def compared(before: Mapping[UUID, timedelta], after: Mapping[UUID, timedelta]) -> Change:
    """What changed from one trace to the next; the values are minutes shared."""
    both = sorted(before.keys() & after.keys(), key=str)
    return Change(
        tuple(sorted(after.keys() - before.keys(), key=str)),
        tuple(sorted(before.keys() - after.keys(), key=str)),
        tuple(who for who in both if after[who] > before[who]),
        tuple(who for who in both if after[who] < before[who]),
    )

"""The audit chain: each entry's hash covers its predecessor's, so nothing can be changed, moved or left out.

Cutting off the end is noticed only by somebody who kept an earlier end: that is what `checkpoints` are for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.audit import Entry
from app.domain.audit_detail import utc_text

GENESIS: Final = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: the last entry's number and hash."""

    number: int = 0
    hash: bytes = GENESIS


def canonical(entry: Entry) -> bytes:
    """The bytes of an entry that are hashed: JSON in UTF-8, keys sorted, no spaces, times in UTC."""
    held = {
        "number": entry.number,
        "at": utc_text(entry.at),
        "actor": None if entry.actor is None else str(entry.actor),
        "action": entry.action,
        "case": None if entry.case is None else str(entry.case),
        "detail": entry.detail,
    }
    return canonical_json(held)


def link(previous: bytes, entry: Entry) -> bytes:
    """The hash of an entry, over its predecessor's hash and its own canonical bytes."""
    return hashlib.sha256(previous + canonical(entry)).digest()


def follow(end: End, entries: Iterable[tuple[Entry, bytes]]) -> tuple[End, int | None]:
    """Walk on from `end`: the new end, and the number at which the chain breaks, or None.

    The number is the one that was expected there: a missing entry is named by its own number.
    """
    for entry, kept in entries:
        expected = end.number + 1
        if entry.number != expected or link(end.hash, entry) != kept:
            return end, expected
        end = End(expected, kept)
    return end, None


def canonical_json(held: object) -> bytes:
    """JSON in UTF-8 in its one spelling: keys sorted, no spaces."""
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

"""Where somebody was on a day, and nothing else: what ends an open stay, and who went too far too fast."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.store.raw_ids import Ids, words

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_KEPT = np.dtype([("venue", "S16"), ("id", "S16")])
"""As `visits.same_day` has each visit."""
_MILLISECOND = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Visits that were not withdrawn, shape (entries,)."""

    pseudonym: Ids
    venue: Ids
    id: Ids

    def __len__(self) -> int:
        return len(self.id)

    @property
    def entered(self) -> Ints:
        """When, in microseconds since 1970."""
        return entered_at(self.id)

    def take(self, rows: Bools | Ints) -> Entries:
        """The same with only these: positions, or a mask."""
        return Entries(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """For each of some visits the others of its pseudonym on that day, those of one visit together."""

    count: Ints
    """How many by visit, shape (visits,); -1: not known here."""
    venue: Ids
    id: Ids

    @property
    def known(self) -> Bools:
        """Of which visits they are known."""
        return self.count >= 0

    def take(self, rows: Bools) -> Others:
        """Those of some of the visits."""
        theirs = np.repeat(rows, np.maximum(self.count, 0))
        return Others(self.count[rows], self.venue[theirs], self.id[theirs])

    def under(self, pseudonyms: Ids) -> Entries:
        """Under the pseudonyms of the visits, shape (visits,). Of several visits each has all others."""
        return Entries(np.repeat(pseudonyms, np.maximum(self.count, 0)), self.venue, self.id)


def entered_at(visits: Ids) -> Ints:
    """When these visits began: the millisecond in their ids."""
    return (words(visits)[:, 0] >> np.uint64(16)).astype(np.int64) * _MILLISECOND


def all_entries(*tables: Entries) -> Entries:
    """The rows of all, one after the other."""
    return Entries(*(np.concatenate([getattr(t, field.name) for t in tables]) for field in fields(Entries)))


def where(kept: bytes) -> tuple[Ids, Ids]:
    """Venues and ids as the table of visits writes them beside one."""
    found = np.frombuffer(kept, _KEPT)
    return found["venue"], found["id"]

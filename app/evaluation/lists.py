"""What a ranker answers, in one form for all rankers, so that none is scored by a rule of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.evaluation.seen import Seen
from app.simulation.columns import Bools, Floats, Ints, take


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One row a case and somebody or some place on its list; no pair twice. The highest score comes first."""

    case: Ints
    item: Ints
    """A person, a venue, or the row of another case."""
    score: Floats
    probability: Floats
    """What the ranker claims; nan where it claims none."""

    @classmethod
    def of(cls, case: Ints, item: Ints, score: Floats) -> Listing:
        """A list that claims no probability."""
        return cls(case, item, score, np.full(len(case), np.nan))

    def take(self, rows: Ints | Bools) -> Listing:
        """The same with only these rows."""
        return take(self, rows)

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """All that is asked of a ranker about one city."""

    contacts: Listing
    """Whom each case may have infected."""
    sources: Listing
    """In which of its venues each case may have been infected."""
    infectors: Listing
    """Which of the other cases may have infected each."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A way to trace."""

    key: str
    name: str
    answer: Callable[[Seen], Answers]


def summed(case: Ints, item: Ints, value: Floats) -> tuple[Ints, Ints, Floats]:
    """One row a pair, its values added up; pairs in order."""
    if not len(case):
        return case, item, value
    wide = int(item.max()) + 1
    key, place = np.unique(case * wide + item, return_inverse=True)
    total = np.bincount(place, value, minlength=len(key)).astype(np.float64)
    return key // wide, key % wide, total

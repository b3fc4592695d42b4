"""How many codes that nobody has one may try, and when the next try is let in.

A typed code has 10^8 values. With a million venues one guess in a hundred finds a venue, whatever is done: so
finding one must be worth nothing. It shows a name and an address that hang at a door, and a check-in with it
has the assurance `typed`, which proves no presence. The limits keep a script from reading the whole list, and
the list from being the way to flood a city with visits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Allowance:
    """`most` wrong codes at once; one more for each `every` that passes."""

    most: int
    every: timedelta

    def free_at(self, full_at: datetime) -> datetime:
        """When the next one is let in, for whoever has the whole allowance back at `full_at`."""
        return full_at - (self.most - 1) * self.every

    def spent(self, full_at: datetime | None, now: datetime) -> datetime:
        """When the whole allowance is back, after one more wrong code now."""
        return max(full_at or now, now) + self.every


OF_DEVICE: Final = Allowance(5, timedelta(minutes=2))
"""Nine digits have a check digit: whoever misreads one is told so without a try being counted."""
OF_NETWORK: Final = Allowance(60, timedelta(seconds=10))
"""A mobile network puts hundreds of people behind one address."""
OF_ALL: Final = Allowance(600, timedelta(seconds=1))
"""Of everybody together: at this pace 36 of a million venues are found in an hour."""
OF_JOINS_NETWORK: Final = Allowance(20, timedelta(minutes=1))
OF_JOINS: Final = Allowance(100, timedelta(seconds=10))
"""Codes that link browsers, of everybody together: 10^8 of which a few hundred are shown at any time. At this
pace a script finds one in a month, and whoever shows it sees what was linked."""
OF_CODES: Final = Allowance(100, timedelta(seconds=10))
"""Scanned codes that nobody has: 80 bits, or a screen's 40, are not guessed at any pace that this allows."""

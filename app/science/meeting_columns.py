"""Which presences share a venue and a time, over columns."""

from __future__ import annotations

import numpy as np

from app.science.presence_columns import Ints, Presences


class Meeting:
    """The others sorted by venue and entry, so that each presence of a case reads one range of rows."""

    def __init__(self, others: Presences, tail: int) -> None:
        self.others, self.tail = others, tail
        self.order = np.lexsort((others.start, others.venue))
        self.venue, self.start = others.venue[self.order], others.start[self.order]
        self.longest = int((others.most_end - others.start).max(initial=0))

    def bounds(self, cases: Presences) -> tuple[Ints, Ints]:
        """For each presence of a case, the range of rows that may meet it."""
        return tuple(  # type: ignore[return-value]
            self._position(cases.venue, moment)
            for moment in (cases.start - self.longest, cases.most_end + self.tail)
        )

    def _position(self, venue: Ints, moment: Ints) -> Ints:
        """Where (venue, moment) would stand among the rows: one sort of both together, no wide keys."""
        count = len(self.venue)
        venues, moments = np.concatenate((self.venue, venue)), np.concatenate((self.start, moment))
        is_row = np.concatenate((np.ones(count, dtype=bool), np.zeros(len(venue), dtype=bool)))
        order = np.lexsort((is_row, moments, venues))
        found = np.empty(len(order), dtype=np.int64)
        found[order] = np.cumsum(is_row[order])
        return found[count:]

    def pairs(self, cases: Presences, rows: Ints, first: Ints, count: Ints) -> tuple[Ints, Ints]:
        """Rows of cases and others that share air, at most, in order."""
        case = np.repeat(rows, count)
        within = np.arange(len(case)) - np.repeat(np.cumsum(count) - count, count)
        other = self.order[np.repeat(first, count) + within]
        theirs, zone, alike = self.others, cases.zone[case], self.others.zone[other]
        meets = (theirs.start[other] < cases.most_end[case] + self.tail) & (
            theirs.most_end[other] > cases.start[case]
        )
        meets &= (zone < 0) | (alike < 0) | (zone == alike)
        meets &= theirs.who[other] != cases.who[case]
        case, other = case[meets], other[meets]
        order = np.lexsort((other, case))
        return case[order], other[order]

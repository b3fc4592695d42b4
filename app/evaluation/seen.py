"""What the tracer sees of a simulated city: cases, and everybody's check-ins read as presences. No truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from app.domain.diseases import Disease
from app.domain.policy import Policy
from app.domain.venue_kinds import TYPICAL_STAY
from app.evaluation.overlaps import Overlaps, overlaps
from app.evaluation.reported import Reported
from app.science.presence_columns import Presences
from app.science.stay_columns import NEVER, CheckIns, stays_of
from app.simulation.city import City
from app.simulation.columns import DAY, MINUTE, Ints, midnight
from app.simulation.places import KINDS, NEVER_CLOSED, Places
from app.simulation.scans import Scans

_TYPICAL = np.array([TYPICAL_STAY[kind] // timedelta(microseconds=1) for kind in KINDS])


@dataclass(frozen=True, eq=False)
class Seen:
    """All that a ranker is given.

    Every case is traced once, with all check-ins of its days: the release code gives the case's own, and
    those of everybody else are in the database.
    """

    disease: Disease
    places: Places
    cases: Reported
    visits: CheckIns
    ahead: int
    """Microseconds by which local days begin before those of UTC."""

    @cached_property
    def typical(self) -> Ints:
        """By venue, microseconds of a typical stay."""
        return _TYPICAL[self.places.kind]

    @cached_property
    def presences(self) -> Presences:
        """Everybody's stays with their assumed ends, as the service reads visits."""
        return stays_of(self.visits, self.typical, self.places.parent.astype(np.int64), Policy())

    @cached_property
    def infectious(self) -> tuple[Presences, Ints]:
        """Where cases were while they may have infected others, and which case each presence is of."""
        return self._within(self.cases.infectious_from, self.cases.infectious_until)

    @cached_property
    def exposed(self) -> tuple[Presences, Ints]:
        """Where cases were while they may have been infected, and which case each presence is of."""
        return self._within(self.cases.exposed_from, self.cases.exposed_until)

    @cached_property
    def overlaps(self) -> Overlaps:
        """Everybody's overlaps with every case in its forward window."""
        cases, case = self.infectious
        return overlaps(cases, case, self.presences)

    def _within(self, begin: Ints, end: Ints) -> tuple[Presences, Ints]:
        stays = self.presences
        case = self.cases.row_of[stays.who]
        rows = np.flatnonzero((case >= 0) & (stays.start < end[case]) & (stays.end > begin[case]))
        return stays.take(rows), case[rows]


def seen(city: City, scans: Scans, cases: Reported, disease: Disease) -> Seen:
    """The city through these scans."""
    venue, entered = scans.venue.astype(np.int64), scans.entered
    visits = CheckIns(
        who=scans.person.astype(np.int64),
        venue=venue,
        zone=np.full(len(venue), -1, dtype=np.int64),
        entered=entered,
        left=scans.left,
        closing=_closing(city, venue, entered),
    )
    return Seen(disease, city.places, cases, visits, -midnight(city.start, city.zone) % DAY)


def _closing(city: City, venue: Ints, entered: Ints) -> Ints:
    """When the opening in force at each entry ends: today's, else what is left of last night's."""
    first = midnight(city.start, city.zone) - DAY
    day = (entered - first) // DAY
    weekday = (city.start.weekday() - 1 + day) % 7
    found = np.full(len(venue), NEVER)
    for back in (1, 0):
        begins = first + (day - back) * DAY
        opens, closes = (
            table[venue, (weekday - back) % 7].astype(np.int64)
            for table in (city.places.opens, city.places.closes)
        )
        minute = (entered - begins) / MINUTE
        bounded = (opens >= 0) & (opens <= minute) & (minute < closes) & (closes < NEVER_CLOSED[1])
        found = np.where(bounded, begins + closes * MINUTE, found)
    return found

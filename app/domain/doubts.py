"""What check-ins say about each other: too many at once for a place, too far apart for one person.

Both are asked when a trace is made, of the visits that it gathers anyway: nothing slows a check-in down, and
nothing is refused, or the crowded late bar would vanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.ids import Pseudonym, VenueId, VisitId
from app.domain.venue_kinds import TYPICAL_STAY
from app.domain.venues import Venue
from app.domain.visits import Visit

_HOUR: Final = timedelta(hours=1)
FASTEST_M_PER_H: Final = 150_000.0
"""Assumed: nobody goes faster from door to door on the ground."""
SLACK_M: Final = 2_000.0
"""Assumed: a venue's position is one pin for all its entrances, and a phone's clock may be minutes off."""


def doubts(visits: Iterable[Visit], venues: Mapping[VenueId, Venue]) -> dict[VisitId, Flag]:
    """The flags that visits have from each other; those without any are left out.

    Withdrawn visits do not count.

    Args:
        visits: All that is known of the venues in their time, and of the days of the persons in question.
        venues: Where they were.
    """
    kept = [visit for visit in visits if visit.withdrawn_at is None]
    found: dict[VisitId, Flag] = {}
    for flag, flagged in (
        (Flag.BURST, bursts(kept, venues)),
        (Flag.IMPOSSIBLE_TRAVEL, too_fast(kept, venues)),
    ):
        for visit in flagged:
            found[visit] = found.get(visit, Flag(0)) | flag
    return found


def arrivals_an_hour(venue: Venue) -> float:
    """How many can come within an hour: the place fills, and empties as often as stays there are short."""
    there = venue.registration
    return there.capacity * (1 + _HOUR / TYPICAL_STAY[there.kind])


def bursts(visits: Iterable[Visit], venues: Mapping[VenueId, Venue]) -> set[VisitId]:
    """Visits within any hour in which more guests arrived than the place could take; none is withdrawn."""
    at_venue: dict[VenueId, list[Visit]] = {}
    for visit in visits:
        if visit.assurance is not Assurance.STAFF:
            at_venue.setdefault(visit.venue, []).append(visit)
    found: set[VisitId] = set()
    for venue, there in at_venue.items():
        most = arrivals_an_hour(venues[venue])
        if len(there) <= most:
            continue
        entries = sorted((visit.entered_at, visit.id) for visit in there)
        first = 0
        for last, (entered, _) in enumerate(entries):
            while entered - entries[first][0] >= _HOUR:
                first += 1
            if last - first + 1 > most:
                found.update(visit for _, visit in entries[first : last + 1])
    return found


def too_fast(visits: Iterable[Visit], venues: Mapping[VenueId, Venue]) -> set[VisitId]:
    """Two visits, one after the other, of one person's day whose entries no vehicle joins; none is withdrawn.

    Only entries count: a check-out can be pressed anywhere. Which of the two was false is not known.
    """
    of_person: dict[Pseudonym, list[Visit]] = {}
    for visit in visits:
        of_person.setdefault(visit.pseudonym, []).append(visit)
    found: set[VisitId] = set()
    for theirs in of_person.values():
        places = ((v.entered_at, v.id, venues[v.venue].registration.position) for v in theirs)
        entries = sorted(place for place in places if place[2] is not None) if len(theirs) > 1 else []
        for (earlier, one, here), (later, other, there) in pairwise(entries):
            reach = SLACK_M + FASTEST_M_PER_H * ((later - earlier) / _HOUR)
            if here is not None and there is not None and here.metres_to(there) > reach:
                found |= {one, other}
    return found

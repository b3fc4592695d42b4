"""What visits mean in time: overlapping ones are one stay, a missing check-out has assumed ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.ends import Ends
from app.domain.ids import Pseudonym, VenueId, ZoneId
from app.domain.policy import Policy
from app.domain.spans import Span
from app.domain.venue_kinds import LEAST_STAY, MOST_STAY, TYPICAL_STAY, VenueKind
from app.domain.venues import Venue
from app.domain.visits import Visit

_SHORTEST = timedelta(minutes=1)
SHIFT: Final = timedelta(hours=8)
"""The longest normal working day of Vietnam's Labour Code (45/2019/QH14, article 105), taken for a shift."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One person in one venue."""

    pseudonym: Pseudonym
    venue: VenueId
    zone: ZoneId | None
    start: datetime
    ends: Ends
    end_assumed: bool
    assurance: Assurance
    flags: Flag
    companions: int = 0
    """People who came along and have no check-in of their own."""
    children: int = 0
    """Those of them who are under 16."""

    @property
    def span(self) -> Span:
        """From entry to the likely end."""
        return Span(self.start, self.ends.likely)


def stays(visits: Iterable[Visit], venues: Mapping[VenueId, Venue], policy: Policy) -> list[Stay]:
    """The stays of one or many persons, in order of entry; withdrawn visits are left out.

    `visits` holds all that is known of each person's day, because the next entry elsewhere ends a stay; in
    which case `venues` holds their venues too. Visits of one person at one venue that overlap are one stay.
    """
    kept = sorted((v for v in visits if v.withdrawn_at is None), key=lambda v: (v.entered_at, v.id))
    of_person: dict[Pseudonym, list[Visit]] = {}
    for visit in kept:
        of_person.setdefault(visit.pseudonym, []).append(visit)
    found = [stay for theirs in of_person.values() for stay in _of_one(theirs, venues, policy)]
    return sorted(found, key=lambda stay: (stay.span, stay.pseudonym.int))


def _of_one(visits: Sequence[Visit], venues: Mapping[VenueId, Venue], policy: Policy) -> list[Stay]:
    result: list[Stay] = []
    for index, visit in enumerate(visits):
        shortest = visit.entered_at + _SHORTEST
        if visit.left_at is not None:
            ends = Ends.known(max(visit.left_at, shortest))
        else:
            ends = assumed_ends(visit, _next_elsewhere(index, visits, venues), venues, policy)
        stay = Stay(
            visit.pseudonym,
            visit.venue,
            visit.zone,
            visit.entered_at,
            ends,
            visit.left_at is None,
            visit.assurance,
            visit.flags,
            visit.companions,
            visit.children,
        )
        same = [n for n, other in enumerate(result) if _is_one(other, stay, policy)]
        if same:
            stay = _joined(result.pop(same[-1]), stay)
        result.append(stay)
    return result


def assumed_ends(
    visit: Visit, next_elsewhere: datetime | None, venues: Mapping[VenueId, Venue], policy: Policy
) -> Ends:
    """The ends of a stay without a check-out: at least, likely and at most.

    A quarter of the typical stay for the kind of venue, the whole and two and a half times it, each ended
    earlier by closing time or by the next entry elsewhere, and none longer than the longest stay. For staff
    the typical stay is a shift.
    """
    there = venues[visit.venue].registration
    closing = there.hours.closing(visit.entered_at, policy.zone)
    bounds = [end for end in (closing, next_elsewhere) if end is not None]
    bound = min([*bounds, visit.entered_at + policy.longest_stay])
    bound = max(bound, visit.entered_at + _SHORTEST)
    typical = SHIFT if visit.assurance is Assurance.STAFF else TYPICAL_STAY[there.kind]
    least, likely, most = (
        min(visit.entered_at + factor * typical, bound) for factor in (LEAST_STAY, 1, MOST_STAY)
    )
    return Ends(least, likely, most)


def may_reach(visit: Visit, moment: datetime, kind: VenueKind, policy: Policy) -> bool:
    """Whether a visit to such a place can last beyond a moment, whatever else is known of its person."""
    if visit.entered_at > moment - _SHORTEST:
        return True
    if visit.left_at is not None:
        return visit.left_at > moment
    return visit.assurance is Assurance.STAFF or visit.entered_at > moment - longest_open(kind, policy)


def longest_open(kind: VenueKind, policy: Policy) -> timedelta:
    """How long a guest's stay without a check-out is assumed to last at such a place, at most."""
    return max(min(MOST_STAY * TYPICAL_STAY[kind], policy.longest_stay), _SHORTEST)


def _next_elsewhere(index: int, visits: Sequence[Visit], venues: Mapping[VenueId, Venue]) -> datetime | None:
    """When the person next entered a venue that is not inside this one, or another zone of it."""
    here = visits[index]
    for later in visits[index + 1 :]:
        if later.entered_at > here.entered_at and (
            here.venue not in _around(later.venue, venues) or _moved(here, later)
        ):
            return later.entered_at
    return None


def _moved(here: Visit, later: Visit) -> bool:
    """Whether the later visit is in another part of the same venue. Staff on their shift go everywhere."""
    return (
        here.venue == later.venue
        and later.zone not in (None, here.zone)
        and here.assurance is not Assurance.STAFF
    )


def _around(venue: VenueId, venues: Mapping[VenueId, Venue]) -> set[VenueId]:
    """The venue and every venue around it."""
    found: set[VenueId] = set()
    at: VenueId | None = venue
    while at is not None and at not in found:
        found.add(at)
        at = venues[at].registration.parent if at in venues else None
    return found


def _is_one(earlier: Stay, later: Stay, policy: Policy) -> bool:
    same_place = (earlier.venue, earlier.zone) == (later.venue, later.zone)
    return same_place and later.start < earlier.ends.likely + policy.re_entry


def _joined(earlier: Stay, later: Stay) -> Stay:
    last = later if later.ends.likely >= earlier.ends.likely else earlier
    return Stay(
        earlier.pseudonym,
        earlier.venue,
        earlier.zone,
        earlier.start,
        last.ends,
        last.end_assumed,
        Assurance.STAFF if Assurance.STAFF in (earlier.assurance, later.assurance) else earlier.assurance,
        earlier.flags | later.flags,
        max(earlier.companions, later.companions),
        max(earlier.children, later.children),
    )

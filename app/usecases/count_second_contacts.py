"""A tracer counts who met the contacts F1 of a case while these could have been infectious."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from app.domain.audit import AuditAction
from app.domain.cases import Case, must_be_open
from app.domain.contacts import Standing
from app.domain.errors import NobodyToFollow
from app.domain.ids import CaseId, PersonId, VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import Span, day_span, days_between, local_day
from app.domain.venues import Venue
from app.science.case_meetings import microseconds
from app.science.generations import Exposed, Generation, counted_generations
from app.science.visit_columns import NEVER
from app.store import audit, case_visits, contacts, diseases, exposures, people, traces, venues
from app.store.db import Database, Session
from app.usecases.find_case import find_case
from app.usecases.find_meetings import Meetings, moment
from app.vault.keystore import KeyStore

MOST_FOLLOWED: Final = 200
"""Contacts F1 whose meetings are looked at, the earliest exposed first."""
ROWS: Final = 100
"""Venues and days that are shown, those with most people first."""


@dataclass(frozen=True, slots=True)
class PlaceAndDay:
    """How many met a contact F1 there on that day; somebody may be counted in several."""

    venue: VenueId
    day: date
    people: int


@dataclass(frozen=True, slots=True)
class SecondContacts:
    """The count, and what it is made of."""

    case: Case
    contacts: int
    """F1 in the trace in force."""
    people: int
    places: list[PlaceAndDay]
    more_places: int
    not_followed: int
    """Contacts F1 that were not looked at because there were too many."""
    at_least: bool
    venues: dict[VenueId, Venue]


def count_second_contacts(
    database: Database, official: Official, case: CaseId, *, keys: KeyStore, policy: Policy, now: datetime
) -> SecondContacts:
    """Count F2 by venue and day. It reads first and takes the writer only to write down that it did.

    Raises:
        CaseUnknown, CaseClosed.
        NobodyToFollow: no contact F1 stands in the trace in force.
    """
    with database.reading() as session:
        found = find_case(session, case, official)
        must_be_open(found)
        look_up = Meetings(session, keys, policy)
        first = _contacts(session, found, look_up)
        days = _days(first, policy, now)
        (second,) = counted_generations(
            first,
            look_up,
            disease=diseases.by_slug(session, found.disease),
            cases=np.array(
                [look_up.number(person) for person in case_visits.persons_ill(session, found.disease)],
                dtype=np.int64,
            ),
            days=np.array([microseconds(day_span(day, policy.zone).start) for day in days], dtype=np.int64),
            now=microseconds(now),
            most_people=MOST_FOLLOWED,
        )
        places = _places(second, look_up.venues, days)
        known = venues.by_ids(session, {place.venue for place in places[:ROWS]})
    with database.writing() as session:
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.SECOND_CONTACTS_COUNTED,
            case=case,
            detail={
                "contacts": len(first.person),
                "persons": second.people,
                "pseudonyms_opened": len(look_up.opened),
            },
            now=now,
        )
    return SecondContacts(
        found,
        len(first.person),
        second.people,
        places[:ROWS],
        max(len(places) - ROWS, 0),
        second.not_followed,
        second.at_least,
        known,
    )


def _contacts(session: Session, case: Case, look_up: Meetings) -> Exposed:
    """The people made contacts F1, from their first exposure to their last in the trace in force.

    Raises:
        NobodyToFollow: there are none.
    """
    made = traces.of_case(session, case.id)
    shared = exposures.exposures(session, made[0].id) if made else []
    spans: dict[PersonId, list[Span]] = {}
    for person, exposure in shared:
        spans.setdefault(person, []).append(exposure.span)
    made_contacts = [c for c in contacts.of_case(session, case.id) if c.standing is Standing.CONTACT]
    names = people.canonical(session, (c.person for c in made_contacts if c.person is not None))
    followed = [who for who in dict.fromkeys(names.values()) if who in spans]
    if not followed:
        raise NobodyToFollow(case.reference)
    return Exposed(
        np.array([look_up.number(person) for person in followed], dtype=np.int64),
        np.array([microseconds(min(s.start for s in spans[p])) for p in followed], dtype=np.int64),
        np.array([microseconds(max(s.end for s in spans[p])) for p in followed], dtype=np.int64),
        np.full(len(followed), NEVER),
    )


def _days(first: Exposed, policy: Policy, now: datetime) -> list[date]:
    """Every local day on which they can have met anybody, and the one after."""
    begin = local_day(moment(int(first.exposed_from.min())), policy.zone)
    return days_between(begin, local_day(now, policy.zone) + timedelta(days=1))


def _places(second: Generation, rooms: Sequence[VenueId], days: Sequence[date]) -> list[PlaceAndDay]:
    found = [
        PlaceAndDay(rooms[venue], days[day], people)
        for venue, day, people in zip(
            second.venue.tolist(), second.day.tolist(), second.there.tolist(), strict=True
        )
    ]
    return sorted(found, key=lambda place: (-place.people, place.day, place.venue.int))

"""An official looks at who and what stands on the lists of several open cases: where to go first.

A person here is a rank. Nothing is opened; who they are is asked from one of the cases that list them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from app.domain.cases import Case
from app.domain.contacts import Standing
from app.domain.diseases import Disease
from app.domain.ids import CaseId, PersonId, VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.science.combining import infected_by_one
from app.science.frequency import Listings, listed
from app.science.ranking import Listed, ranked
from app.science.tracing import Exposure
from app.store import case_visits, cases, contacts, venues
from app.store import listed as lists
from app.store.db import Session
from app.usecases.find_event import lies_in, wards_of
from app.usecases.find_gatherings import Gathered, find_gatherings

LEAST: Final = 2
"""Lists that make a person, and cases that make a gathering, worth a line."""
PEOPLE: Final = 50
_CASES: Final = 1000
_OLDEST: Final = timedelta(days=120)
_AN_HOUR: Final = 0.01
"""What an hour together counts where the disease has no dose: only the order that follows from it matters."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on several lists."""

    who: PersonId
    lists: Mapping[CaseId, Listed]
    """What they shared with each case that lists them, the most first."""
    standings: Mapping[CaseId, Standing]
    """What was decided about them, in these cases."""
    own: list[CaseId]
    """The cases that they are themselves, of those the official may know of."""


@dataclass(frozen=True, slots=True)
class ListsView:
    """Everything that the page shows."""

    disease: Disease
    people: list[ListedPerson]
    gatherings: list[Gathered]
    cases: Mapping[CaseId, Case]
    venues: Mapping[VenueId, Venue]
    open_to_event: set[VenueId]
    """Where the official may open an event."""
    open_cases: int


def list_people(
    session: Session, official: Official, disease: Disease, *, policy: Policy, now: datetime
) -> ListsView:
    """People and gatherings that several open cases of a disease list, by how many do."""
    today = local_day(now, policy.zone)
    found = cases.of_disease(
        session, disease.slug, official, since=today - _OLDEST, limit=_CASES, only_open=True
    )
    persons = lists.often_listed(session, disease.slug, official, least=LEAST, most=PEOPLE)
    shared = _by_case(lists.exposures_of(session, disease.slug, official, persons))
    decided = contacts.about(session, persons)
    own = case_visits.cases_of(session, persons)
    gathered = find_gatherings(session, found, disease, policy=policy, today=today, least=LEAST)
    places, wards = venues.by_ids(session, {one.venue for one in gathered}), wards_of(session, official)
    known = cases.by_ids(session, [*shared, *(case for theirs in own.values() for case in theirs)])
    known |= {case.id: case for case in found}
    return ListsView(
        disease=disease,
        people=[
            ListedPerson(
                who=person,
                lists={case: of_case[person] for case, of_case in shared.items() if person in of_case},
                standings={case: c.standing for (case, who), c in decided.items() if who == person},
                own=[c for c in own.get(person, ()) if official.covers(known[c].jurisdiction)],
            )
            for person in _in_order(shared, disease)
        ],
        gatherings=gathered,
        cases=known,
        venues=places,
        open_to_event={venue.id for venue in places.values() if lies_in(venue, wards)},
        open_cases=len(found),
    )


def _by_case(shared: Sequence[tuple[CaseId, Exposure]]) -> dict[CaseId, dict[PersonId, Listed]]:
    of_case: dict[CaseId, list[Exposure]] = {}
    for case, exposure in shared:
        of_case.setdefault(case, []).append(exposure)
    return {case: {PersonId(one.who): one for one in ranked(theirs)} for case, theirs in of_case.items()}


def _in_order(shared: Mapping[CaseId, Mapping[PersonId, Listed]], disease: Disease) -> list[PersonId]:
    """Most lists first, then whom any of the cases more probably infected."""
    rows = [(n, person, one) for n, theirs in enumerate(shared.values()) for person, one in theirs.items()]
    persons = sorted({person for _, person, _ in rows})
    place = {person: n for n, person in enumerate(persons)}
    an_hour = _AN_HOUR if disease.dose is None else disease.dose.per_hour
    dose = np.array([one.hours * an_hour for *_, one in rows], dtype=np.float64)
    order = listed(
        Listings(
            np.array([case for case, *_ in rows], dtype=np.int64),
            np.array([place[person] for _, person, _ in rows], dtype=np.int64),
            infected_by_one(dose, disease.dispersion),
        )
    )
    return [persons[n] for n in order.person.tolist()]

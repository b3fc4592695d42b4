"""A small city with all that makes tracing hard, and who was with its cases by the pure rules."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
import pytest
from sqlmodel import select

from app.domain.assurance import Assurance
from app.domain.disease_profiles import DISEASES
from app.domain.ids import PersonId, VenueId, ZoneId
from app.domain.infectious_days import infectious_span
from app.domain.joins import Kind
from app.domain.spans import local_day
from app.domain.zones import Zone
from app.science.infectiousness import curve_of
from app.science.ranking import ranked
from app.science.tracing import exposures
from app.simulation.crowd import person_ids, venue_ids
from app.store import case_visits, joins, venues, zones
from app.store.city_cases import active
from app.store.tables import VenueRow, VisitRow
from app.store.visits import _visit as visit_of
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.crowd_places import uuids
from app.usecases.find_presences import named_visits, presence_of_case, presences_of, spaces_of
from app.usecases.load_crowd import load_crowd


def make_cases(database, keys, policy, now):
    """Five cases in a small crowd, some of whose places are inside others and have parts."""
    crowd = load_crowd(database, keys, visits=900, days=3, seed=5, policy=policy, now=now)
    random = np.random.default_rng(3)
    places = [VenueId(one) for one in uuids(venue_ids(crowd))]
    with database.writing() as session:
        for inner, outer in ((0, 1), (2, 1), (4, 3)):
            session.get_one(VenueRow, places[inner]).parent = places[outer]
        parts = [Zone(ZoneId(uuid4()), places[n % 5], f"Part {n}") for n in range(10)]
        for part in parts:
            zones.add(session, part)
        for visit in session.exec(select(VisitRow)):
            theirs = [part.id for part in parts if part.venue == visit.venue]
            change = random.integers(8)
            if change < 2 and theirs:
                visit.zone = theirs[change]
            elif change == 2:
                visit.assurance = Assurance.STAFF
            elif change == 3 and random.random() < 0.5:
                visit.withdrawn_at, visit.version = now, visit.version + 1
    found = add_crowd_cases(database, keys, crowd, 5, policy=policy, now=now)
    people = [PersonId(one) for one in uuids(person_ids(crowd, np.arange(9)))]
    with database.writing() as session:
        joins.join(session, people[3], people[7], next(iter(Kind)), now=now)
        joins.join(session, people[4], people[8], next(iter(Kind)), now=now)
    return found


def traced_pairs(database, keys, policy, now):
    """Case by case, by the pure rules, from every visit there is: nothing is left out by where one looks."""
    today = local_day(now, policy.zone)
    found = {}
    with database.reading() as session:
        every = [visit_of(row) for row in session.exec(select(VisitRow))]
        named = named_visits(session, every, keys, policy)
        places = venues.with_parents(session, {visit.venue for visit, _ in named})
        spaces = spaces_of(session, places, places)
        for case in active(session):
            illness = DISEASES[case.disease]
            window = infectious_span(case.dates, illness, zone=policy.zone, today=today)
            walked = [v for v in case_visits.visits_of(session, case.id) if v.longest.overlap(window)]
            shared = exposures(
                [presence_of_case(visit, window) for visit in walked],
                presences_of(named, places, policy, without={visit.person for visit in walked}),
                illness,
                curve=curve_of(case.dates, illness, zone=policy.zone, today=today),
                spaces=spaces,
            )
            for one in ranked(shared):
                found[case.id, one.who] = (one.hours, one.least, one.most, len(one.exposures), one.band)
    return found


def same(one, other):
    assert one.keys() == other.keys()
    for pair, values in one.items():
        assert values == pytest.approx(other[pair], rel=1e-9, abs=1e-12), pair

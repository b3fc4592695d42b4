"""What the ranking of source venues is made of: cases with check-ins, and a pool of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

import numpy as np

from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import PersonId, VenueId
from app.domain.infectious_days import infected_days, onset_days
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import Span, day_span, joined, local_day
from app.science.case_meetings import microseconds
from app.science.histories import Cases, Pool
from app.science.sources import FoundThrough
from app.science.visit_columns import NOBODY, Ints, Visits
from app.store import case_visits, cases, found_through, subjects, venues
from app.store.db import Session
from app.usecases.draw_pool import draw_pool, main_ward
from app.vault.keystore import KeyStore

T = TypeVar("T")
_MOST_CASES: Final = 500
_BY_ITSELF: Final = frozenset({VisitOrigin.RELEASE, VisitOrigin.CARD})
"""Check-ins, as others have them too; what only an interview brought to light they do not have."""


@dataclass(frozen=True, slots=True)
class Walker:
    """A case with check-ins at a time at which it may have been infected."""

    case: Case
    visits: list[CaseVisit]
    backward: Span
    """Its backward window, as far as visits are kept."""
    household: bytes | None
    """The keyed hash of its phone number: files under one number have one vote."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceColumns:
    """The same as columns, and the venues behind their numbers."""

    cases: Cases
    visits: Visits
    pool: Pool
    found: FoundThrough
    venues: list[VenueId]
    wards: int
    opened: int
    """Pseudonyms."""


def find_walkers(
    session: Session, official: Official, disease: Disease, *, days: int, policy: Policy, now: datetime
) -> list[Walker]:
    """The cases that can take part, of those with an onset in the last days; each person once."""
    today = local_day(now, policy.zone)
    found = cases.of_disease(
        session, disease.slug, official, since=today - timedelta(days=days), limit=_MOST_CASES
    )
    walked = case_visits.of_cases(session, [case.id for case in found])
    sealed = subjects.by_ids(session, [case.subject for case in found])
    kept = day_span(first_kept_day(policy, now=now), policy.zone).start
    walkers: list[Walker] = []
    persons: set[PersonId | None] = set()
    for case in found:
        backward = _backward(case, disease, policy, today, kept)
        theirs = [
            visit
            for visit in walked.get(case.id, ())
            if visit.origin in _BY_ITSELF and visit.person is not None and visit.start >= kept
        ]
        here = {visit.person for visit in theirs}
        if backward and not here & persons and any(v.span.overlap(backward) for v in theirs):
            walkers.append(Walker(case, theirs, backward, sealed[case.subject].phone_index))
            persons |= here
    return walkers


def independent(walkers: Sequence[Walker]) -> int:
    """How many households they are."""
    alone = sum(walker.household is None for walker in walkers)
    return alone + len({walker.household for walker in walkers} - {None})


def gather_sources(
    session: Session,
    walkers: Sequence[Walker],
    disease: Disease,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
    rng: np.random.Generator,
) -> SourceColumns:
    """Draw a pool beside the cases, and number everybody and every venue."""
    period = Span(min(w.backward.start for w in walkers), max(w.backward.end for w in walkers))
    places = {visit.venue for walker in walkers for visit in walker.visits}
    wards = {venue: known.ward for venue, known in venues.by_many_ids(session, places).items()}
    homes = [main_ward(_within(walker.visits, period), wards) for walker in walkers]
    drawn = draw_pool(session, homes, period, keys=keys, policy=policy, rng=rng)
    others = {stay.venue for stays in drawn.stays.values() for stay in stays} - wards.keys()
    wards |= {venue: known.ward for venue, known in venues.by_many_ids(session, others).items()}

    ill = {visit.person for walker in walkers for visit in walker.visits}
    pool = {person: stays for person, stays in drawn.stays.items() if person not in ill}
    rows = [(n, v.venue, v.span) for n, walker in enumerate(walkers) for v in walker.visits]
    rows += [
        (n, stay.venue, stay.span)
        for n, stays in enumerate(pool.values(), start=len(walkers))
        for stay in stays
    ]
    numbers = {venue: n for n, venue in enumerate(sorted(wards, key=lambda venue: venue.int))}
    strata = {ward: n for n, ward in enumerate(dict.fromkeys(homes))}
    of_pool = [strata.get(main_ward((s.venue for s in stays), wards), NOBODY) for stays in pool.values()]
    return SourceColumns(
        _cases(walkers, [strata[home] for home in homes], disease, policy, now),
        _visits(rows, numbers),
        Pool(np.arange(len(walkers), len(walkers) + len(pool)), _ints(of_pool)),
        _found(session, walkers, numbers),
        list(numbers),
        len(strata.keys() - {None}),
        drawn.opened,
    )


def _backward(case: Case, disease: Disease, policy: Policy, today: date, kept: datetime) -> Span | None:
    first, last = infected_days(case.dates, disease, today=today)
    start, end = day_span(first, policy.zone).start, day_span(last, policy.zone).end
    return Span(max(start, kept), end) if max(start, kept) < end else None


def _within(visits: Iterable[CaseVisit], period: Span) -> Iterable[VenueId]:
    return (visit.venue for visit in visits if visit.span.overlap(period) is not None)


def _cases(
    walkers: Sequence[Walker], strata: Sequence[int], disease: Disease, policy: Policy, now: datetime
) -> Cases:
    today = local_day(now, policy.zone)
    onsets = [onset_days(walker.case.dates, disease, today=today) for walker in walkers]
    homes = _numbered(walker.household for walker in walkers)
    return Cases(
        np.arange(len(walkers)),
        _ints(microseconds(day_span(first, policy.zone).start) for first, _ in onsets),
        _ints(microseconds(day_span(last, policy.zone).end) for _, last in onsets),
        _ints(NOBODY if walker.household is None else homes[walker.household] for walker in walkers),
        _ints(strata),
    )


def _visits(rows: Iterable[tuple[int, VenueId, Span]], numbers: Mapping[VenueId, int]) -> Visits:
    """Stays as columns; what overlaps at one venue, as a visit released twice does, is one."""
    of_place: dict[tuple[int, VenueId], list[Span]] = {}
    for person, venue, span in rows:
        of_place.setdefault((person, venue), []).append(span)
    columns = [
        (person, numbers[venue], microseconds(span.start), microseconds(span.end))
        for (person, venue), spans in of_place.items()
        for span in joined(spans)
    ]
    return Visits(*np.array(columns, dtype=np.int64).T)


def _found(session: Session, walkers: Sequence[Walker], numbers: Mapping[VenueId, int]) -> FoundThrough:
    """Cases that were contacts of another, or listed at an event, before they were reported."""
    case_of: dict[PersonId, int] = {
        visit.person: n for n, walker in enumerate(walkers) for visit in walker.visits if visit.person
    }
    pairs: set[tuple[int, int]] = set()
    for person, venue, at, through in found_through.found_through(session, case_of):
        case = walkers[case_of[person]].case
        if at < case.reported_at and through != case.id and venue in numbers:
            pairs.add((case_of[person], numbers[venue]))
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return FoundThrough(table[:, 0], table[:, 1])


def _numbered(values: Iterable[T]) -> dict[T, int]:
    return {value: n for n, value in enumerate(dict.fromkeys(values))}


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)

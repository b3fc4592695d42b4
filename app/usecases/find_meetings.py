"""Whom some people met, by venue and day: what the generations after the first are counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import numpy as np

from app.domain.ids import PersonId, VenueId, VisitId
from app.domain.policy import Policy
from app.domain.spans import Span, days_between, local_day
from app.science.case_meetings import microseconds
from app.science.generations import Met
from app.science.tracing import Presence, may_meet
from app.science.visit_columns import Ints
from app.store import venues
from app.store.db import Session
from app.usecases.find_histories import find_histories
from app.usecases.find_presences import presences_of, visits_around
from app.vault.keystore import KeyStore

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
T = TypeVar("T")
Row = tuple[int, int, int, int, int]


def moment(microseconds_: int) -> datetime:
    """What columns count as a time."""
    return _EPOCH + timedelta(microseconds=microseconds_)


@dataclass(slots=True)
class Meetings:
    """Looks up meetings in the database, for `science.generations`; people and venues get numbers here."""

    session: Session
    keys: KeyStore
    policy: Policy
    people: list[PersonId] = field(default_factory=list)
    """By number."""
    venues: list[VenueId] = field(default_factory=list)
    opened: set[VisitId] = field(default_factory=set)
    """Visits whose pseudonyms were opened."""
    _person: dict[PersonId, int] = field(default_factory=dict)
    _venue: dict[VenueId, int] = field(default_factory=dict)

    def number(self, person: PersonId) -> int:
        """The number of a person, a new one the first time."""
        return _numbered(person, self._person, self.people)

    def __call__(self, people: Ints, begin: Ints, end: Ints) -> Met:
        """Everybody whom these people were with, each from `begin` to `end`."""
        asked = {
            self.people[n]: Span(moment(first), moment(last))
            for n, first, last in zip(people.tolist(), begin.tolist(), end.tolist(), strict=True)
        }
        rows: list[Row] = []
        for walked in self._walked(asked).values():
            rows += self._beside(walked, asked)
        return Met(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)

    def _walked(self, asked: Mapping[PersonId, Span]) -> dict[date, list[Presence]]:
        """Where they were in their time, by day of entry: windows of one day stay narrow."""
        if not asked:
            return {}
        first = min(span.start for span in asked.values())
        last = max(span.end for span in asked.values())
        days = days_between(local_day(first, self.policy.zone), local_day(last, self.policy.zone))
        named = find_histories(self.session, asked, days, self.keys)
        self.opened |= {visit.id for visit, _ in named}
        places = venues.with_parents(self.session, {visit.venue for visit, _ in named})
        found: dict[date, list[Presence]] = {}
        for stay in presences_of(named, places, self.policy):
            if stay.span.overlap(asked[PersonId(stay.who)]) is not None:
                found.setdefault(local_day(stay.start, self.policy.zone), []).append(stay)
        return found

    def _beside(self, walked: Sequence[Presence], asked: Mapping[PersonId, Span]) -> list[Row]:
        """Who was there with them on one day."""
        windows: dict[VenueId, Span] = {}
        for stay in walked:
            there = windows.get(stay.venue, stay.span)
            windows[stay.venue] = Span(min(there.start, stay.start), max(there.end, stay.span.end))
        around = {venue: [span] for venue, span in windows.items()}
        known = venues.with_parents(self.session, windows)
        named, _ = visits_around(self.session, around, known, self.keys, self.policy)
        self.opened |= {visit.id for visit, _ in named}
        places = venues.with_parents(self.session, {visit.venue for visit, _ in named})
        by_venue: dict[VenueId, list[Presence]] = {}
        for other in presences_of(named, places, self.policy):
            by_venue.setdefault(other.venue, []).append(other)
        return [
            (
                self.number(PersonId(stay.who)),
                self.number(PersonId(other.who)),
                _numbered(stay.venue, self._venue, self.venues),
                microseconds(shared.start),
                microseconds(shared.end),
            )
            for stay in walked
            for other in by_venue.get(stay.venue, ())
            if other.who != stay.who and may_meet(stay, other, timedelta())
            if (shared := _shared(stay, other, asked[PersonId(stay.who)])) is not None
        ]


def _shared(stay: Presence, other: Presence, within: Span) -> Span | None:
    both = stay.span.overlap(other.span)
    return None if both is None else both.overlap(within)


def _numbered(thing: T, numbers: dict[T, int], things: list[T]) -> int:
    if thing not in numbers:
        numbers[thing] = len(things)
        things.append(thing)
    return numbers[thing]

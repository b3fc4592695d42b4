"""What one trace looks at, gathered as columns: the visits near a case and who is behind them.

The same visits as `find_presences.visits_around`, which other look-ups use: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import numpy as np

from app.domain.ids import PersonId, VenueId, ZoneId
from app.domain.policy import Policy
from app.domain.stays import longest_open
from app.domain.venues import Venue
from app.science.case_meetings import microseconds
from app.science.presence_columns import Ints
from app.store import place_columns, visit_columns
from app.store.db import Session
from app.store.raw_ids import Ids, among, ids_of, no_ids, numbered, uuids
from app.store.same_day import Entries, all_entries
from app.store.visit_columns import VisitColumns, Windows
from app.usecases.find_presences import Windows as Spans
from app.usecases.follow_open_visits import under_other_names
from app.usecases.read_days import days_kept, entries_on, opened, visits_on
from app.vault.keystore import KeyStore

_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The visits that may reach into the case's windows, by person, entry and id, and who is behind them.

    With the other visits on the days of those who did not check out: their next entry elsewhere ends their
    stay.
    """

    windows: Windows
    places: Ids
    """The venues of the windows, in the order of their numbers."""
    visits: VisitColumns
    who: Ints
    persons: Ids
    """By number, under their names of today."""
    place: Ints
    """Of each visit; venues without a window have numbers beyond."""
    zone: Ints
    """-1: the venue as a whole."""
    zones: dict[UUID, int]
    inside: Ints
    """As `trace_stays.stays_of` takes it."""
    entries: Entries
    """Where else their people were, as far as that came along."""
    whole: Ids
    """The pseudonyms of which `visits` and `entries` have the whole day."""
    opened: int
    """How many pseudonyms were opened."""


def windows_in_columns(spans: Spans, places: Mapping[VenueId, Venue], policy: Policy) -> Windows:
    """The windows as the store reads them, by venue and time."""
    rows = [
        (venue, microseconds(span.start), microseconds(span.end))
        for venue in sorted(spans)
        for span in spans[venue]
    ]
    start, end = (np.array([row[n] for row in rows], dtype=np.int64) for n in (1, 2))
    stays = [longest_open(places[row[0]].registration.kind, policy) // _MICROSECOND for row in rows]
    longest = policy.longest_stay // _MICROSECOND
    return Windows(ids_of(row[0] for row in rows), start - longest, start, end, start - np.array(stays))


def gather_trace(
    session: Session,
    windows: Windows,
    *,
    zones: Collection[ZoneId],
    without: Collection[PersonId],
    keys: KeyStore,
    policy: Policy,
) -> Gathered:
    """Read the visits and open their pseudonyms, each day's in one pass; destroyed days stay closed.

    Args:
        session: To read with.
        windows: Where and when.
        zones: Parts of venues that need a number in any case.
        without: Persons under their names of today who are nobody's contact here.
        keys: Whose days still stand.
        policy: For the city's zone.
    """
    visits, entries, whole = _visits(session, windows, keys, policy)
    persons, count = _persons(session, visits, keys, policy), len(visits)
    kept = ~among(persons, ids_of(without)) if without else np.ones(count, dtype=bool)
    visits, persons = visits.take(kept), persons[kept]
    named, who = numbered(persons)
    order = np.argsort(who * len(visits) + numbered(visits.id)[1], kind="stable")
    visits, who = visits.take(order), who[order]
    places, place = _places(windows, visits)
    all_zones, zone = _zones(zones, visits)
    return Gathered(
        windows=windows,
        places=places,
        visits=visits,
        who=who,
        persons=named,
        place=place,
        zone=zone,
        zones=all_zones,
        inside=_inside(session, places, visits, place),
        entries=entries,
        whole=whole,
        opened=count,
    )


def _visits(
    session: Session, windows: Windows, keys: KeyStore, policy: Policy
) -> tuple[VisitColumns, Entries, Ids]:
    """The visits in question, where else their people were, and of which pseudonyms that is the whole day.

    Of a visit elsewhere no more matters than where it was. Only of whoever came to one of these places
    another time that day, or goes on under another name, all visits are read whole.
    """
    nearby, others = visit_columns.reaching(session, windows)
    kept = days_kept(nearby.entered, keys, policy)
    nearby, others = nearby.take(kept), others.take(kept)
    is_open = nearby.left == visit_columns.OPEN
    asked, unended = nearby.take(is_open & ~others.known), nearby.take(is_open)
    entries = all_entries(
        others.under(nearby.pseudonym), entries_on(session, asked.entered, asked.pseudonym, policy)
    )
    theirs = entries.take(among(entries.pseudonym, unended.pseudonym))
    theirs = theirs.take(~among(theirs.id, nearby.id))
    again = theirs.take(among(theirs.venue, windows.venue))
    entered, names = under_other_names(session, unended, windows, keys, policy)
    entered, names = np.concatenate((again.entered, entered)), np.concatenate((again.pseudonym, names))
    read = visits_on(session, entered, names, policy)
    elsewhere = theirs.take(~among(theirs.pseudonym, names))
    whole = np.concatenate((nearby.pseudonym[others.known], asked.pseudonym, names))
    found = visit_columns.all_visits(
        nearby.take(~among(nearby.pseudonym, names)), read, visit_columns.elsewhere(elsewhere)
    )
    return found, entries, whole


def _persons(session: Session, visits: VisitColumns, keys: KeyStore, policy: Policy) -> Ids:
    """Who is behind each visit, under the name of today: two browsers of one human are one person."""
    named, who = numbered(opened(visits, keys, policy))
    if len(named):
        joined, into = place_columns.joined(session, named)
        named = named.copy()
        named[np.searchsorted(named, joined)] = into
    return named[who]


def _places(windows: Windows, visits: VisitColumns) -> tuple[Ids, Ints]:
    """The venues of the windows, and the number of each visit's venue: those of the windows first."""
    known, _ = numbered(windows.venue)
    every, which = numbered(np.concatenate((known, visits.venue)))
    number = np.full(len(every), -1)
    number[which[: len(known)]] = np.arange(len(known))
    number[number < 0] = np.arange(len(known), len(every))
    return known, number[which[len(known) :]]


def _zones(known: Collection[ZoneId], visits: VisitColumns) -> tuple[dict[UUID, int], Ints]:
    given = ids_of(known) if known else no_ids()
    every, which = numbered(np.concatenate((given, visits.zone)))
    codes = np.where(every[which] == b"", -1, which)
    return {zone: number for number, zone in enumerate(uuids(every))}, codes[len(given) :]


def _inside(session: Session, places: Ids, visits: VisitColumns, place: Ints) -> Ints:
    """What lies in what among the places where somebody went, as pairs in one number each."""
    lower, upper = place_columns.inside(session, places)
    number = dict(zip(visits.venue.tolist(), place.tolist(), strict=True)) if len(lower) else {}
    number |= {venue: n for n, venue in enumerate(places.tolist())} if len(lower) else {}
    wide = int(place.max(initial=0)) + 1
    pairs = [
        number[inner] * wide + number[outer]
        for inner, outer in zip(lower.tolist(), upper.tolist(), strict=True)
        if inner in number
    ]
    return np.array(sorted(pairs), dtype=np.int64)

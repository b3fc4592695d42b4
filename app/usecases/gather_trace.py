"""What one trace looks at, gathered as columns: the visits near a case and who is behind them.

The same visits as `find_presences.visits_around`, which other look-ups use: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.domain.assurance import Assurance
from app.domain.ids import PersonId, VenueId, ZoneId
from app.domain.policy import Policy
from app.domain.spans import day_span
from app.domain.stays import longest_open
from app.domain.venues import Venue
from app.science.case_meetings import microseconds
from app.science.closing_columns import offsets
from app.science.presence_columns import Ints
from app.science.visit_columns import DAY
from app.store import place_columns, visit_columns
from app.store.db import Session
from app.store.raw_ids import Ids, among, ids_of, no_ids, numbered, raw, uuids, words
from app.store.visit_columns import VisitColumns, Windows
from app.usecases.find_presences import Windows as Spans
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import person_bytes, pseudonym_bytes

_MICROSECOND: Final = timedelta(microseconds=1)
_FIRST_DAY: Final = date(1970, 1, 1)
STAFF: Final = list(Assurance).index(Assurance.STAFF)
"""What columns of visits have for staff on their shift."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The visits that may reach into the case's windows, by person, entry and id, and who is behind them.

    With all visits on the days of those who did not check out: their next entry elsewhere ends their stay.
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
    unended: Ids
    """The pseudonyms whose whole day was read."""
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
    visits, unended = _visits(session, windows, keys, policy)
    persons, opened = _persons(session, visits, keys, policy), len(visits)
    kept = ~among(persons, ids_of(without)) if without else np.ones(opened, dtype=bool)
    visits, persons = visits.take(kept), persons[kept]
    named, who = numbered(persons)
    order = np.lexsort((*words(visits.id).T[::-1], who))
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
        unended=unended,
        opened=opened,
    )


def _visits(session: Session, windows: Windows, keys: KeyStore, policy: Policy) -> tuple[VisitColumns, Ids]:
    """The visits in question, and the pseudonyms whose whole day is among them."""
    nearby = visit_columns.reaching(session, windows)
    nearby = nearby.take(days_kept(nearby.entered, keys, policy))
    unended = nearby.take(nearby.left == visit_columns.OPEN)
    entered, names = _in_other_browsers(session, unended, keys, policy)
    entered, names = np.concatenate((unended.entered, entered)), np.concatenate((unended.pseudonym, names))
    theirs = on_their_days(session, entered, names, policy)
    return visit_columns.both(nearby.take(~among(nearby.pseudonym, names)), theirs), numbered(names)[0]


def _in_other_browsers(
    session: Session, unended: VisitColumns, keys: KeyStore, policy: Policy
) -> tuple[Ints, Ids]:
    """What the people of these visits are called that day in their other browsers, each with its moment.

    A check-in there ends a stay as one in the same browser does.
    """
    people = _opened(unended, keys, policy)
    person, name = place_columns.other_names(session, numbered(people)[0])
    if not len(person):
        return unended.entered[:0], no_ids()
    order = np.argsort(people)
    first, last = (np.searchsorted(people, person, side, sorter=order) for side in ("left", "right"))
    which = np.repeat(np.arange(len(person)), last - first)
    rows = order[[row for begin, end in zip(first, last, strict=True) for row in range(begin, end)]]
    entered = unended.entered[rows]
    hidden = np.empty(len(rows), "S16")
    for day, some in _by_day(entered, policy):
        hidden[some] = np.frombuffer(pseudonym_bytes(keys.day(day).link, raw(name[which[some]])), "S16")
    return entered, hidden


def _by_day(entered: Ints, policy: Policy) -> list[tuple[date, Ints]]:
    """The days of these moments, each with its rows."""
    days = local_days(entered, policy)
    return [(_date(number), np.flatnonzero(days == number)) for number in np.unique(days).tolist()]


def days_kept(entered: Ints, keys: KeyStore, policy: Policy) -> NDArray[np.bool_]:
    """Which of these moments lie on days whose keys still stand."""
    days, which = np.unique(local_days(entered, policy), return_inverse=True)
    return np.array([keys.has(_date(number)) for number in days.tolist()], dtype=bool)[which]


def local_days(entered: Ints, policy: Policy) -> Ints:
    """Days since 1970 by the city's calendar."""
    return np.asarray((entered + offsets(entered, policy.zone)) // DAY)


def on_their_days(session: Session, entered: Ints, pseudonyms: Ids, policy: Policy) -> VisitColumns:
    """All visits under some pseudonyms, each with a moment of its day, read in one statement."""
    wanted = []
    for day, rows in _by_day(entered, policy):
        span = day_span(day, policy.zone)
        wanted.append((span.start, span.end, numbered(pseudonyms[rows])[0]))
    return visit_columns.of_pseudonyms(session, wanted)


def _date(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number)


def _opened(visits: VisitColumns, keys: KeyStore, policy: Policy) -> Ids:
    """Who is behind each visit, under the name of its browser; each day's pseudonyms in one pass."""
    found = np.empty(len(visits), "S16")
    for day, rows in _by_day(visits.entered, policy):
        clear = person_bytes(keys.day(day).link, raw(visits.pseudonym[rows]))
        found[rows] = np.frombuffer(clear, "S16")
    return found


def _persons(session: Session, visits: VisitColumns, keys: KeyStore, policy: Policy) -> Ids:
    """Who is behind each visit, under the name of today: two browsers of one human are one person."""
    named, who = numbered(_opened(visits, keys, policy))
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

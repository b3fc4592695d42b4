"""The flags that the visits of a trace have from each other: as `find_doubts`, over columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.domain.assurance import Flag
from app.domain.doubts import arrivals_an_hour
from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.science.doubt_columns import crowded, too_fast
from app.science.presence_columns import Ints
from app.store import place_columns, visit_columns
from app.store.db import Session
from app.store.raw_ids import Ids, among, numbered, uuids
from app.store.same_day import Entries, all_entries
from app.usecases.follow_open_visits import STAFF
from app.usecases.gather_trace import Gathered
from app.usecases.read_days import days_kept, entries_on
from app.vault.keystore import KeyStore


def doubts_of(
    session: Session,
    gathered: Gathered,
    rows: Ints,
    *,
    places: Mapping[VenueId, Venue],
    keys: KeyStore,
    policy: Policy,
) -> Ints:
    """The flags of all gathered visits, shape (visits,), complete for those of `rows`: three statements.

    Bursts are looked for among all that arrived; ways among all visits of a person's day, under the day's
    pseudonym: no further pseudonym is opened for it.
    """
    visits = gathered.visits
    flags = visits.flags.copy()
    flags[_in_bursts(session, gathered, places, keys, policy)] |= Flag.BURST.value
    whose = np.unique(rows)
    names = visits.pseudonym[whose]
    asked = whose[~among(names, gathered.whole)]
    known = all_entries(
        Entries(visits.pseudonym, visits.venue, visits.id),
        gathered.entries,
        entries_on(session, visits.entered[asked], visits.pseudonym[asked], policy),
    )
    far = _far_apart(session, known.take(among(known.pseudonym, names)))
    flags[among(visits.id, far)] |= Flag.IMPOSSIBLE_TRAVEL.value
    return flags


def _in_bursts(
    session: Session, gathered: Gathered, places: Mapping[VenueId, Venue], keys: KeyStore, policy: Policy
) -> Ints:
    """Rows of guests who came with more than the place could take.

    Where too many came whoever they were, the guests among them are counted: hardly anywhere.
    """
    most = [arrivals_an_hour(places[VenueId(venue)]) for venue in uuids(gathered.places)]
    windows = gathered.windows
    for only_guests in (False, True):
        window, entered = visit_columns.arrivals(session, windows, only_guests=only_guests)
        kept = days_kept(entered, keys, policy)
        place = np.searchsorted(gathered.places, windows.venue)[window[kept]]
        found = _crowded(place, entered[kept], most)
        windows = windows.take(np.isin(np.searchsorted(gathered.places, windows.venue), list(found)))
        if not len(windows):
            return np.empty(0, dtype=np.int64)
    guests = gathered.visits.assurance != STAFF
    return np.flatnonzero(
        np.logical_or.reduce(
            [
                guests & (gathered.place == number) & np.isin(gathered.visits.entered, moments)
                for number, moments in found.items()
            ]
        )
    )


def _crowded(place: Ints, entered: Ints, most: Sequence[float]) -> dict[int, Ints]:
    """The moments of bursts, by place."""
    order = np.lexsort((entered, place))
    edges = np.searchsorted(place[order], np.arange(len(most) + 1))
    moments = ((n, crowded(entered[order[edges[n] : edges[n + 1]]], most[n])) for n in range(len(most)))
    return {number: found for number, found in moments if len(found)}


def _far_apart(session: Session, known: Entries) -> Ids:
    """The ids of visits between which nobody can have travelled; one visit a day is next to no other.

    Each may be there several times.
    """
    _, first = np.unique(numbered(known.id)[1], return_index=True)
    known = known.take(first)
    _, who = numbered(known.pseudonym)
    several = np.bincount(who)[who] > 1 if len(who) else np.zeros(0, dtype=bool)
    known, who = known.take(several), who[several]
    venues, which = numbered(known.venue)
    there = place_columns.positions(session, venues)
    latitude, longitude = np.full(len(venues), np.nan), np.full(len(venues), np.nan)
    spot = np.searchsorted(venues, there.venue)
    latitude[spot], longitude[spot] = there.latitude, there.longitude
    order = np.argsort(who, kind="stable")  # each person's are in the order of their ids already
    order = order[~np.isnan(latitude[which[order]])]
    place = which[order]
    far = too_fast(who[order], known.entered[order], latitude[place], longitude[place])
    return np.asarray(known.id[order[far]])

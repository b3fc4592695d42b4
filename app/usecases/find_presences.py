"""Who was where while a case was about: what a trace compares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.case_visits import CaseVisit
from app.domain.diseases import Disease
from app.domain.ends import Ends
from app.domain.ids import PersonId, Pseudonym, VenueId, ZoneId
from app.domain.policy import Policy
from app.domain.spaces import Space
from app.domain.spans import Span, local_day
from app.domain.stays import stays
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.domain.zones import space_of_venue, space_of_zone
from app.science.tracing import Presence, tail_of
from app.store import people, visits, zones
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons

_SHORTEST = timedelta(minutes=1)


def windows_of(walked: Iterable[CaseVisit], illness: Disease) -> dict[VenueId, Span]:
    """For each venue the time from the case's first entry to the end of its last possible tail."""
    found: dict[VenueId, Span] = {}
    for visit in walked:
        span = Span(visit.start, visit.ends.most + tail_of(illness))
        there = found.get(visit.venue, span)
        found[visit.venue] = Span(min(there.start, span.start), max(there.end, span.end))
    return found


def visits_around(
    session: Session, windows: Mapping[VenueId, Span], keys: KeyStore, policy: Policy
) -> list[tuple[Visit, PersonId]]:
    """Every visit that may reach into the windows, with the person behind it.

    A stay without a check-out ends with the next entry elsewhere, so all visits of such people come too.
    """
    nearby = visits.at_venues(session, windows, longest_stay=policy.longest_stay)
    unended = {visit.pseudonym for visit in nearby if visit.left_at is None}
    everywhere = {visit.id: visit for visit in [*nearby, *visits.of_pseudonyms(session, unended)]}
    return named_visits(session, everywhere.values(), keys, policy)


def named_visits(
    session: Session, nearby: Iterable[Visit], keys: KeyStore, policy: Policy
) -> list[tuple[Visit, PersonId]]:
    """The person behind each visit, each day's pseudonyms opened in one pass; destroyed days stay closed.

    Two browsers of one human are one person here, or somebody would meet themselves.
    """
    of_day: dict[date, list[Visit]] = {}
    for visit in nearby:
        of_day.setdefault(local_day(visit.entered_at, policy.zone), []).append(visit)
    named: list[tuple[Visit, PersonId]] = []
    for day, theirs in of_day.items():
        if keys.has(day):
            opened = persons(keys.day(day).link, [visit.pseudonym for visit in theirs])
            named += zip(theirs, opened, strict=True)
    names = people.canonical(session, {who for _, who in named})
    return [(visit, names[who]) for visit, who in named]


def presences_of(
    named: Iterable[tuple[Visit, PersonId]],
    places: Mapping[VenueId, Venue],
    policy: Policy,
    *,
    without: Collection[PersonId | None] = (),
) -> list[Presence]:
    """Everybody's stays but those of some, under the person's name so that days add up."""
    # One name over all days, so that a stay across midnight is one stay.
    theirs = [replace(visit, pseudonym=Pseudonym(who)) for visit, who in named if who not in without]
    return [
        Presence(
            s.pseudonym,
            s.venue,
            s.zone,
            s.start,
            s.ends,
            s.end_assumed,
            s.assurance,
            s.flags,
            s.companions,
            s.children,
        )
        for s in stays(theirs, places, policy)
    ]


def presence_of_case(visit: CaseVisit, window: Span) -> Presence:
    """As much of a case's visit as lies in its infectious time."""
    start = max(visit.start, window.start)
    return Presence(
        visit.case,
        visit.venue,
        visit.zone,
        start,
        Ends(*(_inside(end, start, window) for end in visit.ends.all())),
        visit.end_assumed,
        visit.assurance,
        visit.flags,
    )


def _inside(end: datetime, start: datetime, window: Span) -> datetime:
    return min(max(end, start + _SHORTEST), max(window.end, start + _SHORTEST))


def spaces_of(
    session: Session, wanted: Collection[VenueId], places: Mapping[VenueId, Venue]
) -> dict[tuple[VenueId, ZoneId | None], Space]:
    """The air of these venues and of their zones."""
    found: dict[tuple[VenueId, ZoneId | None], Space] = {
        (venue, None): space_of_venue(places[venue]) for venue in wanted
    }
    for zone in zones.of_venues(session, wanted):
        found[zone.venue, zone.id] = space_of_zone(zone, places[zone.venue])
    return found

"""Who was where while a case was about: what a trace compares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.assurance import Assurance
from app.domain.case_visits import CaseVisit
from app.domain.diseases import Disease
from app.domain.ends import Ends
from app.domain.ids import PersonId, Pseudonym, VenueId, ZoneId
from app.domain.policy import Policy
from app.domain.spaces import Space
from app.domain.spans import Span, local_day
from app.domain.stays import longest_open, may_reach, stays
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.domain.zones import space_of_venue, space_of_zone
from app.science.tracing import Presence, tail_of
from app.store import people, visits, zones
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons, pseudonym

_SHORTEST = timedelta(minutes=1)
_MICROSECOND = timedelta(microseconds=1)


Windows = Mapping[VenueId, Sequence[Span]]
"""At each venue the times in question, in order and so far apart that no stay reaches into two."""


def windows_of(walked: Iterable[CaseVisit], illness: Disease, policy: Policy) -> dict[VenueId, list[Span]]:
    """For each venue the times from the case's entries to the ends of its last possible tails.

    Two that one stay may reach into are one, with the time between: no visit is then read twice.
    """
    spans = ((v.venue, Span(v.start, v.ends.most + tail_of(illness))) for v in walked)
    found: dict[VenueId, list[Span]] = {}
    for venue, span in sorted(spans):
        there = found.setdefault(venue, [])
        if there and span.start - policy.longest_stay < there[-1].end:
            span = Span(there[-1].start, max(there.pop().end, span.end))  # noqa: PLW2901 - the two as one
        there.append(span)
    return found


def visits_around(
    session: Session, windows: Windows, places: Mapping[VenueId, Venue], keys: KeyStore, policy: Policy
) -> tuple[list[tuple[Visit, PersonId]], list[Visit]]:
    """Every visit that may reach into the windows, with the person behind it; and all that arrived there.

    A stay without a check-out ends with the next entry elsewhere, so all visits of such people come too. Who
    arrived but cannot have stayed until the window is nobody's business: their pseudonyms stay closed.

    Args:
        session: To read with.
        windows: Where and when.
        places: These venues, at least.
        keys: Whose days still stand.
        policy: For the city's zone and the longest stay.
    """
    pairs = [(venue, span) for venue, spans in windows.items() for span in spans]
    found = visits.at_venues(session, pairs, longest_stay=policy.longest_stay)
    days = {visit.id: local_day(visit.entered_at, policy.zone) for visit in found}
    kept = {day for day in set(days.values()) if keys.has(day)}
    arrived = [visit for visit in found if visit.withdrawn_at is None and days[visit.id] in kept]
    nearby = [visit for visit in arrived if _reaches(visit, windows[visit.venue], places, policy)]
    unended = [visit for visit in nearby if visit.left_at is None]
    names = {visit.pseudonym for visit in unended}
    names |= _under_other_names(session, unended, places, keys, policy)
    everywhere = {visit.id: visit for visit in [*nearby, *visits.of_pseudonyms(session, names)]}
    return named_visits(session, everywhere.values(), keys, policy), arrived


def _under_other_names(
    session: Session,
    unended: Iterable[Visit],
    places: Mapping[VenueId, Venue],
    keys: KeyStore,
    policy: Policy,
) -> set[Pseudonym]:
    """What the people of these visits are called where a check-in ends their stay.

    That is the same day in all their browsers and, where a stay may last beyond midnight, the next.
    """
    named = named_visits(session, unended, keys, policy)
    names = people.names_of(session, {who for _, who in named})
    return {
        pseudonym(keys.day(day).link, name)
        for visit, who in named
        for day in _days_of_open(visit, places, policy)
        if keys.has(day)
        for name in names[who]
    }


def _days_of_open(visit: Visit, places: Mapping[VenueId, Venue], policy: Policy) -> set[date]:
    """The days on which a visit without a check-out may be going on."""
    guest = visit.assurance is not Assurance.STAFF
    kind = places[visit.venue].registration.kind
    longest = longest_open(kind, policy) if guest else policy.longest_stay
    # A stay that may last until midnight itself is over when the next day begins.
    last = visit.entered_at + longest - _MICROSECOND
    return {local_day(visit.entered_at, policy.zone), local_day(last, policy.zone)}


def _reaches(visit: Visit, spans: Sequence[Span], places: Mapping[VenueId, Venue], policy: Policy) -> bool:
    """Whether a visit may last into the window before whose end it began."""
    window = next(span for span in spans if visit.entered_at < span.end)
    return may_reach(visit, window.start, places[visit.venue].registration.kind, policy)


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

"""Who was where while a case was about: what a trace compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.domain.case_visits import CaseVisit
from app.domain.diseases import Disease
from app.domain.ids import PersonId, Pseudonym, VenueId
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.stays import stays
from app.domain.visits import Visit
from app.science.tracing import Presence, tail_of
from app.store import venues
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons


def windows_of(walked: Iterable[CaseVisit], illness: Disease) -> dict[VenueId, Span]:
    """For each venue the time from the case's first entry to the end of its last tail."""
    found: dict[VenueId, Span] = {}
    for visit in walked:
        span = visit.span.extended(tail_of(illness))
        there = found.get(visit.venue, span)
        found[visit.venue] = Span(min(there.start, span.start), max(there.end, span.end))
    return found


def named_visits(nearby: Iterable[Visit], keys: KeyStore, policy: Policy) -> list[tuple[Visit, PersonId]]:
    """The person behind each visit, each day's pseudonyms opened in one pass; destroyed days stay closed."""
    of_day: dict[date, list[Visit]] = {}
    for visit in nearby:
        of_day.setdefault(local_day(visit.entered_at, policy.zone), []).append(visit)
    named: list[tuple[Visit, PersonId]] = []
    for day, theirs in of_day.items():
        if keys.has(day):
            people = persons(keys.day(day).link, [visit.pseudonym for visit in theirs])
            named += zip(theirs, people, strict=True)
    return named


def presences_of_others(
    session: Session, named: list[tuple[Visit, PersonId]], own: set[PersonId | None], policy: Policy
) -> list[Presence]:
    """Everybody's stays but the case's own, under the person's name so that days add up."""
    theirs = [
        # One name over all days, so that a stay across midnight is one stay.
        replace(visit, pseudonym=Pseudonym(person))
        for visit, person in named
        if person not in own
    ]
    places = venues.with_parents(session, {visit.venue for visit in theirs})
    return [
        Presence(s.pseudonym, s.venue, s.zone, s.span, s.end_assumed, s.assurance, s.flags)
        for s in stays(theirs, places, policy)
    ]


def presence_of_case(visit: CaseVisit, window: Span) -> Presence:
    """As much of a case's visit as lies in its infectious time."""
    inside = visit.span.overlap(window)
    assert inside is not None  # noqa: S101 - `walked` holds only visits that reach into the window
    return Presence(
        visit.case, visit.venue, visit.zone, inside, visit.end_assumed, visit.assurance, visit.flags
    )

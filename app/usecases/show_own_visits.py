"""Somebody looks at their own visits: those of this browser and of all that are linked with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.ids import VenueId
from app.domain.joins import Joined
from app.domain.people import DeviceToken
from app.domain.policy import LegalBasis, Policy
from app.domain.spans import Span
from app.domain.stays import Stay, stays
from app.domain.venues import Venue
from app.domain.visits import CORRECTABLE, Visit
from app.store import joins, own_visits, venues, visits, zones
from app.store.db import Session
from app.usecases.find_own_names import Own, find_own_names
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One visit as its person sees it."""

    visit: Visit
    venue: Venue
    zone: str
    """The name of the part of the venue; empty for the whole."""
    ends_at: datetime
    """When it ended, or is assumed to have ended or to end."""
    assumed: bool
    basis: LegalBasis
    in_case_file: bool
    """Whether a case's file holds a copy that this person handed over."""
    correctable: bool
    """Whether its end may still be corrected."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands on the first page: nothing that somebody who looks over a shoulder learns a place from."""

    visits: int
    details: int
    """Days to which sealed contact details belong."""
    tokens: int
    """Browsers and recovery codes that speak for this person, this one among them."""
    joined: Sequence[Joined]


def summarise(session: Session, device: DeviceToken | None, *, keys: KeyStore) -> Summary:
    """How much is kept of whom this browser speaks for.

    Raises:
        NobodyHere: it speaks for nobody.
    """
    own = find_own_names(session, device)
    return Summary(
        own_visits.count_of(session, own.pseudonyms(keys)),
        len(own_visits.contact_days(session, own.names)),
        joins.tokens(session, own.person),
        joins.joined(session, own.person),
    )


def show_own_visits(
    session: Session, device: DeviceToken | None, *, keys: KeyStore, policy: Policy, now: datetime
) -> list[OwnVisit]:
    """Every kept visit, withdrawn ones too, the newest first; the same few queries for one or a thousand.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    own = find_own_names(session, device)
    return own_visits_of(session, own, keys=keys, policy=policy, now=now)


def has_been_told(session: Session, device: DeviceToken | None, *, now: datetime) -> bool:
    """Whether officials have told whom this browser speaks for about a risk, so that a file lists visits.

    Before that the pages say nothing of it, and never of which visit: the place and the hour would name the
    case to whoever was alone with it.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    return own_visits.has_been_told(session, find_own_names(session, device).names, now=now)


def own_visits_of(
    session: Session, own: Own, *, keys: KeyStore, policy: Policy, now: datetime
) -> list[OwnVisit]:
    """The same for somebody who is known already."""
    found = visits.of_pseudonyms(session, own.pseudonyms(keys))
    places = venues.with_parents(session, {visit.venue for visit in found})
    wanted = {visit.zone for visit in found}
    parts = {zone.id: zone.name for zone in zones.of_venues(session, list(places)) if zone.id in wanted}
    bases = own_visits.bases(session, {visit.basis for visit in found})
    copies = own_visits.copies(session, own.names)
    ends = _ends(found, places, policy)
    return [
        OwnVisit(
            visit=visit,
            venue=places[visit.venue],
            zone="" if visit.zone is None else parts.get(visit.zone, ""),
            ends_at=visit.left_at or ends.get(visit, visit.entered_at),
            assumed=visit.left_at is None,
            basis=bases[visit.basis],
            in_case_file=any(_copied(visit, venue, span) for venue, span in copies),
            correctable=_correctable(visit, policy, now),
        )
        for visit in reversed(found)
    ]


def _ends(found: Sequence[Visit], places: Mapping[VenueId, Venue], policy: Policy) -> dict[Visit, datetime]:
    """The likely end of each visit that has none of its own, as traces assume it."""
    if not found:
        return {}
    # All under one name, so that a stay across midnight, or of two browsers, ends where the next begins.
    assumed = stays([replace(visit, pseudonym=found[0].pseudonym) for visit in found], places, policy)
    return {visit: _stay_of(visit, assumed).ends.likely for visit in found if visit.withdrawn_at is None}


def _stay_of(visit: Visit, assumed: Sequence[Stay]) -> Stay:
    there = [s for s in assumed if s.venue == visit.venue and s.zone == visit.zone]
    return max((s for s in there if s.start <= visit.entered_at), key=lambda stay: stay.start)


def _copied(visit: Visit, venue: VenueId, span: Span) -> bool:
    return venue == visit.venue and span.start <= visit.entered_at < span.end


def _correctable(visit: Visit, policy: Policy, now: datetime) -> bool:
    first = visit.left_at if visit.correction is None else visit.first_left_at
    until = (first or visit.entered_at + policy.longest_stay) + CORRECTABLE
    return visit.withdrawn_at is None and now <= until

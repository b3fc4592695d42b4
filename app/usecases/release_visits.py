"""A patient hands visits over to a case: sees who asks for what, unticks, may take it back."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from app.domain.audit import AuditAction
from app.domain.cases import CaseVisit, VisitOrigin
from app.domain.errors import NoVisitsHere, ReleaseUnknown
from app.domain.ids import PersonId, VenueId
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.releases import Release, ReleaseCode, released, usable, withdrawn
from app.domain.spans import days_between
from app.domain.stays import Stay, stays
from app.domain.venues import Venue
from app.store import audit, cases, officials, people, releases, venues, visits
from app.store.db import Session
from app.usecases.case_file import sealed_words
from app.usecases.issue_release_code import code_mac
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class Request:
    """What the phone shows before anything is handed over."""

    release: Release
    asked_by: str
    """The official's name, to be compared with the voice on the telephone."""
    stays: list[Stay]
    venues: dict[VenueId, Venue]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was shared, and what lets the same phone take it back."""

    release: Release


def see_request(
    session: Session,
    code: ReleaseCode,
    device: DeviceToken | None,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Request:
    """What a code asks of this phone.

    Raises:
        ReleaseUnknown, ReleaseExpired, ReleaseUsed: the code does not work.
        NoVisitsHere: this browser holds no visits on those days.
    """
    release = releases.by_mac(session, code_mac(code, keys))
    if release is None:
        raise ReleaseUnknown
    usable(release, now=now)
    _, found, places = _stays(session, release, device, keys=keys, policy=policy)
    official = officials.get(session, release.official)
    assert official is not None  # noqa: S101 - a foreign key holds it
    return Request(release, official.full_name, found, places)


def release_visits(
    session: Session,
    code: ReleaseCode,
    device: DeviceToken | None,
    *,
    not_mine: AbstractSet[int],
    missing: str,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> HandedOver:
    """Copy the visits into the case, without those whose place in the list is in `not_mine`.

    Raises: as `see_request`.
    """
    release = releases.by_mac(session, code_mac(code, keys))
    if release is None or device is None:
        raise ReleaseUnknown
    usable(release, now=now)
    person, found, _ = _stays(session, release, device, keys=keys, policy=policy)
    shared = [stay for place, stay in enumerate(found) if place not in not_mine]
    done = released(release, digest(device), offered=len(found), shared=len(shared), now=now)
    words = missing.strip()
    releases.save(
        session,
        done,
        sealed_words(words, done.id, table="release_codes", column="missing", keys=keys) if words else None,
    )
    cases.add_visits(session, [_case_visit(release, person, stay) for stay in shared], now=now)
    audit.record(
        session,
        actor=None,
        action=AuditAction.VISITS_RELEASED,
        case=release.case,
        detail={"release": release.id, "offered": len(found), "shared": len(shared)},
        now=now,
    )
    return HandedOver(done)


def withdraw_release(
    session: Session, release: UUID, device: DeviceToken | None, *, now: datetime
) -> Release:
    """Take back what this phone handed over, within a day.

    Raises:
        ReleaseUnknown: not this phone's.
        ReleaseExpired: the day is over.
    """
    found = releases.get(session, release)
    if found is None or device is None:
        raise ReleaseUnknown
    done = withdrawn(found, digest(device), now=now)
    if done != found:
        releases.save(session, done)
        count = cases.remove_visits(session, done.case, release=done.id, now=now)
        audit.record(
            session,
            actor=None,
            action=AuditAction.RELEASE_WITHDRAWN,
            case=done.case,
            detail={"release": done.id, "visits": count},
            now=now,
        )
    return done


def _stays(
    session: Session, release: Release, device: DeviceToken | None, *, keys: KeyStore, policy: Policy
) -> tuple[PersonId, list[Stay], dict[VenueId, Venue]]:
    person = None if device is None else people.by_tokens(session, [digest(device)]).get(digest(device))
    if person is None:
        raise NoVisitsHere
    days = [day for day in days_between(release.first_day, release.last_day) if keys.has(day)]
    found = visits.of_pseudonyms(session, [pseudonym(keys.day(day).link, person) for day in days])
    if not found:
        raise NoVisitsHere
    # All days under one name here, so that a stay across midnight ends where the next one begins.
    one_name = [replace(visit, pseudonym=found[0].pseudonym) for visit in found]
    places = venues.with_parents(session, {visit.venue for visit in found})
    result = stays(one_name, places, policy)
    if not result:
        raise NoVisitsHere
    return person, result, places


def _case_visit(release: Release, person: PersonId, stay: Stay) -> CaseVisit:
    return CaseVisit(
        id=uuid4(),
        case=release.case,
        origin=VisitOrigin.RELEASE,
        venue=stay.venue,
        span=stay.span,
        end_assumed=stay.end_assumed,
        assurance=stay.assurance,
        flags=stay.flags,
        zone=stay.zone,
        person=person,
        release=release.id,
    )

"""An official reads a case: what is known, where the case was, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.assurance import Flag
from app.domain.audit import AuditAction
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.science.comparing import compared
from app.science.ranking import ranked
from app.science.tracing import Exposure
from app.store import (
    audit,
    cards,
    case_visits,
    contacts,
    diseases,
    exposures,
    people,
    releases,
    subjects,
    traces,
    venues,
    zones,
)
from app.store.db import Session
from app.usecases.case_file import opened_subject, opened_words
from app.usecases.case_view import CaseView, ReleaseView
from app.usecases.find_case import find_case
from app.vault.keystore import KeyStore


def view_case(
    session: Session,
    official: Official,
    case: CaseId,
    *,
    keys: KeyStore,
    leave_out: Collection[Flag] = (),
    shown: slice = slice(None),
) -> CaseView:
    """The page of a case.

    Venues, zones and who can be reached are looked up for the `shown` part of the list only: a list may have
    thousands of people and a page has a hundred.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    found = find_case(session, case, official)
    walked = case_visits.visits_of(session, case)
    made = traces.of_case(session, case)
    shared = exposures.exposures(session, made[0].id) if made else []
    illness = diseases.by_slug(session, found.disease)
    listed = ranked([e for _, e in shared if not any(e.flags & flag for flag in leave_out)])
    before = exposures.exposures(session, made[1].id) if len(made) > 1 else None
    theirs = [(c.person, c) for c in contacts.of_case(session, case) if c.person is not None]
    names = people.canonical(session, (person for person, _ in theirs))
    listed_people = {PersonId(one.who) for one in listed[shown]}
    seen = [exposure for one in listed[shown] for exposure in one.exposures]
    places = {visit.venue for visit in walked} | {exposure.venue for exposure in seen}
    in_zones = {visit.zone for visit in walked} | {exposure.zone for exposure in seen}
    return CaseView(
        case=found,
        disease=illness,
        subject=opened_subject(subjects.get(session, found.subject), keys),
        visits=walked,
        venues=venues.by_many_ids(session, places),
        zone_names=zones.names(session, in_zones - {None}),
        releases=_releases(session, case, keys),
        trace=made[0] if made else None,
        listed=listed,
        flag_counts=_flag_counts(shared),
        reachable=people.with_contact(session, listed_people) | cards.with_details(session, listed_people),
        contacts={names[person]: contact for person, contact in theirs},
        change=None if before is None else compared(_minutes(before), _minutes(shared)),
        outdated=bool(made) and (made[0].case_version != found.version),
    )


def record_reading(session: Session, official: Official, case: CaseId, *, now: datetime) -> None:
    """Write down that an official reads a case file, before it is read.

    In a transaction of its own: drawing a long list must not hold the writer that check-ins wait for.

    Raises:
        CaseUnknown: none, or another jurisdiction's; nothing is written then.
    """
    find_case(session, case, official)
    audit.record(session, actor=official.id, action=AuditAction.CASE_READ, case=case, now=now)


def _releases(session: Session, case: CaseId, keys: KeyStore) -> list[ReleaseView]:
    return [
        ReleaseView(
            release,
            ""
            if missing is None
            else opened_words(missing, release.id, table="release_codes", column="missing", keys=keys),
        )
        for release, missing in releases.of_case(session, case)
    ]


def _flag_counts(shared: list[tuple[PersonId, Exposure]]) -> dict[Flag, int]:
    return {
        flag: count for flag in Flag if (count := len({person for person, e in shared if e.flags & flag}))
    }


def _minutes(shared: list[tuple[PersonId, Exposure]]) -> dict[UUID, timedelta]:
    found: dict[UUID, timedelta] = {}
    for person, exposure in shared:
        found[person] = found.get(person, timedelta()) + exposure.together + exposure.after
    return found

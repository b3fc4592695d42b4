"""A patient hands visits over to a case, without those that were unticked."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.errors import ReleaseUnknown
from app.domain.ids import PersonId
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.releases import Release, ReleaseCode, released, usable
from app.domain.stays import Stay
from app.store import audit, case_visits, releases
from app.store.db import Session
from app.usecases.case_file import sealed_words
from app.usecases.find_stays import find_stays
from app.usecases.issue_release_code import code_mac
from app.vault.keystore import KeyStore
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was shared, and what lets the same phone take it back."""

    release: Release


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
    person, found, _ = find_stays(session, release, device, keys=keys, policy=policy)
    shared = [stay for place, stay in enumerate(found) if place not in not_mine]
    done = released(release, digest(device), offered=len(found), shared=len(shared), now=now)
    words = missing.strip()
    releases.save(
        session,
        done,
        sealed_words(words, done.id, table="release_codes", column="missing", keys=keys) if words else None,
    )
    case_visits.add_visits(session, [_case_visit(release, person, stay) for stay in shared], now=now)
    audit.record(
        session,
        actor=None,
        action=AuditAction.VISITS_RELEASED,
        case=release.case,
        detail={"release": release.id, "offered": len(found), "shared": len(shared)},
        now=now,
    )
    return HandedOver(done)


def _case_visit(release: Release, person: PersonId, stay: Stay) -> CaseVisit:
    return CaseVisit(
        id=uuid4(),
        case=release.case,
        origin=VisitOrigin.RELEASE,
        venue=stay.venue,
        start=stay.start,
        ends=stay.ends,
        end_assumed=stay.end_assumed,
        assurance=stay.assurance,
        flags=stay.flags,
        zone=stay.zone,
        person=person,
        release=release.id,
        companions=stay.companions,
        children=stay.children,
    )

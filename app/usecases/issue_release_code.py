"""An official makes a release code for a case, to be read to the patient."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.ids import CaseId
from app.domain.infectious_days import asked_days
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.releases import LENGTH, Release, ReleaseCode, make_release_code
from app.domain.retention import first_kept_day
from app.domain.spans import local_day
from app.store import audit, diseases, releases
from app.store.db import Session
from app.usecases.find_case import find_case
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Issued:
    """The code, shown once, and what it asks for."""

    code: ReleaseCode
    release: Release


def issue_release_code(
    session: Session, official: Official, case: CaseId, *, keys: KeyStore, policy: Policy, now: datetime
) -> Issued:
    """Make a code for the days that matter: back to where the case was infected, up to today.

    Raises:
        CaseUnknown, CaseClosed.
    """
    found = find_case(session, case, official)
    must_be_open(found)
    today = local_day(now, policy.zone)
    illness = diseases.by_slug(session, found.disease)
    first, last = asked_days(found.dates, illness, today=today, oldest_kept=first_kept_day(policy, now=now))
    code = make_release_code(secrets.randbelow(10**LENGTH))
    release = Release(uuid4(), case, official.id, first, last, now)
    releases.add(session, release, code_mac(code, keys))
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.RELEASE_CODE_ISSUED,
        case=case,
        detail={"release": release.id, "first_day": release.first_day, "last_day": release.last_day},
        now=now,
    )
    return Issued(code, release)


def code_mac(code: ReleaseCode, keys: KeyStore) -> bytes:
    """What is stored of a code: ten digits have too little entropy for a plain hash."""
    return hmac.digest(keys.named("release"), code.encode(), "sha256")

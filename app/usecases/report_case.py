"""An official reports a case, corrects its dates, closes it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import Case, Classification, Dates, closed, corrected
from app.domain.codes import ALPHABET
from app.domain.diseases import disease
from app.domain.errors import CaseUnknown
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.store import audit, cases, subjects
from app.store.db import Session
from app.usecases.case_file import sealed_subject
from app.vault.keystore import KeyStore

_REFERENCE_LETTERS = 5


def report_case(
    session: Session,
    official: Official,
    case_id: CaseId,
    subject: Subject,
    *,
    disease_slug: str,
    classification: Classification,
    dates: Dates,
    ward: str | None,
    lab_reference: str | None,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Case:
    """Open a case file under the id that its form carried; sent twice, it is opened once.

    Raises:
        InputRefused: no such disease.
    """
    there = cases.by_ids(session, [case_id]).get(case_id)
    if there is not None:
        return in_jurisdiction(there, official)
    sealed = sealed_subject(subject, uuid4(), official.jurisdiction, keys)
    subjects.add(session, sealed, now=now)
    case = Case(
        id=case_id,
        reference=_new_reference(session, policy, now),
        subject=sealed.id,
        disease=disease(disease_slug).slug,
        classification=classification,
        dates=dates,
        jurisdiction=official.jurisdiction,
        ward=ward,
        lab_reference=lab_reference,
        reported_by=official.id,
        reported_at=now,
    )
    cases.add(session, case, policy.zone)
    audit.record(session, actor=official.id, action=AuditAction.CASE_REPORTED, case=case.id, now=now)
    return case


def in_jurisdiction(case: Case, official: Official) -> Case:
    """The case, if this official may know of it.

    Raises:
        CaseUnknown: it belongs to another jurisdiction; the answer is the same as for no case at all.
    """
    if not official.covers(case.jurisdiction):
        raise CaseUnknown(str(case.id))
    return case


def find_case(session: Session, case: CaseId, official: Official) -> Case:
    """One case of the official's jurisdiction.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    return in_jurisdiction(cases.get(session, case), official)


def correct_dates(
    session: Session, official: Official, case: CaseId, dates: Dates, *, policy: Policy, now: datetime
) -> Case:
    """Correct when the illness began; the next trace uses the new dates.

    Raises:
        CaseUnknown, CaseClosed.
    """
    before = find_case(session, case, official)
    after = corrected(before, dates)
    if after != before:
        cases.save(session, after, policy.zone)
        audit.record(session, actor=official.id, action=AuditAction.CASE_CHANGED, case=case, now=now)
    return after


def close_case(session: Session, official: Official, case: CaseId, *, policy: Policy, now: datetime) -> Case:
    """End the work on a case: its own copies and its key live on for 28 days.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    before = find_case(session, case, official)
    after = closed(before, now=now)
    if after != before:
        cases.save(session, after, policy.zone)
        audit.record(session, actor=official.id, action=AuditAction.CASE_CLOSED, case=case, now=now)
    return after


def _new_reference(session: Session, policy: Policy, now: datetime) -> str:
    """2026-7K3QX: short enough for the telephone, and telling nothing of how many cases there are."""
    year = local_day(now, policy.zone).year
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_REFERENCE_LETTERS))
        if not cases.has_reference(session, f"{year}-{letters}"):
            return f"{year}-{letters}"

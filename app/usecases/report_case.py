"""An official reports a case."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.case_dates import Dates
from app.domain.cases import Case, Classification
from app.domain.codes import ALPHABET
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.store import audit, cases, diseases, subjects
from app.store.db import Session
from app.usecases.case_file import sealed_subject
from app.usecases.find_case import in_jurisdiction
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
        InputRefused: no such disease, or not an active one.
    """
    there = cases.by_ids(session, [case_id]).get(case_id)
    if there is not None:
        return in_jurisdiction(there, official)
    if disease_slug not in diseases.active(session):
        raise InputRefused([Problem("disease", "choice")])
    sealed = sealed_subject(subject, uuid4(), official.jurisdiction, keys)
    subjects.add(session, sealed, now=now)
    case = Case(
        id=case_id,
        reference=_new_reference(session, policy, now),
        subject=sealed.id,
        disease=disease_slug,
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


def _new_reference(session: Session, policy: Policy, now: datetime) -> str:
    """2026-7K3QX: short enough for the telephone, and telling nothing of how many cases there are."""
    year = local_day(now, policy.zone).year
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_REFERENCE_LETTERS))
        if not cases.has_reference(session, f"{year}-{letters}"):
            return f"{year}-{letters}"

"""An official lists the cases of the jurisdiction, or looks for a person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.cases import Case, CaseState
from app.domain.officials import Official
from app.domain.subjects import Subject
from app.store import (
    cases,
    subjects,
)
from app.store.db import Session
from app.usecases.case_file import name_index, opened_subject, phone_index
from app.vault.keystore import KeyStore

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of cases."""

    case: Case
    subject: Subject


def list_cases(
    session: Session,
    official: Official,
    *,
    state: CaseState,
    keys: KeyStore,
    after: tuple[datetime, UUID] | None = None,
    text: str = "",
) -> list[CaseLine]:
    """The official's cases, the newest first; with `text`, of people with that name or phone number."""
    wanted = None
    if text.strip():
        wanted = subjects.with_index(session, name_index(text, keys))
        wanted += subjects.with_index(session, phone_index(text, keys))
    found = cases.page(
        session,
        jurisdiction=official.jurisdiction,
        state=state,
        after=after,
        subjects=wanted,
        limit=PAGE + 1,
    )
    sealed = subjects.by_ids(session, [case.subject for case in found])
    return [CaseLine(case, opened_subject(sealed[case.subject], keys)) for case in found]

"""A small outbreak whose numbers are known: daily counts to import, and case files reported late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.domain.case_dates import Dates, Onset
from app.domain.cases import Case, Classification
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.store import cases, subjects
from app.store.db import Session
from app.store.subjects import SealedSubject
from tests.squares import CODES

LAST = date(2021, 7, 13)
CURVE = (
    2, 1, 3, 0, 4, 3, 5, 2, 6, 7, 5, 9, 8, 6, 12, 11, 9, 14, 16, 13, 18, 20, 17, 22, 25, 21, 28, 30, 27, 33,
)  # fmt: skip
"""Cases a day up to LAST, all wards together."""


def lines(counts: Iterable[tuple[date, str, int]]) -> bytes:
    """A file of counts as the command takes it."""
    return "\n".join(["date,ward_code,cases", *(f"{d},{w},{n}" for d, w, n in counts)]).encode()


def spread_out(curve: tuple[int, ...] = CURVE, last: date = LAST) -> list[tuple[date, str, int]]:
    """A curve dealt out over the four wards, as evenly as whole cases allow."""
    found, turn = [], 0
    for back, cases_then in enumerate(reversed(curve)):
        for ward in range(4):
            share = cases_then // 4 + ((ward - turn) % 4 < cases_then % 4)
            found.append((last - timedelta(days=back), CODES[ward], share))
        turn += cases_then % 4
    return found


def add_case(
    session: Session,
    official: Official,
    *,
    onset: date,
    reported_at: datetime,
    ward: str | None = CODES[0],
    classification: Classification = Classification.CONFIRMED,
    zone: ZoneInfo,
) -> CaseId:
    """A case file with nothing in it but what is counted."""
    subject = SealedSubject(uuid4(), official.jurisdiction, b"sealed", bytes(16), None)
    subjects.add(session, subject, now=reported_at)
    case = Case(
        id=CaseId(uuid4()),
        reference=f"T-{uuid4().hex[:12]}",
        subject=subject.id,
        disease="covid-19",
        classification=classification,
        dates=Dates(Onset(onset), None, None),
        jurisdiction=official.jurisdiction,
        ward=ward,
        lab_reference=None,
        reported_by=official.id,
        reported_at=reported_at,
    )
    cases.add(session, case, zone)
    return case.id

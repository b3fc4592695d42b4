"""Reported ill people, and how work on a case begins and ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.case_dates import Dates
from app.domain.errors import CaseClosed
from app.domain.ids import CaseId, OfficialId
from app.domain.spans import local_day


class Classification(StrEnum):
    """How sure it is that the subject has the disease."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class CaseState(StrEnum):
    """Whether work on the case goes on."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """A reported ill person; the human is in `subjects`, under lock."""

    id: CaseId
    reference: str
    subject: UUID
    disease: str
    classification: Classification
    dates: Dates
    jurisdiction: str | None
    ward: str | None
    lab_reference: str | None
    reported_by: OfficialId
    reported_at: datetime
    state: CaseState = CaseState.OPEN
    closed_at: datetime | None = None
    version: int = 1

    def counted_on(self, zone: ZoneInfo) -> date:
        """The day the map counts it on: onset, else sample, else report."""
        if self.dates.onset is not None:
            return self.dates.onset.day
        return self.dates.sample_on or local_day(self.reported_at, zone)


def corrected(case: Case, dates: Dates) -> Case:
    """The case with other dates.

    Raises:
        CaseClosed: it is closed; reopen it first.
    """
    must_be_open(case)
    return case if dates == case.dates else replace(case, dates=dates, version=case.version + 1)


def must_be_open(case: Case) -> None:
    """Let work on an open case pass.

    Raises:
        CaseClosed: it is not open.
    """
    if case.state is not CaseState.OPEN:
        raise CaseClosed(case.reference)


def closed(case: Case, *, now: datetime) -> Case:
    """The case closed; a repeat changes nothing."""
    if case.state is CaseState.CLOSED:
        return case
    return replace(case, state=CaseState.CLOSED, closed_at=now, version=case.version + 1)

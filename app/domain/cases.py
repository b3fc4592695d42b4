"""Reported ill people: what is known of their illness, and when they may have infected others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.diseases import Disease
from app.domain.errors import CaseClosed, InputRefused, Problem
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.domain.spans import Span, day_span, local_day
from app.domain.visits import Assurance, Flag


class Classification(StrEnum):
    """How sure it is that the subject has the disease."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class CaseState(StrEnum):
    """Whether work on the case goes on."""

    OPEN = "open"
    CLOSED = "closed"


class Precision(StrEnum):
    """How well the onset is known."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"


MARGIN = {Precision.DAY: 0, Precision.DAYS: 2, Precision.WEEK: 4}
"""Days by which the onset may lie earlier or later."""


class VisitOrigin(StrEnum):
    """How a visit came into a case."""

    RELEASE = "release"
    CARD = "card"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class Onset:
    """The first day of symptoms, and how well it is known."""

    day: date
    precision: Precision = Precision.DAY

    @property
    def earliest(self) -> date:
        """The first day it can have been."""
        return self.day - timedelta(days=MARGIN[self.precision])

    @property
    def latest(self) -> date:
        """The last day it can have been."""
        return self.day + timedelta(days=MARGIN[self.precision])


@dataclass(frozen=True, slots=True)
class Dates:
    """When the illness was noticed: at least one of the first two is known. Made by `checked_dates`."""

    onset: Onset | None
    sample_on: date | None
    isolated_on: date | None


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


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """The case's own copy of one of its subject's stays."""

    id: UUID
    case: CaseId
    origin: VisitOrigin
    venue: VenueId
    span: Span
    end_assumed: bool
    assurance: Assurance
    flags: Flag = Flag(0)
    zone: ZoneId | None = None
    person: PersonId | None = None
    release: UUID | None = None
    added_by: OfficialId | None = None


_OLDEST_ONSET = timedelta(days=60)


def checked_dates(
    onset: Onset | None, sample_on: date | None, isolated_on: date | None, *, today: date
) -> Dates:
    """Check the dates of a case.

    Raises:
        InputRefused: neither onset nor sample; a date in the future, or too long ago to trace.
    """
    problems = []
    if onset is None and sample_on is None:
        problems.append(Problem("onset", "onset_or_sample"))
    named = {"onset": onset.day if onset else None, "sample": sample_on, "isolated": isolated_on}
    for field, day in named.items():
        if day is not None and day > today:
            problems.append(Problem(field, "future"))
        elif day is not None and day < today - _OLDEST_ONSET:
            problems.append(Problem(field, "long_ago", (("days", _OLDEST_ONSET.days),)))
    if problems:
        raise InputRefused(problems)
    return Dates(onset, sample_on, isolated_on)


def infectious_days(dates: Dates, disease: Disease, *, today: date) -> tuple[date, date]:
    """The first and last local day on which the case may have infected somebody, up to today.

    Without an onset the sample day stands for it: an asymptomatic case is traced around its sample. Being
    isolated ends it with that day.
    """
    first = last = dates.sample_on or today
    if dates.onset is not None:
        first, last = dates.onset.earliest, dates.onset.latest
    first -= timedelta(days=disease.infectious_before)
    last += timedelta(days=disease.infectious_after)
    if dates.isolated_on is not None:
        last = min(last, max(dates.isolated_on, first))
    return min(first, today), min(last, today)


def infectious_span(dates: Dates, disease: Disease, *, zone: ZoneInfo, today: date) -> Span:
    """The same as a span of time."""
    first, last = infectious_days(dates, disease, today=today)
    return Span(day_span(first, zone).start, day_span(last, zone).end)


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

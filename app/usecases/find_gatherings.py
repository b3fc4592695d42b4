"""Where several cases were on one day: what their lists have in common beside people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np

from app.domain.case_visits import CaseVisit
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import CaseId, VenueId
from app.domain.infectious_days import onset_days
from app.domain.policy import Policy
from app.domain.spans import Span, day_span, days_between, local_day
from app.science.case_meetings import microseconds
from app.science.frequency import gatherings
from app.science.visit_columns import Floats, Visits
from app.science.votes import votes
from app.store import case_visits
from app.store.db import Session

MOST: Final = 30
_NIGHT_ENDS: Final = time(4)
"""When one evening ends and the next day begins, for bars too."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A venue and a day, until four the next morning, on which several cases were there."""

    venue: VenueId
    span: Span
    """From the first of them who came to the last who left."""
    cases: list[CaseId]


def find_gatherings(
    session: Session, found: Sequence[Case], disease: Disease, *, policy: Policy, today: date, least: int
) -> list[Gathered]:
    """Venues and days by how many cases were there, then by how much of their infection may lie there."""
    walked = case_visits.of_cases(session, [case.id for case in found])
    visits = [visit for case in found for visit in walked.get(case.id, ())]
    if not visits:
        return []
    edges = _edges(visits, policy)
    rooms = {venue: n for n, venue in enumerate(dict.fromkeys(visit.venue for visit in visits))}
    columns = _columns(visits, rooms, {case.id: n for n, case in enumerate(found)})
    weight = _weights(columns, found, disease, policy, today)
    order = gatherings(columns, np.array(list(map(microseconds, edges))), weight=weight, least=least)
    by_number = list(rooms)
    return [
        _gathered([v for v in visits if v.venue == by_number[venue]], Span(edges[day], edges[day + 1]))
        for venue, day in zip(order.venue.tolist()[:MOST], order.window.tolist()[:MOST], strict=True)
    ]


def _edges(visits: Sequence[CaseVisit], policy: Policy) -> list[datetime]:
    """When days end and begin, around all visits."""
    first = local_day(min(visit.span.start for visit in visits), policy.zone) - timedelta(days=1)
    last = local_day(max(visit.span.end for visit in visits), policy.zone) + timedelta(days=1)
    return [
        datetime.combine(day, _NIGHT_ENDS, tzinfo=policy.zone).astimezone(UTC)
        for day in days_between(first, last)
    ]


def _columns(visits: Sequence[CaseVisit], rooms: dict[VenueId, int], place: dict[CaseId, int]) -> Visits:
    rows = [
        (place[v.case], rooms[v.venue], microseconds(v.span.start), microseconds(v.span.end)) for v in visits
    ]
    return Visits(*np.array(rows, dtype=np.int64).T)


def _weights(columns: Visits, found: Sequence[Case], disease: Disease, policy: Policy, today: date) -> Floats:
    """Share of each case's infection in each of its visits."""
    weight = np.zeros(len(columns.person))
    for number in np.unique(columns.person).tolist():
        rows = columns.person == number
        first, last = onset_days(found[number].dates, disease, today=today)
        weight[rows] = votes(
            disease.incubation,
            disease.incubation_window,
            (microseconds(day_span(first, policy.zone).start), microseconds(day_span(last, policy.zone).end)),
            columns.start[rows],
            columns.end[rows],
        )
    return weight


def _gathered(there: Sequence[CaseVisit], day: Span) -> Gathered:
    """One of them, within its day."""
    spans = [(visit.case, part) for visit in there if (part := visit.span.overlap(day)) is not None]
    return Gathered(
        there[0].venue,
        Span(min(span.start for _, span in spans), max(span.end for _, span in spans)),
        list(dict.fromkeys(case for case, _ in spans)),
    )

"""What the venue network is made of: cases as people and households, their stays and when these count."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.case_visits import CaseVisit
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import CaseId, VenueId
from app.domain.infectious_days import infected_days, infectious_days
from app.domain.spans import Span, day_span
from app.domain.windows import Window
from app.science.case_meetings import microseconds
from app.science.chains import chains
from app.science.venue_network import Periods, VenueNetwork, venue_network
from app.science.visit_columns import Ints, Visits
from app.store.subjects import SealedSubject


@dataclass(frozen=True, slots=True, eq=False)
class NetworkColumns:
    """The stays of some cases. People and venues are numbers."""

    person: Mapping[CaseId, int]
    """Two files of one person are one person, who met nobody by it."""
    venues: Sequence[VenueId]
    stays: Visits
    periods: Periods
    household: Ints
    """Of each person: files under one phone number are one."""

    def network(self, people: Iterable[int] | None, *, fewest_cases: int) -> VenueNetwork:
        """The network of these people, or of all."""
        stays = self.stays
        if people is not None:
            stays = stays.take(np.isin(stays.person, list(people)))
        return venue_network(stays, self.periods, self.household, fewest_cases=fewest_cases)


def network_columns(
    cases: Sequence[Case],
    visits: Mapping[CaseId, Sequence[CaseVisit]],
    sealed: Mapping[UUID, SealedSubject],
    illness: Disease,
    window: Window,
    *,
    zone: ZoneInfo,
    today: date,
) -> NetworkColumns:
    """The cases' stays as columns, with the times in the window at which each could be infected or infect."""
    selves = [[case.subject, *{visit.person for visit in visits.get(case.id, ())} - {None}] for case in cases]
    phones = [sealed[case.subject].phone_index for case in cases]
    person = _numbers(selves)
    household = np.zeros(len(cases), dtype=np.int64)
    household[person] = _numbers([[*one, phone] for one, phone in zip(selves, phones, strict=True)])

    venues = list(dict.fromkeys(visit.venue for case in cases for visit in visits.get(case.id, ())))
    place = {venue: number for number, venue in enumerate(venues)}
    shown = _days(window.first, window.last, zone)
    stays, periods = [], []
    for case, number in zip(cases, person, strict=True):
        stays += [(number, place[v.venue], *_ends(v.span)) for v in visits.get(case.id, ())]
        able = (days(case.dates, illness, today=today) for days in (infected_days, infectious_days))
        parts = (_days(first, last, zone).overlap(shown) for first, last in able)
        periods += [(number, *_ends(part)) for part in parts if part is not None]
    return NetworkColumns(
        {case.id: number for case, number in zip(cases, person, strict=True)},
        venues,
        Visits(*np.array(stays, dtype=np.int64).reshape(-1, 4).T),
        Periods(*np.array(periods, dtype=np.int64).reshape(-1, 3).T),
        household,
    )


def _numbers(keys: Sequence[Sequence[Hashable]]) -> list[int]:
    """A number for each row; rows with a key in common, directly or through others, have the same one."""
    first: dict[Hashable, int] = {}
    links = [
        (first.setdefault(key, row), row)
        for row, theirs in enumerate(keys)
        for key in theirs
        if key is not None
    ]
    numbers: list[int] = chains(range(len(keys)), links).component.tolist()
    return numbers


def _days(first: date, last: date, zone: ZoneInfo) -> Span:
    return Span(day_span(first, zone).start, day_span(last, zone).end)


def _ends(span: Span) -> tuple[int, int]:
    return microseconds(span.start), microseconds(span.end)

"""All open cases as the columns that a trace of the whole city reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.infectious_days import infectious_span
from app.domain.policy import Policy
from app.domain.spaces import Space, space_of
from app.domain.tracing_rules import TracingRule
from app.science.city_cases import curves_table, milliseconds, rooms_table, rule_row
from app.science.city_columns import BY_PRESENCE, Cases
from app.science.infectiousness import Curve, curve_of
from app.science.rooms import Room, room_of
from app.science.tracing import WEAKNESS
from app.store.city_cases import Walked
from app.store.city_places import Part, Place

_SHORTEST: Final = 60_000
_MINUTE: Final = timedelta(minutes=1) / timedelta(milliseconds=1)
_WEAK: Final = WEAKNESS[Assurance.STATIC]


class RuleNotForCities(ValueError):
    """The Corona-Warn-App's rule counts pair after pair of stays: it has no form for a whole city."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the cases' visits are looked up in: places by id, and the numbers of venues, zones and persons."""

    places: Mapping[UUID, Place]
    parts: Mapping[UUID, Part]
    venue: Mapping[UUID, int]
    zone: Mapping[UUID, int]
    person: Mapping[UUID, int]


def case_columns(
    found: Sequence[Case],
    walked: Sequence[Walked],
    diseases: Mapping[str, Disease],
    known: Known,
    *,
    policy: Policy,
    today: date,
) -> Cases:
    """The cases in the order given, with as much of their visits as lies in their infectious time.

    Raises:
        RuleNotForCities: the city counts by a rule that has no form for it.
    """
    if policy.tracing_rule is TracingRule.CORONA_WARN:
        raise RuleNotForCities("the rule of the Corona-Warn-App traces one case at a time; choose another")
    of_case: dict[UUID, list[Walked]] = {}
    for visit in walked:
        of_case.setdefault(visit.case, []).append(visit)
    tables = _Tables(diseases, known, policy, today)
    for case in found:
        tables.add(case, of_case.get(case.id, ()))
    return tables.columns()


@dataclass(slots=True)
class _Tables:
    """Rows so far, and the numbers of what many of them share."""

    diseases: Mapping[str, Disease]
    known: Known
    policy: Policy
    today: date
    rows: list[tuple[int, int, int, int, int, int, bool, int, float]] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])
    own: list[int] = field(default_factory=list)
    own_first: list[int] = field(default_factory=lambda: [0])
    of_cases: list[tuple[int, int]] = field(default_factory=list)
    rules: dict[str, int] = field(default_factory=dict)
    curves: dict[tuple[str, Dates], tuple[int, Curve]] = field(default_factory=dict)
    rooms: dict[Room, int] = field(default_factory=dict)
    airs: dict[tuple[str, UUID, UUID | None], tuple[int, float]] = field(default_factory=dict)

    def add(self, case: Case, visits: Sequence[Walked]) -> None:
        illness = self.diseases[case.disease]
        window = infectious_span(case.dates, illness, zone=self.policy.zone, today=self.today)
        begins, ends = milliseconds(window.start), milliseconds(window.end)
        persons: set[UUID] = set()
        for visit in visits:
            start, likely = milliseconds(visit.start), milliseconds(visit.likely)
            least = milliseconds(visit.least) if visit.least else likely
            most = milliseconds(visit.most) if visit.most else likely
            if start < ends and most > begins:
                persons |= {visit.person} if visit.person else set()
                self._add_visit(illness, visit, start, (least, likely, most), (begins, ends))
        numbers = sorted(self.known.person[one] for one in persons if one in self.known.person)
        self.own += numbers
        self.own_first.append(len(self.own))
        self.first.append(len(self.rows))
        rule = self.rules.setdefault(case.disease, len(self.rules))
        self.of_cases.append((self._curve(case, illness), rule))

    def _add_visit(
        self,
        illness: Disease,
        visit: Walked,
        start: int,
        ends: tuple[int, int, int],
        window: tuple[int, int],
    ) -> None:
        start = max(start, window[0])
        soonest = start + _SHORTEST
        latest = max(window[1], soonest)
        least, likely, most = (min(max(end, soonest), latest) - start for end in ends)
        zone = -1 if visit.zone is None else self.known.zone.get(visit.zone, -1)
        room, brief = self._air(illness, visit.venue, visit.zone)
        weak = WEAKNESS[visit.assurance] >= _WEAK
        venue = self.known.venue[visit.venue]
        self.rows.append((venue, zone, start, least, likely, most, weak, room, brief))

    def _air(self, illness: Disease, venue: UUID, zone: UUID | None) -> tuple[int, float]:
        key = (illness.slug, venue, zone)
        if key not in self.airs:
            space = self._space(venue, zone)
            room = 0
            if illness.dose is not None:
                room = self.rooms.setdefault(room_of(space, illness.dose), len(self.rooms))
            self.airs[key] = room, illness.thresholds.minutes[space.kind] * _MINUTE
        return self.airs[key]

    def _space(self, venue: UUID, zone: UUID | None) -> Space:
        there = self.known.places[venue]
        part = None if zone is None else self.known.parts.get(zone)
        if part is None:
            return space_of(there.kind, there.capacity, ventilation=there.ventilation)
        return space_of(
            there.kind,
            part.capacity or there.capacity,
            ventilation=part.ventilation or there.ventilation,
            volume=part.volume,
        )

    def _curve(self, case: Case, illness: Disease) -> int:
        key = (case.disease, case.dates)
        if key not in self.curves:
            curve = curve_of(case.dates, illness, zone=self.policy.zone, today=self.today)
            self.curves[key] = len(self.curves), curve
        return self.curves[key][0]

    def columns(self) -> Cases:
        kinds = (np.int32, np.int16, np.int64, *(np.int32,) * 3, np.bool_, np.int32, np.float64)
        by_row: Any = zip(*self.rows, strict=True) if self.rows else ((),) * len(kinds)
        columns: Any = (np.array(column, dtype=kind) for column, kind in zip(by_row, kinds, strict=True))
        by_visit: dict[str, Any] = dict(zip(BY_PRESENCE, columns, strict=True))
        by_case = np.array(self.of_cases, dtype=np.int32).reshape(-1, 2)
        curve_first, origin, given = curves_table([curve for _, curve in self.curves.values()])
        counts = self.policy.tracing_rule is TracingRule.DOSE
        rules = [rule_row(self.diseases[slug], dose=counts) for slug in self.rules]
        return Cases(
            first=np.array(self.first, dtype=np.int64),
            **by_visit,
            own_first=np.array(self.own_first, dtype=np.int64),
            own=np.array(self.own, dtype=np.int32),
            curve=by_case[:, 0].copy(),
            rule=by_case[:, 1].copy(),
            curve_first=curve_first,
            curve_origin=origin,
            given=given,
            rooms=rooms_table(list(self.rooms)),
            rules=np.array(rules, dtype=np.float64).reshape(-1, 6),
        )

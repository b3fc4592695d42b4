"""What pairs of cases shared, as columns for `infectors`: each case with all others, by the rule of traces.

The presences are whole visits, not cut to the days in which a case could infect: a meeting before or after
them weighs nothing, but is found, so that it can be said why it cannot have been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.case_dates import Dates
from app.domain.diseases import Disease
from app.domain.ids import VenueId
from app.domain.infectious_days import onset_days
from app.domain.spans import Span, day_span
from app.science.infectiousness import Curve
from app.science.infectors import Ill, Shared
from app.science.ranking import hours_of, ranked
from app.science.tracing import Exposure, Presence, Spaces, exposures, may_meet, tail_of
from app.science.visit_columns import NEVER, Ints

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Pair = tuple[int, int]
"""Positions of the infector and of the infected."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one case was, how infectious it was and when it may have infected others."""

    who: UUID
    presences: Sequence[Presence]
    curve: Curve | None
    """None for a case that was nowhere."""
    infectious: Span


def microseconds(moment: datetime) -> int:
    """A moment as columns count time: since 1970, in UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def ill_of(dates: Sequence[Dates], disease: Disease, *, zone: ZoneInfo, today: date) -> Ill:
    """When each case fell ill and was isolated: with the end of that day."""
    onsets = [onset_days(one, disease, today=today) for one in dates]
    isolated = [one.isolated_on for one in dates]
    return Ill(
        _column(microseconds(day_span(first, zone).start) for first, _ in onsets),
        _column(microseconds(day_span(last, zone).end) for _, last in onsets),
        _column(NEVER if day is None else microseconds(day_span(day, zone).end) for day in isolated),
    )


def meetings(walks: Sequence[Walk], disease: Disease, spaces: Spaces) -> dict[Pair, list[Exposure]]:
    """Every exposure of each case to each other, by infector and infected.

    The crowd around them is not known here and taken as usual for the place.
    """
    by_venue: dict[VenueId, list[Presence]] = {}
    for walk in walks:
        for presence in walk.presences:
            by_venue.setdefault(presence.venue, []).append(presence)
    place = {walk.who: position for position, walk in enumerate(walks)}
    tail = tail_of(disease)
    found: dict[Pair, list[Exposure]] = {}
    for infector, walk in enumerate(walks):
        for ill in walk.presences:
            there = by_venue[ill.venue]
            near = [other for other in there if other.who != ill.who and may_meet(ill, other, tail)]
            for exposure in exposures([ill], near, disease, curve=walk.curve, spaces=spaces) if near else ():
                found.setdefault((infector, place[exposure.who]), []).append(exposure)
    return found


def shared_of(met: dict[Pair, list[Exposure]], walks: Sequence[Walk], disease: Disease) -> Shared:
    """The same as columns, with hazards; time that a venue and the one around it both hold counts once.

    Without a dose model an hour in the days in which the infector could infect counts one: only ratios
    between candidates matter.
    """
    rows = [row for pair, theirs in met.items() for row in _rows(pair, theirs, walks, disease)]
    infector, infected, start, end = (_column(row[n] for row, _ in rows) for n in range(4))
    return Shared(infector, infected, start, end, np.array([hazard for _, hazard in rows], dtype=np.float64))


def _rows(
    pair: Pair, theirs: list[Exposure], walks: Sequence[Walk], disease: Disease
) -> Iterator[tuple[tuple[int, int, int, int], float]]:
    able = [e.parts is not None or e.span.overlap(walks[pair[0]].infectious) is not None for e in theirs]
    hours = [hours_of(exposure) if counts else 0.0 for exposure, counts in zip(theirs, able, strict=True)]
    counted = [exposure for exposure, hour in zip(theirs, hours, strict=True) if hour]
    once = ranked(counted)[0].hours / sum(hours) if counted else 0.0
    per_hour = 1.0 if disease.dose is None else disease.dose.per_hour
    for exposure, hour in zip(theirs, hours, strict=True):
        span = exposure.span
        yield (*pair, microseconds(span.start), microseconds(span.end)), hour * once * per_hour


def _column(values: Iterator[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)

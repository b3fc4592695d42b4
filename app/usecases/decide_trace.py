"""Who was there with a case, decided over the columns that `gather_trace` brings. Nothing is read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from app.domain.assurance import Assurance
from app.domain.case_visits import CaseVisit
from app.domain.diseases import Disease
from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.spans import Span
from app.domain.stays import SHIFT
from app.domain.venue_kinds import TYPICAL_STAY
from app.domain.venues import Venue
from app.science.case_meetings import microseconds
from app.science.closing_columns import closings
from app.science.exposure_columns import Setting
from app.science.infectiousness import Curve
from app.science.presence_columns import Ints, Presences
from app.science.rooms import room_of
from app.science.stay_columns import NEVER
from app.science.trace_columns import Ill, Met, met
from app.science.trace_stays import CheckIns, Stays, stays_of
from app.science.tracing import WEAKNESS, Presence, Spaces, tail_of
from app.store.raw_ids import uuids
from app.usecases.find_presences import presence_of_case
from app.usecases.follow_open_visits import STAFF
from app.usecases.gather_trace import Gathered

WEAKNESS_OF: Final = np.array([WEAKNESS[assurance] for assurance in Assurance])
"""By the place of an assurance among the members of its enum."""
_MICROSECOND: Final = timedelta(microseconds=1)
_ILL: Final = -1
"""No number of a person: the case is left out of the others."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The exposures of one case, and the stays they are of."""

    gathered: Gathered
    stays: Stays
    ill: Ill
    met: Met


def decide_trace(
    walked: Sequence[CaseVisit],
    window: Span,
    gathered: Gathered,
    illness: Disease,
    *,
    places: Mapping[VenueId, Venue],
    spaces: Spaces,
    curve: Curve | None,
    policy: Policy,
) -> Decided:
    """Compare the case's visits with everybody's stays; without a curve there are overlaps, but no doses."""
    stays = _stays(gathered, places, policy)
    ill = _ill([presence_of_case(visit, window) for visit in walked], gathered, spaces)
    setting = None
    tail = tail_of(illness)
    if curve is not None and illness.dose is not None:
        rooms = [room_of(space, illness.dose) for space in ill.spaces]
        rows = np.arange(len(rooms))
        setting = Setting([curve], np.zeros_like(rows), rooms, rows, tail, illness.dose.per_hour_spread)
    return Decided(gathered, stays, ill, met(ill, stays, illness.thresholds, tail // _MICROSECOND, setting))


def _stays(gathered: Gathered, places: Mapping[VenueId, Venue], policy: Policy) -> Stays:
    visits, place = gathered.visits, gathered.place
    there = [places[VenueId(venue)] for venue in uuids(gathered.places)]
    on_shift = visits.assurance == STAFF
    typical = np.array([TYPICAL_STAY[venue.registration.kind] // _MICROSECOND for venue in there] + [0])
    return stays_of(
        CheckIns(
            who=gathered.who,
            place=place,
            zone=gathered.zone,
            entered=visits.entered,
            left=visits.left,
            typical=np.where(on_shift, SHIFT // _MICROSECOND, typical[np.minimum(place, len(there))]),
            closing=_closings(gathered, there, policy),
            on_shift=on_shift,
            weakness=WEAKNESS_OF[visits.assurance],
            companions=visits.companions,
            children=visits.children,
        ),
        len(there),
        gathered.inside,
        policy,
        shift_weakness=WEAKNESS[Assurance.STAFF],
    )


def _closings(gathered: Gathered, there: Sequence[Venue], policy: Policy) -> Ints:
    found = np.full(len(gathered.visits), NEVER)
    for number, venue in enumerate(there):
        if venue.registration.hours.week:
            rows = np.flatnonzero((gathered.place == number) & (gathered.visits.left < 0))
            entered = gathered.visits.entered[rows]
            found[rows] = closings(entered, venue.registration.hours, policy.zone)
    return found


def _ill(presences: Sequence[Presence], gathered: Gathered, spaces: Spaces) -> Ill:
    number = {VenueId(venue): n for n, venue in enumerate(uuids(gathered.places))}
    rows = np.array(
        [
            (
                _ILL,
                number[one.venue],
                -1 if one.zone is None else gathered.zones[one.zone],
                *(microseconds(moment) for moment in (one.start, *one.ends.all())),
                one.end_assumed,
                WEAKNESS[one.assurance],
                one.flags,
            )
            for one in presences
        ],
        dtype=np.int64,
    ).T
    return Ill(
        Presences(*rows[:7]),
        rows[7].astype(bool),
        rows[8],
        rows[9],
        [spaces.get((one.venue, one.zone)) or spaces[one.venue, None] for one in presences],
    )

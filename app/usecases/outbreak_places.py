"""Where the cases of an outbreak are: the wards' centres, and the venue at which each case stayed longest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.domain.areas import AreaKind
from app.domain.diseases import Disease
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.spans import day_span, local_day
from app.domain.windows import Window
from app.science.places import on_globe
from app.store import areas, line_list
from app.store.db import Session
from app.store.line_list import ListedStay
from app.usecases.outbreak_data import OutbreakData

PROSPECTIVE_DAYS: Final = 28
"""Days before the last one with which it is compared."""


@dataclass(frozen=True, slots=True)
class CaseVenue:
    """The venue at which one case stayed longest while it may have been infected."""

    day: date
    """The day the case is counted on."""
    venue: UUID
    name: str
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class OutbreakPlaces:
    """Points of the wards of an `OutbreakData`, in its order, and the venues of its newest cases."""

    wards: NDArray[np.float64]
    """Metres, shape (wards, 3)."""
    venues: tuple[CaseVenue, ...]


def gather_places(
    session: Session, official: Official, data: OutbreakData, *, policy: Policy
) -> OutbreakPlaces:
    """Two more queries; without wards there are no places."""
    import maps

    outlines = areas.drawn(session, AreaKind.WARD)
    centres = [maps.from_wkb(outlines[ward.code]).centroid for ward in data.wards]
    points = on_globe([p.x for p in centres], [p.y for p in centres]) if centres else np.zeros((0, 3))
    if data.profile is None:
        return OutbreakPlaces(points, ())
    window = Window.ending(data.as_of, PROSPECTIVE_DAYS)
    end = day_span(data.as_of, policy.zone).end
    back = timedelta(days=PROSPECTIVE_DAYS + data.profile.incubation_window[1])
    listed = line_list.stays(session, official, data.disease, window, before=end, back=back)
    return OutbreakPlaces(points, case_venues(listed, data.profile, policy))


def case_venues(listed: list[ListedStay], profile: Disease, policy: Policy) -> tuple[CaseVenue, ...]:
    """One venue a case, so that a case has one vote: where it stayed longest in the days of its infection.

    A case without a stay on such a day has none. Longer stays first, then the smaller id.
    """
    soonest, latest = profile.incubation_window
    lengths: defaultdict[UUID, defaultdict[UUID, timedelta]] = defaultdict(lambda: defaultdict(timedelta))
    of: dict[UUID, ListedStay] = {}
    for stay in listed:
        before = (stay.day - local_day(stay.entered_at, policy.zone)).days
        if soonest <= before <= latest:
            lengths[stay.case][stay.venue] += stay.left_at - stay.entered_at
            of[stay.venue] = stay
    days = {stay.case: stay.day for stay in listed}
    longest = {case: min((-long, venue) for venue, long in at.items())[1] for case, at in lengths.items()}
    return tuple(
        CaseVenue(days[case], venue, of[venue].name, of[venue].position)
        for case, venue in sorted(longest.items(), key=lambda pair: (days[pair[0]], pair[0]))
    )

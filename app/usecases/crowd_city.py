"""Somebody who measures has a synthetic crowd as the columns of a whole city, without any database."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.policy import Policy
from app.domain.spaces import space_of
from app.domain.spans import day_span, local_day
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind
from app.science.city_cases import curves_table, milliseconds, rooms_table, rule_row
from app.science.city_columns import Cases, Shard
from app.science.infectiousness import curve_of
from app.science.rooms import room_of
from app.science.tracing import threshold
from app.simulation.crowd import ASSURANCES, Crowd, CrowdDay, day, persons_out
from app.store.sealed_days import SealedDays
from app.usecases.city_day import put_away, taken_out

_GROUPS: Final = 64
_KINDS: Final = (
    *(VenueKind.SHOP, VenueKind.RESTAURANT, VenueKind.CAFE, VenueKind.MARKET, VenueKind.MALL),
    *(VenueKind.BEAUTY, VenueKind.GYM, VenueKind.OFFICE, VenueKind.CLINIC, VenueKind.OTHER),
)
"""As `crowd_places`."""
_CAPACITY: Final = 100
_MILLISECOND: Final = timedelta(milliseconds=1)
_DISEASE: Final = DISEASES["covid-19"]
_VISITS_A_DAY: Final = 4.3
_ONSET: Final = 6
_ROWS_AT_ONCE: Final = 10_000_000


def crowd_city(
    visits: int, cases: int, *, days: int, seed: int, policy: Policy, now: datetime
) -> tuple[Shard, Cases, int]:
    """The stays of a crowd, so many cases with their visits of all days, and how many persons there are.

    What is put away on the way takes 19 bytes a visit on the disk of temporary files.
    """
    from app.science.city_stays import City, Places

    crowd = Crowd(visits, days, seed, local_day(now, policy.zone) - timedelta(days=days))
    begins = {one: milliseconds(day_span(one, policy.zone).start) for one in crowd.calendar}
    origin = begins[crowd.first_day]
    counts = np.zeros(crowd.venues, dtype=np.int64)
    typical = np.array([TYPICAL_STAY[kind] // _MILLISECOND for kind in _KINDS], dtype=np.int32)
    kind_of = np.arange(crowd.venues) % len(_KINDS)
    places = Places(typical[kind_of], np.full(crowd.venues, -1, dtype=np.int32))
    with tempfile.TemporaryDirectory() as folder:
        held = SealedDays(Path(folder), secrets.token_bytes(16))
        for number, one in enumerate(crowd.calendar):
            columns = _columns(day(crowd, number, policy.zone), begins[one], policy)
            counts += np.bincount(columns["venue"], minlength=crowd.venues)
            put_away(held, one, columns, _GROUPS)
        stays, again = City(origin, counts), policy.re_entry // _MILLISECOND
        of_days = {one: begun - origin for one, begun in begins.items()}
        for group in range(_GROUPS):
            stays.add(taken_out(held, of_days, group), places, again)
    shard = stays.sorted()
    return shard, _cases(shard, crowd, cases, policy, crowd.first_day), crowd.persons


def _columns(visits: CrowdDay, begins: int, policy: Policy) -> Mapping[str, NDArray[Any]]:
    entered = visits.entered // 1000
    open_until = -(policy.longest_stay // _MILLISECOND)
    weak = np.array([2 * (one in (Assurance.STATIC, Assurance.TYPED)) for one in ASSURANCES], dtype=np.uint8)
    return {
        "who": visits.person,
        "venue": visits.venue,
        "entered": (entered - begins).astype(np.uint32),
        "left": np.where(visits.left < 0, open_until, visits.left // 1000 - entered).astype(np.int32),
        "zone": np.full(len(entered), -1, dtype=np.int16),
        "mark": weak[visits.assurance],
    }


def _cases(shard: Shard, crowd: Crowd, count: int, policy: Policy, first_day: date) -> Cases:
    persons = persons_out(crowd, _VISITS_A_DAY, count)
    case_of = np.full(crowd.persons, -1, dtype=np.int32)
    case_of[persons] = np.arange(len(persons))
    rows = np.concatenate(
        [
            begin + np.flatnonzero(case_of[shard.who[begin : begin + _ROWS_AT_ONCE]] >= 0)
            for begin in range(0, max(len(shard.who), 1), _ROWS_AT_ONCE)
        ]
    )
    case = case_of[shard.who[rows]]
    order = np.lexsort((shard.start[rows], case))
    rows, case = rows[order], case[order]
    venue = shard.venue[np.searchsorted(shard.first, rows, side="right") - 1]
    dates = Dates(Onset(first_day + timedelta(days=_ONSET), Precision.DAYS), None, None)
    curve = curve_of(dates, _DISEASE, zone=policy.zone, today=crowd.calendar[-1])
    curve_first, curve_origin, given = curves_table([curve])
    assert _DISEASE.dose is not None  # noqa: S101 - a disease of the air
    spaces = [space_of(kind, _CAPACITY) for kind in _KINDS]
    brief = np.array([threshold(_DISEASE, space, Assurance.STAFF) / _MILLISECOND for space in spaces])
    kind = venue % len(_KINDS)
    nothing = np.zeros(len(persons), dtype=np.int32)
    return Cases(
        np.searchsorted(case, np.arange(len(persons) + 1)), venue, shard.zone[rows],
        shard.origin + shard.start[rows].astype(np.int64), shard.least[rows], shard.likely[rows],
        shard.most[rows], shard.weak[rows], kind.astype(np.int32), brief[kind],
        np.arange(len(persons) + 1), persons.astype(np.int32), nothing, nothing.copy(),
        curve_first, curve_origin, given, rooms_table([room_of(space, _DISEASE.dose) for space in spaces]),
        np.array([rule_row(_DISEASE, dose=True)]),
    )  # fmt: skip

"""The whole made-up city, simulated day by day. Same arguments, same city; a longer one begins the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.spans import days_between
from app.simulation import outbreak, scans
from app.simulation.around import look_around
from app.simulation.columns import Ints, midnight, stacked, stream, take
from app.simulation.illness import Infections
from app.simulation.law import LAW, Law
from app.simulation.layout import build as build_places
from app.simulation.nature import nature_of
from app.simulation.places import Places, roomy_enough
from app.simulation.residents import Residents
from app.simulation.residents import build as build_residents
from app.simulation.routines import true_stays
from app.simulation.scanning import observe
from app.simulation.scans import Scans
from app.simulation.stays import Stays, on_day
from app.simulation.town import Town
from app.simulation.wards import Ward, wards

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
Progress = Callable[[float, str], None]
"""Told the share done, 0 to 1, and what is being done."""


class _Purpose(IntEnum):
    """Each has random numbers of its own, each day of each purpose too."""

    PLACES = 1
    PEOPLE = 2
    ROUTINES = 3
    OUTBREAK = 4
    SCANS = 5
    INDEX_CASES = 6
    NATURE = 7
    ELSEWHERE = 8


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """Everything there is to know of it: scans are what the system sees, stays and infections the truth."""

    seed: int
    start: date
    until: date
    """The last day, included."""
    zone: ZoneInfo
    law: Law
    wards: tuple[Ward, ...]
    town: Town
    stays: Stays
    scans: Scans
    infections: Infections
    first_stay: Ints
    first_scan: Ints
    """By day and one more: day d has rows [first[d], first[d + 1])."""

    @property
    def places(self) -> Places:
        """Its venues."""
        return self.town.places

    @property
    def residents(self) -> Residents:
        """Its people."""
        return self.town.residents

    @property
    def days(self) -> int:
        """How many days it has lived."""
        return len(self.first_stay) - 1


def found(people: int, start: date, seed: int, *, zone: ZoneInfo = HO_CHI_MINH, law: Law = LAW) -> City:
    """The city on the eve of its first day: built and peopled, with index cases and no day lived."""
    areas = wards()
    places = build_places(areas, people, stream(seed, _Purpose.PLACES))
    around = look_around(areas, places)
    residents = build_residents(areas, places, around, people, stream(seed, _Purpose.PEOPLE))
    town = Town(roomy_enough(places, residents.days.venue), around, residents)
    whole = np.zeros(0, dtype=np.int64)
    nothing = on_day(0, whole, whole, whole.astype(float), whole.astype(float), staff=False)
    cases = outbreak.seed_cases(town, law, midnight(start, zone), stream(seed, _Purpose.INDEX_CASES))
    first = np.zeros(1, dtype=np.int64)
    eve = start - timedelta(days=1)
    return City(seed, start, eve, zone, law, areas, town, nothing, scans.none(), cases, first, first)


def _live(
    city: City, day: date, cases: Infections, earlier: Scans, first_stay: int
) -> tuple[Stays, Scans, Infections]:
    """One day: its stays, scans and infections, given all infections so far and the scans before it."""
    town, when = city.town, day.toordinal()
    begins = midnight(day, city.zone)
    stays = true_stays(town, day, city.zone, stream(city.seed, _Purpose.ROUTINES, when))
    stays = take(stays, outbreak.up_and_about(stays, cases, len(town.residents)))
    new = outbreak.spread(
        town,
        city.law,
        cases,
        stays,
        nature_of(city.law, town.residents, stream(city.seed, _Purpose.NATURE)),
        midnight=begins,
        day_number=(day - city.start).days,
        rng=stream(city.seed, _Purpose.OUTBREAK, when),
        apart=stream(city.seed, _Purpose.ELSEWHERE, when),
    )
    seen = observe(
        town,
        stays,
        earlier,
        midnight=begins,
        weekday=day.weekday(),
        first_stay=first_stay,
        rng=stream(city.seed, _Purpose.SCANS, when),
    )
    return stays, seen, new


def continued(city: City, until: date, progress: Progress | None = None) -> City:
    """The same city lived on to the end of a later day; the days before are the same rows."""
    days = days_between(city.until + timedelta(days=1), until)
    stays, seen, cases = [city.stays], [city.scans], city.infections
    earlier = take(city.scans, np.arange(city.first_scan[-2:][0], len(city.scans.person)))
    first_stay, first_scan = city.first_stay.tolist(), city.first_scan.tolist()
    for number, day in enumerate(days):
        if progress:
            progress(number / len(days), day.isoformat())
        today, earlier, new = _live(city, day, cases, earlier, first_stay[-1])
        cases = stacked([cases, new])
        stays.append(today)
        seen.append(earlier)
        first_stay.append(first_stay[-1] + len(today.person))
        first_scan.append(first_scan[-1] + len(earlier.person))
    if progress:
        progress(1.0, until.isoformat())
    return replace(
        city,
        until=max(until, city.until),
        stays=stacked(stays),
        scans=stacked(seen),
        infections=cases,
        first_stay=np.array(first_stay),
        first_scan=np.array(first_scan),
    )


def simulate(
    people: int,
    start: date,
    until: date,
    seed: int,
    *,
    zone: ZoneInfo = HO_CHI_MINH,
    law: Law = LAW,
    progress: Progress | None = None,
) -> City:
    """A city of this many people, lived from the first day to the last, both included.

    To carry an older demonstration on, ask for the same people, start and seed with a later `until`.
    """
    return continued(found(people, start, seed, zone=zone, law=law), until, progress)

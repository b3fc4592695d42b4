"""The whole city is read into columns: days that have not changed since the last time come from sealed files.

Of a hundred million visits only one column set stands in memory: each day is read once and put away by groups
of persons, and then one group after the other becomes stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.spans import day_span, days_between, local_day
from app.domain.venue_kinds import TYPICAL_STAY
from app.science.city_cases import milliseconds
from app.science.city_columns import Cases, Int, Shard
from app.store import city_cases, city_places, city_visits, diseases
from app.store.city_places import Part, Place
from app.store.db import Session
from app.store.sealed_days import SealedDays
from app.usecases.city_case_columns import Known, case_columns
from app.usecases.city_day import DayColumns, Lookups, taken_out
from app.vault.keystore import KeyStore

GROUPS: Final = 64
_LONGEST_PERIOD: Final = 49
"""Days: their milliseconds fit 32 bits."""
_MILLISECOND: Final = timedelta(milliseconds=1)
Ids = NDArray[np.uint8]
Progress = Callable[[str, float], None]
"""Told what is being done, and how much of it is."""


class PeriodTooLong(ValueError):
    """More days than one run can hold."""


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """Everything that a trace of the whole city reads; venues and persons by number."""

    shard: Shard
    cases: Cases
    case_ids: Ids
    persons: int
    venues: Ids
    days: dict[date, str]
    """What each day looked like, see `city_visits.fingerprints`."""
    joined: str
    """The same of persons that were joined."""
    read: list[date] = field(default_factory=list)
    """The days that were read from the database this time."""
    fresh: bool = True
    """Nothing of an earlier run could be used: places or rules have changed, or there was none."""


def read_city(
    session: Session,
    keys: KeyStore,
    held: SealedDays,
    *,
    first_day: date,
    policy: Policy,
    now: datetime,
    progress: Progress = lambda _what, _share: None,
) -> City:
    """Read the days from `first_day` to today whose keys stand, and the open cases.

    Args:
        session: One snapshot.
        keys: Open the days' pseudonyms: record why before.
        held: What the last run kept; gets what this one reads. Persons are in it as `persons`, by number.
        first_day: The first local day.
        policy: Zone, and rules of stays.
        now: The end.
        progress: See `Progress`.

    Raises:
        PeriodTooLong: more than 49 days.
        RuleNotForCities: see `case_columns`.
    """
    today = local_day(now, policy.zone)
    days = [day for day in days_between(first_day, today) if keys.has(day)]
    if (today - first_day).days >= _LONGEST_PERIOD:
        raise PeriodTooLong(f"a trace of the whole city holds {_LONGEST_PERIOD} days; ask for fewer")
    places, parts = city_places.places(session), city_places.parts(session)
    begins = {day: milliseconds(day_span(day, policy.zone).start) for day in [first_day, *days]}
    marks = city_visits.fingerprints(session, days, policy.zone)
    numbers = Lookups(held, places, parts, _facts(policy))
    changed = [day for day in days if numbers.days.get(day) != marks[day]]
    numbers.begin()
    for done, day in enumerate(changed):
        progress(f"reading {day}", done / len(changed))
        _read_day(session, keys, held, numbers, day, begins[day], policy)
    joined = city_places.joined(session)
    names = numbers.canonical(joined)
    numbers.keep({day: marks[day] for day in days})
    held.keep_only(days)
    of_days = {day: begins[day] - begins[first_day] for day in days}
    shard = _stays(held, numbers, of_days, names, begins[first_day], policy, progress)
    found = city_cases.active(session)
    known = _known(numbers, places, parts)
    cases = case_columns(
        found,
        city_cases.walked(session),
        diseases.profiles(session, {case.disease for case in found}),
        known,
        policy=policy,
        today=today,
    )
    return City(
        shard,
        cases,
        ids_of(case.id for case in found),
        len(numbers.persons),
        numbers.venues.ids.copy(),
        marks,
        hashlib.sha256(repr(joined).encode()).hexdigest(),
        changed,
        numbers.fresh,
    )


def _read_day(
    session: Session,
    keys: KeyStore,
    held: SealedDays,
    numbers: Lookups,
    day: date,
    begins: int,
    policy: Policy,
) -> None:
    columns = DayColumns(numbers, begins, policy)
    for some in city_visits.of_day(session, day, policy.zone):
        columns.add(some, keys.day(day).link)
    columns.keep(held, day, GROUPS)


def ids_of(ids: Iterable[UUID]) -> Ids:
    """The bytes of ids, shape (ids, 16)."""
    return np.frombuffer(b"".join(one.bytes for one in ids), np.uint8).reshape(-1, 16).copy()


def _facts(policy: Policy) -> str:
    """What the files of days stand on beside visits and places."""
    stays = [policy.longest_stay.total_seconds(), policy.re_entry.total_seconds()]
    return json.dumps([policy.zone.key, stays, GROUPS])


def _known(numbers: Lookups, places: Sequence[Place], parts: Sequence[Part]) -> Known:
    return Known(
        {place.id: place for place in places},
        {part.id: part for part in parts},
        dict(
            zip(
                (p.id for p in places),
                numbers.venues.find(ids_of(p.id for p in places)).tolist(),
                strict=True,
            )
        ),
        dict(zip((p.id for p in parts), numbers.local(ids_of(p.id for p in parts)).tolist(), strict=True)),
        numbers.person,
    )


def _stays(
    held: SealedDays,
    numbers: Lookups,
    days: Mapping[date, int],
    names: Int,
    origin: int,
    policy: Policy,
    progress: Progress,
) -> Shard:
    from app.science.city_stays import City as Stays
    from app.science.city_stays import Visits, joined_visits, taken

    counts = np.zeros(len(numbers.venues), dtype=np.int64)
    for day in days:
        of_day = np.frombuffer(held.get_bytes(f"{day.isoformat()}-venues") or b"", np.int32)
        counts[: len(of_day)] += of_day
    stays, again = Stays(origin, counts), policy.re_entry // _MILLISECOND
    typical = np.array([TYPICAL_STAY[kind] // _MILLISECOND for kind in numbers.kinds], dtype=np.int32)
    places = numbers.nesting(typical)
    several = numbers.several(names)
    put_off: list[Visits] = []
    for group in range(GROUPS):
        progress("putting stays together", group / GROUPS)
        visits = taken_out(held, days, group)
        # Browsers of one human stand in different groups: all of theirs come at once in the end.
        late = several[visits.who]
        put_off.append(taken(visits, late))
        stays.add(taken(visits, ~late), places, again)
    last = joined_visits(put_off)
    stays.add(last._replace(who=names[last.who]), places, again)
    progress("sorting stays", 0.0)
    return stays.sorted()

"""One day of the whole city as columns: its pseudonyms opened, its persons and places numbered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.venue_kinds import VenueKind
from app.science.city_columns import Int
from app.science.closing_columns import closings
from app.store.city_places import Part, Place
from app.store.city_visits import OPEN, CityVisits
from app.store.sealed_days import SealedDays
from app.vault.pseudonyms import person_bytes

if TYPE_CHECKING:
    from app.science.city_numbers import Numbers
    from app.science.city_stays import Places, Visits

Ids = NDArray[np.uint8]
_KINDS: Final = (("who", np.int32), ("venue", np.int32), ("entered", np.uint32), ("left", np.int32),
                 ("zone", np.int16), ("mark", np.uint8))  # fmt: skip
_LONGEST: Final = 24 * 86_400_000
"""Milliseconds that 32 bits hold: no stay counts for longer."""
_MICROSECONDS: Final = 1000


class Lookups:
    """The numbers of persons, venues and zones: those of the last run, and new ones after them."""

    def __init__(self, held: SealedDays, places: Sequence[Place], parts: Sequence[Part], facts: str) -> None:
        from app.science.city_numbers import Numbers

        self._held, self._facts = held, facts
        self._by_id = {place.id: place for place in places}
        self._venue_of = {part.id: part.venue for part in parts}
        state = held.noted("state") or {}
        self.venues, self.zones, self.persons = (
            Numbers(self._ids(state, n)) for n in ("venues", "zones", "persons")
        )
        self.days: dict[date, str] = {}
        self.fresh = not state
        if state and state["facts"] == self._signature(len(self.venues)):
            self.days = {date.fromisoformat(day): mark for day, mark in state["days"].items()}
        else:
            self.fresh = True
            self.venues, self.zones, self.persons = Numbers(), Numbers(), Numbers()
        self.venues.add(_bytes(place.id for place in places))
        self.zones.add(_bytes(part.id for part in parts))
        self._order = [self._by_id[venue] for venue in _uuids(self.venues)]
        self.kinds: list[VenueKind] = [place.kind for place in self._order]
        weeks = {place.hours: place.hours for place in self._order}
        self.weeks = list(weeks)
        number = {week: n for n, week in enumerate(weeks)}
        self.week = np.array([number[place.hours] for place in self._order], dtype=np.int32)
        self._local = self._within()

    def _ids(self, state: Mapping[str, object], name: str) -> Ids | None:
        block = self._held.get_bytes(name) if state else None
        return None if block is None else np.frombuffer(block, np.uint8).reshape(-1, 16)

    def _signature(self, venues: int) -> str:
        """Of what the files of days say of the first so many venues; "" where one of them is gone."""
        known = [self._by_id.get(venue) for venue in _uuids(self.venues)[:venues]]
        if None in known:
            return ""
        written = [self._facts, *(f"{p.id}{p.kind}{p.hours}{p.parent}" for p in known if p is not None)]
        return hashlib.sha256("\n".join(written).encode()).hexdigest()

    def _within(self) -> NDArray[np.int16]:
        """By number of a zone, its number within its venue."""
        there: dict[UUID, int] = {}
        found = np.empty(len(self.zones), dtype=np.int16)
        for number, zone in enumerate(_uuids(self.zones)):
            venue = self._venue_of[zone]
            found[number] = there[venue] = there.get(venue, -1) + 1
        return found

    def local(self, zones: Ids) -> NDArray[np.int16]:
        """The numbers of zones within their venues; -1 for the venue as a whole."""
        number = self.zones.find(zones)
        return np.where(number < 0, np.int16(-1), np.append(self._local, np.int16(-1))[number])

    @property
    def person(self) -> Mapping[UUID, int]:
        """Persons by id: looked up, never listed."""
        return _Found(self.persons)

    def begin(self) -> None:
        """From here on files of days change: a run that stops in between is followed by one from scratch."""
        self._held.forget("state")

    def canonical(self, joined: Sequence[tuple[UUID, UUID]]) -> Int:
        """By number of a person, the number under which they go."""
        one, other = (self.persons.add(_bytes(pair[n] for pair in joined)) for n in (0, 1))
        names = np.arange(len(self.persons), dtype=np.int32)
        names[one] = other
        return names

    def keep(self, days: Mapping[date, str]) -> None:
        """Keep the numbers, and what the days looked like, for the next run."""
        for name in ("venues", "zones", "persons"):
            self._held.put_bytes(name, getattr(self, name).ids.tobytes())
        marks = {day.isoformat(): mark for day, mark in days.items()}
        self._held.note("state", {"facts": self._signature(len(self.venues)), "days": marks})

    def nesting(self, typical: Int) -> Places:
        """The venues as `city_stays` asks for them."""
        from app.science.city_stays import Places

        parents = [UUID(int=0) if place.parent is None else place.parent for place in self._order]
        return Places(typical, self.venues.find(_bytes(parents)))

    def several(self, names: Int) -> NDArray[np.bool_]:
        """By number of a person, whether it is one of several names of one human."""
        found: NDArray[np.bool_] = names != np.arange(len(names))
        found[names[found]] = True
        return found


def put_away(held: SealedDays, day: date, visits: Mapping[str, NDArray[Any]], groups: int) -> None:
    """Keep some columns of a day, those of `city_stays.Visits`, by group of persons.

    Times of entry count from the day's midnight: the period around it moves on.
    """
    group = visits["who"] % groups
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(groups + 1))
    for number in range(groups):
        mine = order[bounds[number] : bounds[number + 1]]
        held.put(day, number, b"".join(visits[name][mine].astype(kind).tobytes() for name, kind in _KINDS))


def taken_out(held: SealedDays, days: Mapping[date, int], group: int) -> Visits:
    """All visits of one group of persons; `days` with their milliseconds after the period's first."""
    from app.science.city_stays import Visits

    columns: dict[str, list[NDArray[Any]]] = {name: [np.empty(0, kind)] for name, kind in _KINDS}
    size = sum(np.dtype(kind).itemsize for _, kind in _KINDS)
    for day, begins in days.items():
        block = held.get(day, group)
        rows, at = len(block) // size, 0
        for name, kind in _KINDS:
            column: NDArray[Any] = np.frombuffer(block, kind, rows, at)
            columns[name].append(column + np.uint32(begins) if name == "entered" else column)
            at += rows * np.dtype(kind).itemsize
    return Visits(**{name: np.concatenate(parts) for name, parts in columns.items()})


class DayColumns:
    """The visits of one day while they are read."""

    def __init__(self, numbers: Lookups, begins: int, policy: Policy) -> None:
        """`begins` is the day's midnight in milliseconds since 1970."""
        self._numbers, self._begins, self._policy = numbers, begins, policy
        self._parts: dict[str, list[NDArray[Any]]] = {name: [np.empty(0, kind)] for name, kind in _KINDS}
        self._longest = policy.longest_stay // timedelta(milliseconds=1)

    def add(self, some: CityVisits, link_key: bytes) -> None:
        """Number the persons and places of some visits."""
        opened = np.frombuffer(person_bytes(link_key, some.pseudonym.tobytes()), np.uint8).reshape(-1, 16)
        venue = self._numbers.venues.find(some.venue)
        columns: dict[str, NDArray[Any]] = {
            "who": self._numbers.persons.add(opened),
            "venue": venue,
            "entered": (some.entered - self._begins).astype(np.uint32),
            "left": self._left(some, venue),
            "zone": self._numbers.local(some.zone),
            "mark": some.mark,
        }
        for name, column in columns.items():
            self._parts[name].append(column)

    def _left(self, some: CityVisits, venue: Int) -> Int:
        known = np.clip(some.left - some.entered, 0, _LONGEST)
        return np.where(some.left == OPEN, -self._open(some, venue), known).astype(np.int32)

    def _open(self, some: CityVisits, venue: Int) -> NDArray[np.int64]:
        """After how long a visit without a check-out is over at the latest, whatever its person did."""
        found = np.full(len(venue), self._longest, dtype=np.int64)
        week = self._numbers.week[venue]
        for number in np.unique(week[some.left == OPEN]).tolist():
            hours = self._numbers.weeks[number]
            if hours.week:
                rows = np.flatnonzero((week == number) & (some.left == OPEN))
                entered = some.entered[rows]
                closing = closings(_MICROSECONDS * entered, hours, self._policy.zone) // _MICROSECONDS
                found[rows] = np.minimum(closing - entered, self._longest)
        return found

    def keep(self, held: SealedDays, day: date, groups: int) -> None:
        """Put the day away."""
        whole = {name: np.concatenate(self._parts.pop(name)) for name, _ in _KINDS}
        at = np.bincount(whole["venue"], minlength=len(self._numbers.venues)).astype(np.int32)
        put_away(held, day, whole, groups)
        held.put_bytes(f"{day.isoformat()}-venues", at.tobytes())


class _Found(Mapping[UUID, int]):
    """Ids and their numbers, without a dictionary of them."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def __getitem__(self, one: UUID) -> int:
        (number,) = self._numbers.find(_bytes([one])).tolist()
        if number < 0:
            raise KeyError(one)
        return int(number)

    def __contains__(self, one: object) -> bool:
        return isinstance(one, UUID) and int(self._numbers.find(_bytes([one]))[0]) >= 0

    def __iter__(self) -> Iterator[UUID]:
        return iter(_uuids(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)


def _bytes(ids: Iterable[UUID]) -> Ids:
    return np.frombuffer(b"".join(one.bytes for one in ids), np.uint8).reshape(-1, 16)


def _uuids(numbers: Numbers) -> list[UUID]:
    return [UUID(bytes=row.tobytes()) for row in numbers.ids]

"""A city of any size for measuring: visits without a story, a day at a time, the same for the same seed.

Places are as unequal as a city's (Zipf, up to what one door takes), people come at lunch and in the evening
and stay for a log-normal time; a few are out much more than most. Nobody has habits, a home or an illness:
`city` has those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.domain.assurance import Assurance
from app.simulation.columns import HOUR, MINUTE, Floats, Index, Ints, Small, Words, midnight, stream

Ids = NDArray[np.uint8]
"""One id a row, 16 bytes each."""

ASSURANCES: Final = (Assurance.STATIC, Assurance.TYPED, Assurance.DYNAMIC)
_ASSURED: Final = (0.9, 0.06, 0.04)
VISITS_A_VENUE: Final = 30
"""Visits of a day over the venues: the mean."""
VISITS_A_PERSON: Final = 0.5
"""Visits of a day over the persons: a fortnight of 100 million visits has 14.3 million persons."""
BUSIEST: Final = 4_500
"""Visits of a day that one place takes at most: 300 an hour from 7 to 22, and at the lunch peak somebody
every five seconds, which is what one code at one door lets through. Where more would come there are more
doors, and each has a code of its own: they are places of their own here."""
_ZIPF: Final = 0.7
_UNEVEN: Final = 22.0
"""How unequal people are: the most active are out (2 + 22) / 2 = 12 times the mean."""
_MEDIAN_STAY, _STAY_SPREAD, _LONGEST = 45 * MINUTE, 0.8, 8 * HOUR
_CHECKED_OUT: Final = 2 / 3
_PEAKS: Final = ((0.35, 12.0, 0.9), (0.40, 18.75, 1.3))
"""Share of the day's visits, hour after midnight, standard deviation in hours; the rest is even."""
_EVEN: Final = (7.0, 22.0)
_EARLIEST, _LATEST = 5.0, 22.9
_MILLISECOND: Final = 1000
_CLOSE_ENOUGH: Final = 1e-6


class _Purpose(IntEnum):
    """Each has random numbers of its own, each day of the last too."""

    PERSONS = 101
    VENUES = 102
    FAME = 103
    DAY = 104


@dataclass(frozen=True, slots=True)
class Crowd:
    """All that the crowd follows from."""

    visits: int
    """Over all days."""
    days: int
    seed: int
    first_day: date

    @property
    def venues(self) -> int:
        """How many places there are."""
        return max(1, self.visits // self.days // VISITS_A_VENUE)

    @property
    def persons(self) -> int:
        """How many people there are. The lower its number, the more often somebody is out."""
        return max(1, int(self.visits / self.days / VISITS_A_PERSON))

    @property
    def calendar(self) -> list[date]:
        """Its days in order."""
        return [self.first_day + timedelta(days=n) for n in range(self.days)]

    def visits_on(self, number: int) -> int:
        """The visits of the day with this number, counted from 0."""
        return self.visits * (number + 1) // self.days - self.visits * number // self.days


@dataclass(frozen=True, slots=True, eq=False)
class CrowdDay:
    """The visits that began on one local day, by venue and then by time of entry.

    Times are microseconds since 1970, always whole milliseconds.
    """

    venue: Index
    """Its place among `venue_ids`."""
    person: Index
    """Its number, see `person_ids`."""
    id: Ids
    """UUIDs of version 7 that carry the times of entry."""
    entered: Ints
    left: Ints
    """-1: never checked out."""
    received: Ints
    assurance: Small
    """Its place among `ASSURANCES`."""


def person_ids(crowd: Crowd, persons: Index | Ints) -> Ids:
    """The ids of these persons, shape (persons, 16); no two persons share one."""
    return _scattered(crowd.seed, _Purpose.PERSONS, persons)


def venue_ids(crowd: Crowd) -> Ids:
    """The ids of all venues in ascending order, shape (venues, 16)."""
    ids = _scattered(crowd.seed, _Purpose.VENUES, np.arange(crowd.venues))
    return ids[np.argsort(ids.view(">u8").reshape(-1, 2)[:, 0], kind="stable")]


def fame(crowd: Crowd) -> Floats:
    """Each venue's share of all visits, shape (venues,), in an order that its ids do not tell.

    Zipf, with no place above `BUSIEST`: what would go there goes everywhere else in proportion.
    """
    weights = np.arange(1, crowd.venues + 1, dtype=np.float64) ** -_ZIPF
    weights /= weights.sum()
    most = BUSIEST * crowd.days / max(crowd.visits, 1)
    # Who is lifted above it by the others' excess is cut the next time. Ends soon: few places are that large.
    while weights[0] > most * (1 + _CLOSE_ENOUGH):
        weights = np.minimum(weights, most)
        weights /= weights.sum()
    shares: Floats = stream(crowd.seed, _Purpose.FAME).permutation(weights)
    return shares


def busiest(crowd: Crowd) -> float:
    """Visits a day that the most visited place has on average."""
    return float(fame(crowd).max() * crowd.visits / crowd.days)


def activity(crowd: Crowd, persons: Index | Ints) -> Floats:
    """How many visits a day these persons make on average."""
    share = (persons.astype(np.float64) + 0.5) / crowd.persons
    steps: Floats = np.sqrt(1 + share * ((1 + _UNEVEN) ** 2 - 1))
    return VISITS_A_PERSON * (_UNEVEN + 2) / (2 * steps)


def persons_out(crowd: Crowd, visits_a_day: float, count: int) -> Ints:
    """Up to `count` persons whose mean visits a day are nearest to a number, the most active first."""
    steps = min(max(VISITS_A_PERSON * (_UNEVEN + 2) / (2 * visits_a_day), 1.0), 1 + _UNEVEN)
    middle = int((steps**2 - 1) / ((1 + _UNEVEN) ** 2 - 1) * crowd.persons)
    count = min(count, crowd.persons)
    first = min(max(0, middle - count // 2), crowd.persons - count)
    return np.arange(first, first + count)


def day(crowd: Crowd, number: int, zone: ZoneInfo) -> CrowdDay:
    """The visits of the day with this number, counted from 0."""
    rng = stream(crowd.seed, _Purpose.DAY, number)
    count = crowd.visits_on(number)
    crowds = rng.multinomial(count, fame(crowd))
    venue = np.repeat(np.arange(crowd.venues, dtype=np.int32), crowds)
    entered = _entries(rng, count)
    # Sorting by both at once is one sort of whole numbers: a day has fewer than 2^27 milliseconds.
    entered = (np.sort(venue.astype(np.int64) << 27 | entered) & (1 << 27) - 1) * _MILLISECOND
    entered += midnight(crowd.first_day + timedelta(days=number), zone)
    stay = rng.lognormal(math.log(_MEDIAN_STAY), _STAY_SPREAD, count).clip(MINUTE, _LONGEST)
    left = entered + stay.astype(np.int64) // _MILLISECOND * _MILLISECOND
    left[rng.random(count) >= _CHECKED_OUT] = -1
    received = entered + rng.integers(200, 2000, count) * _MILLISECOND
    assurance = rng.choice(len(ASSURANCES), count, p=_ASSURED).astype(np.int8)
    return CrowdDay(
        venue, _who(rng, crowd, count), _visit_ids(rng, entered), entered, left, received, assurance
    )


def _who(rng: np.random.Generator, crowd: Crowd, count: int) -> Index:
    """Who each visit is of: the inverse of the share of all visits that the first people make."""
    steps = 1 + _UNEVEN * rng.random(count)
    share = (steps**2 - 1) / ((1 + _UNEVEN) ** 2 - 1)
    return np.minimum(share * crowd.persons, crowd.persons - 1).astype(np.int32)


def _entries(rng: np.random.Generator, count: int) -> Ints:
    """Milliseconds after midnight: two peaks and an even rest."""
    hours = rng.uniform(*_EVEN, count)
    which = rng.random(count)
    below = 0.0
    for share, hour, spread in _PEAKS:
        there = (which >= below) & (which < below + share)
        hours[there] = rng.normal(hour, spread, int(there.sum()))
        below += share
    milliseconds = hours.clip(_EARLIEST, _LATEST) * (HOUR // _MILLISECOND)
    return milliseconds.astype(np.int64) + rng.integers(0, 60_000, count)


def _visit_ids(rng: np.random.Generator, entered: Ints) -> Ids:
    """UUIDs of version 7 (RFC 9562, section 5.7) for these times."""
    words = rng.integers(0, 1 << 64, (len(entered), 2), dtype=np.uint64)
    milliseconds = (entered // _MILLISECOND).astype(np.uint64)
    words[:, 0] = milliseconds << np.uint64(16) | np.uint64(7 << 12) | words[:, 0] & np.uint64(0xFFF)
    words[:, 1] = np.uint64(0b10 << 62) | words[:, 1] & np.uint64((1 << 62) - 1)
    return words.astype(">u8").view(np.uint8).reshape(-1, 16)


def _scattered(seed: int, purpose: _Purpose, numbers: Index | Ints) -> Ids:
    """128 bits for each number that look random: SplitMix64 (Steele and others 2014), without repeats."""
    salts = stream(seed, purpose).integers(0, 1 << 64, 2, dtype=np.uint64)
    words = np.asarray(numbers).astype(np.uint64)[:, None] + salts
    return _mixed(words).astype(">u8").view(np.uint8).reshape(-1, 16)


def _mixed(words: Words) -> Words:
    words = words * np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ words >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ words >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return words ^ words >> np.uint64(31)

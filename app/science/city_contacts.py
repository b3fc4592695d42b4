"""What all cases together mean for each person, compiled: one pass over the pairs, whatever their order.

64 bytes a person, which is one line of the processor's cache: persons come in no order, so each is a wait for
memory. Compiled code is kept as in `city_kernel`; what calls each other stays in this file.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.science.city_columns import Cases, Floats, Int, Long, Pairs

_compiled: Final = njit(cache=True, nogil=True, error_model="numpy")
_AT_ONCE: Final = 1024
"""Pairs whose persons stay in the processor's cache between the passes over them: 64 kB."""
PARTS: Final = 3
"""Meetings kept of each person: those worth most."""
_CASES, _EXPOSURES, _HOURS, _CASE, _VENUE, _START, _WIDTH = 2, 3, 4, 7, 10, 13, 16
"""Where in a row of 16 words each begins; the first two are one number of 64 bits. Of cases it is the number
and one: nobody's row is all zeros, and no pass over the memory is needed to begin."""
_SECOND: Final = 1000


class People(NamedTuple):
    """Those whom any case lists, by number; shape (people,), and (3, people) for the meetings worth most."""

    person: Int
    probability: Floats
    """That any of the cases infected them."""
    cases: Int
    """How many list them."""
    exposures: Int
    """Meetings with all of them."""
    hours: NDArray[np.float32]
    """Of the reference room; this and what follows have a value where `case` is not below 0."""
    case: Int
    """-1: fewer meetings."""
    venue: Int
    start: Long
    """Milliseconds since 1970, of whole seconds after the run's origin."""


class Contacts:
    """What the cases so far mean, by number of a person."""

    def __init__(self, persons: int) -> None:
        """Before the first case."""
        words = np.zeros((persons, _WIDTH), dtype=np.int32)
        self._words, self._logs, self._shorts = words, words.view(np.float64), words.view(np.float32)

    def __len__(self) -> int:
        """How many numbers of persons there are."""
        return len(self._words)

    def people(self, begin: int, end: int, *, origin: int) -> People:
        """Those with these numbers whom any case lists.

        Args:
            begin: The first number.
            end: After the last one.
            origin: As for `add`.
        """
        person = np.flatnonzero(self._words[begin:end, _CASES]).astype(np.int32) + np.int32(begin)
        n = len(person)
        probability, (cases, exposures) = np.empty(n), (np.empty(n, dtype=np.int32) for _ in range(2))
        hours, start = np.empty((PARTS, n), dtype=np.float32), np.empty((PARTS, n), dtype=np.int64)
        case, venue = (np.empty((PARTS, n), dtype=np.int32) for _ in range(2))
        found = People(person, probability, cases, exposures, hours, case, venue, start)
        _spread(self._words, self._logs, self._shorts, origin, found)
        return found

    def add(self, found: Pairs, cases: Cases, *, origin: int) -> None:
        """Put some pairs to their persons.

        Args:
            found: Their cases are numbers among `cases`.
            cases: All of the run, for what an hour is worth.
            origin: Milliseconds since 1970 from which the run counts.
        """
        tables = (self._words, self._logs, self._shorts)
        _fold(*tables, found, cases.rule, cases.rules, origin)


@_compiled
def _fold(
    words: Int, logs: Floats, shorts: NDArray[np.float32], found: Pairs, rules_of: Int, rules: Floats,
    origin: int,
) -> int:  # fmt: skip
    """The sum is of no use, but without it the compiler would leave `_fetch` out."""
    fetched = 0
    for begin in range(0, len(found.case), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(found.case))
        fetched += _fetch(words, found.person, begin, end)
        _weigh(
            words, logs, found.case, found.person, found.hours, found.exposures, rules_of, rules, begin, end
        )
        _keep(words, shorts, found, origin, begin, end)
    return fetched


@_compiled
def _fetch(words: Int, person: Int, begin: int, end: int) -> int:
    """Bring the persons into the cache. Nothing else is done, so that dozens wait for memory at once."""
    fetched = 0
    for pair in range(begin, end):
        fetched += words[person[pair], _CASES]
    return fetched


@_compiled
def _weigh(
    words: Int, logs: Floats, case: Int, person: Int, hours: Floats, exposures: Int, rules_of: Int,
    rules: Floats, begin: int, end: int,
) -> None:  # fmt: skip
    """Add up what each pair means: the logarithm of the probability that no case infected the person."""
    for pair in range(begin, end):
        who, rule = person[pair], rules_of[case[pair]]
        per_hour, dispersion = rules[rule, 4], rules[rule, 5]
        logs[who, 0] -= dispersion * math.log1p(hours[pair] * per_hour / dispersion)
        words[who, _CASES] += 1
        words[who, _EXPOSURES] += exposures[pair]


@_compiled
def _keep(words: Int, shorts: NDArray[np.float32], found: Pairs, origin: int, begin: int, end: int) -> None:
    """The meetings in their places among the best three; of equal ones the smaller case, the earlier."""
    for pair in range(begin, end):
        who, case = found.person[pair], found.case[pair] + 1
        for row in range(found.first[pair], min(found.first[pair + 1], found.first[pair] + PARTS)):
            hours, start = np.float32(found.part_hours[row]), (found.part_start[row] - origin) // _SECOND
            at = PARTS
            while at > 0 and hours >= shorts[who, _HOURS + at - 1]:
                if hours == shorts[who, _HOURS + at - 1]:
                    other, then = words[who, _CASE + at - 1], words[who, _START + at - 1]
                    if 0 < other < case or (case == other and start >= then):
                        break
                at -= 1
            for place in range(PARTS - 1, at, -1):
                shorts[who, _HOURS + place] = shorts[who, _HOURS + place - 1]
                for first in (_CASE, _VENUE, _START):
                    words[who, first + place] = words[who, first + place - 1]
            if at < PARTS:
                shorts[who, _HOURS + at], words[who, _CASE + at] = hours, case
                words[who, _VENUE + at], words[who, _START + at] = found.part_venue[row], start


@_compiled
def _spread(words: Int, logs: Floats, shorts: NDArray[np.float32], origin: int, found: People) -> None:
    """A row a person becomes columns."""
    person, probability, cases, exposures, hours, case, venue, start = found
    for n in range(len(person)):
        who = person[n]
        probability[n] = -math.expm1(logs[who, 0])
        cases[n], exposures[n] = words[who, _CASES], words[who, _EXPOSURES]
        for place in range(PARTS):
            hours[place, n], case[place, n] = shorts[who, _HOURS + place], words[who, _CASE + place] - 1
            venue[place, n] = words[who, _VENUE + place]
            start[place, n] = origin + _SECOND * np.int64(words[who, _START + place])

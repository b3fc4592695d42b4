"""What all cases together mean for each person, compiled: one pass over the pairs, whatever their order.

64 bytes a person, which is one line of the processor's cache: persons come in no order, so each is a wait for
memory. Compiled code is kept as in `city_kernel`; what calls each other stays in this file.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.science.city_columns import Cases, Floats, Int, Pairs

_compiled: Final = njit(cache=True, nogil=True, error_model="numpy")
_AT_ONCE: Final = 1024
"""Pairs whose persons stay in the processor's cache between the two passes over them: 64 kB."""
PARTS: Final = 3
"""Meetings kept of each person: those worth most."""
_CASES, _EXPOSURES, _HOURS, _CASE, _VENUE, _START, _WIDTH = 2, 3, 4, 7, 10, 13, 16
"""Where in a row of 16 words each begins; the first two are one number of 64 bits."""


class Contacts:
    """By number of a person, shape (persons,), and (persons, 3) for the meetings."""

    def __init__(self, persons: int) -> None:
        """Before the first case."""
        words = np.zeros((persons, _WIDTH), dtype=np.int32)
        words[:, _CASE : _CASE + PARTS] = -1
        self._hold(words)
        self._shorts[:, _HOURS : _HOURS + PARTS] = -1

    def _hold(self, words: Int) -> None:
        self._words, self._logs, self._shorts = words, words.view(np.float64), words.view(np.float32)

    def some(self, persons: NDArray[np.int64]) -> Contacts:
        """A copy of these persons, in this order."""
        copy = Contacts(0)
        copy._hold(self._words[persons])
        return copy

    @property
    def spared(self) -> Floats:
        """Probability that none of the cases infected them: the product over the cases."""
        return np.asarray(np.exp(self._logs[:, 0]))

    @property
    def cases(self) -> Int:
        """How many list them."""
        return self._words[:, _CASES]

    @property
    def exposures(self) -> Int:
        """Meetings with all of them."""
        return self._words[:, _EXPOSURES]

    @property
    def hours(self) -> NDArray[np.float32]:
        """Of the meetings worth most, in hours of the reference room; -1: fewer than three."""
        return self._shorts[:, _HOURS : _HOURS + PARTS]

    @property
    def case(self) -> Int:
        """Their cases; -1: fewer than three."""
        return self._words[:, _CASE : _CASE + PARTS]

    @property
    def venue(self) -> Int:
        """Where they were."""
        return self._words[:, _VENUE : _VENUE + PARTS]

    @property
    def start(self) -> Int:
        """Seconds after the run's origin."""
        return self._words[:, _START : _START + PARTS]

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
) -> None:  # fmt: skip
    for begin in range(0, len(found.case), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(found.case))
        _weigh(
            words, logs, found.case, found.person, found.hours, found.exposures, rules_of, rules, begin, end
        )
        _keep(words, shorts, found, origin, begin, end)


@_compiled
def _weigh(
    words: Int, logs: Floats, case: Int, person: Int, hours: Floats, exposures: Int, rules_of: Int,
    rules: Floats, begin: int, end: int,
) -> None:  # fmt: skip
    """Add up what each pair means. No pair waits for the one before, so many wait for memory at once."""
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
        who, case = found.person[pair], found.case[pair]
        for row in range(found.first[pair], min(found.first[pair + 1], found.first[pair] + PARTS)):
            hours, start = np.float32(found.part_hours[row]), found.part_start[row] - origin
            at = PARTS
            while at > 0 and hours >= shorts[who, _HOURS + at - 1]:
                if hours == shorts[who, _HOURS + at - 1]:
                    other, then = words[who, _CASE + at - 1], words[who, _START + at - 1]
                    if case > other or (case == other and start // 1000 >= then):
                        break
                at -= 1
            for place in range(PARTS - 1, at, -1):
                shorts[who, _HOURS + place] = shorts[who, _HOURS + place - 1]
                for first in (_CASE, _VENUE, _START):
                    words[who, first + place] = words[who, first + place - 1]
            if at < PARTS:
                shorts[who, _HOURS + at], words[who, _CASE + at] = hours, case
                words[who, _VENUE + at], words[who, _START + at] = found.part_venue[row], start // 1000

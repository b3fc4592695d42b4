"""What all cases together mean for each person, compiled: one pass over the pairs, whatever their order.

64 bytes a person, which is one line of the processor's cache: persons come in no order, so each is a wait for
memory. Compiled code is kept as in `city_kernel`; what calls each other stays in this file.
"""

# ruff: noqa: ANN401, PLR0917 - compiled functions take numbers of any width, and by position

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import get_num_threads, njit, prange
from numpy.typing import NDArray

from app.science.city_columns import Cases, Floats, Int, Pairs

PARTS: Final = 3
"""Meetings kept of each person: those worth most."""
_CASES, _EXPOSURES, _HOURS, _CASE, _VENUE, _START, _WIDTH = 2, 3, 4, 7, 10, 13, 16
"""Where in a row of 16 words each begins; the first two are one number of 64 bits."""


class Contacts:
    """By number of a person, shape (persons,), and (persons, 3) for the meetings."""

    def __init__(self, persons: int) -> None:
        """Before the first case."""
        self._words = np.zeros((persons, _WIDTH), dtype=np.int32)
        self._logs = self._words.view(np.float64)
        self._shorts = self._words.view(np.float32)
        self._words[:, _CASE : _CASE + PARTS] = -1

    def spared(self, persons: NDArray[np.int64]) -> Floats:
        """Probability that none of the cases infected these persons: the product over the cases."""
        return np.asarray(np.exp(self._logs[persons, 0]))

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
        """Of the meetings worth most, in hours of the reference room."""
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
        _fold(*tables, found, cases.rule, cases.rules, origin, get_num_threads())


@njit(cache=True, parallel=True)
def _fold(
    words: Int, logs: Floats, shorts: NDArray[np.float32], found: Pairs, rules_of: Int, rules: Floats,
    origin: int, threads: int,
) -> None:  # fmt: skip
    for thread in prange(threads):
        _fold_some(words, logs, shorts, found, rules_of, rules, origin, threads, np.int64(thread))


@njit(cache=True)
def _fold_some(
    words: Int, logs: Floats, shorts: NDArray[np.float32], found: Pairs, rules_of: Int, rules: Floats,
    origin: int, threads: int, mine: Any,
) -> None:  # fmt: skip
    """Every thread reads all pairs and writes the persons that are its own."""
    for pair in range(len(found.case)):
        person = found.person[pair]
        if person % threads != mine:
            continue
        case = found.case[pair]
        rule = rules[rules_of[case]]
        logs[person, 0] -= rule[5] * np.log1p(found.hours[pair] * rule[4] / rule[5])
        words[person, _CASES] += 1
        words[person, _EXPOSURES] += found.exposures[pair]
        for row in range(found.first[pair], min(found.first[pair + 1], found.first[pair] + PARTS)):
            _keep(words[person], shorts[person], case, found, row, origin)


@njit(cache=True)
def _keep(words: Int, shorts: NDArray[np.float32], case: Any, found: Pairs, row: int, origin: int) -> None:
    """The meeting in its place among the three worth most; of equal ones the smaller case, the earlier."""
    hours = np.float32(found.part_hours[row])
    start = (found.part_start[row] - origin) // 1000
    at = PARTS
    while at > 0 and _before(words, shorts, at - 1, hours, case, start):
        at -= 1
    if at == PARTS:
        return
    for place in range(PARTS - 1, at, -1):
        shorts[_HOURS + place] = shorts[_HOURS + place - 1]
        words[_CASE + place] = words[_CASE + place - 1]
        words[_VENUE + place] = words[_VENUE + place - 1]
        words[_START + place] = words[_START + place - 1]
    shorts[_HOURS + at], words[_CASE + at] = hours, case
    words[_VENUE + at], words[_START + at] = found.part_venue[row], start


@njit(cache=True)
def _before(words: Int, shorts: NDArray[np.float32], place: int, hours: Any, case: Any, start: int) -> bool:
    if words[_CASE + place] < 0 or hours > shorts[_HOURS + place]:
        return True
    if hours < shorts[_HOURS + place] or case > words[_CASE + place]:
        return False
    return bool(case < words[_CASE + place] or start < words[_START + place])

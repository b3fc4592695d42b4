"""Which of a great many places look like an earlier one: a sweep over them in order, never all with all.

Places are put in order so that what may be alike lies close together: by bands of latitude, each from west to
east; or by address. The sweep holds those that are within reach of the newest, and no others.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.domain.look_alikes import LEAST_ALIKE, LOOK_ALIKE_METRES, Place, alike, pairs

_METRES_A_DEGREE: Final = 111_000.0
"""A little less than it is, so that nothing within reach is left out."""
_BAND: Final = 0.0014
"""Degrees of latitude: at least the metres of a look-alike, so that it lies in the same band or the next."""
IN_HAND: Final = 500
"""Compared with one place at most, of each kind: a heap of them may lie on one spot."""
_BITS: Final = 512
"""The pairs of letters of a name as a set of bits: wide enough that few names share bits by chance."""

Found = tuple[int, int, float]
"""The number of a place, that of the earlier one that it looks like, and how much."""


class Sight(NamedTuple):
    """A place at its turn in the order of the sweep."""

    group: int | str
    """Nothing of two groups is compared: the number of a band, or an address."""
    along: float
    """Rises within a group."""
    reach: float
    """How far back the comparison goes."""
    new: bool
    """What is not new is only here to be compared with."""
    number: int
    """Of lines from 1; venues that are registered have negative ones, and are earlier than all lines."""
    place: Place


def band(latitude: float) -> int:
    """The number of the band that holds a latitude."""
    return math.floor(latitude / _BAND)


def reach(latitude: float) -> float:
    """Degrees of longitude within which a look-alike lies, of places in one band or the next."""
    north = LOOK_ALIKE_METRES / _METRES_A_DEGREE
    return north / max(0.01, math.cos(math.radians(min(90.0, abs(latitude) + 2 * _BAND))))


def compare(sights: Iterable[Sight]) -> Iterator[Found]:
    """Of the places in hand at the same time, for each line the earlier place that it looks most like.

    A line that comes by in several groups may be found in each: the best of those counts (`rank`).
    """
    hands = _Hands()
    for sight in sights:
        yield from hands.drop(sight)
        hands.take(sight)
    yield from hands.drop(None)


def rank(number: int, likeness: float) -> tuple[float, bool, int]:
    """The largest is the one to tell: the likest, a registered one before lines, the first of them."""
    return likeness, number < 0, -abs(number)


@dataclass(slots=True, eq=False)
class _Held:
    sight: Sight
    best: tuple[float, bool, int] = (0.0, False, 0)


class _Hands:
    """What is within reach, new places and others apart, each with the bits of its name."""

    def __init__(self) -> None:
        self._group: int | str | None = None
        self._new: deque[tuple[int, float, _Held]] = deque()
        self._others: deque[tuple[int, float, _Held]] = deque()

    def drop(self, before: Sight | None) -> Iterator[Found]:
        """Let go of what is out of reach, and say what it was found to look like."""
        whole = before is None or before.group != self._group
        since = -math.inf if before is None else before.along - before.reach
        for hand in (self._new, self._others):
            while hand and (whole or len(hand) > IN_HAND or hand[0][2].sight.along < since):
                held = hand.popleft()[2]
                if held.best[0]:
                    likeness, registered, number = held.best
                    yield held.sight.number, number if registered else -number, likeness
        self._group = None if before is None else before.group

    def take(self, sight: Sight) -> None:
        """Compare a place with those in hand and hold it."""
        letters = pairs(sight.place.name)
        bits = 0
        for pair in letters:
            bits |= 1 << hash(pair) % _BITS
        share = len(letters) * LEAST_ALIKE / 2
        held = _Held(sight)
        # Pairs that share a bit with another of the same name are not seen: at most so many more are common.
        least = share - (len(letters) - bits.bit_count())
        hands = (self._new, self._others) if sight.new else (self._new,)
        for hand in hands:
            for there in [there for other, more, there in hand if (bits & other).bit_count() >= least + more]:
                _note(held, there)
        (self._new if sight.new else self._others).append((bits, share, held))


def _note(one: _Held, other: _Held) -> None:
    """Two places whose names may be alike: the later one looks like the earlier one, or they do not."""
    earlier, later = (one, other) if one.sight.number < other.sight.number else (other, one)
    number = earlier.sight.number
    if later.sight.number > 0 and rank(number, 1.0) > later.best:
        likeness = alike(later.sight.place, earlier.sight.place)
        if likeness:
            later.best = max(later.best, rank(number, likeness))

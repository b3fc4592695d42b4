"""Where in a place people sit, in worlds in which that matters."""

from __future__ import annotations

import numpy as np

from app.simulation.columns import DAY, HOUR, Bools, Floats, Words
from app.simulation.law import Nearness
from app.simulation.stays import Stays
from app.simulation.town import Town

_GOLDEN, _FIRST, _SECOND = (
    np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)

_CUT = 3 * HOUR
"""Cuts days at 21:00 UTC, four in the morning in Ho Chi Minh City, when few are out."""


def _scattered(values: Words) -> Words:
    """Each number hashed on its own (the finaliser of SplitMix64, Steele and others 2014)."""
    mixed = values + _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))


def seats(town: Town, stays: Stays) -> Floats:
    """Where each stay sits, 0 to 1 around the place; no draw is needed, so no other draw is shifted.

    Who works or learns there keeps a seat for good. Visitors sit with their household, elsewhere each day.
    """
    person, venue = stays.person.astype(np.int64), stays.venue.astype(np.int64)
    residents = town.residents
    belongs = residents.days.venue[person] == venue
    group = np.where(belongs, person, len(residents) + residents.household[person])
    day = np.where(belongs, 0, (stays.start + _CUT) // DAY)
    mixed = _scattered(group.astype(np.uint64))
    for part in (venue, day):
        mixed = _scattered(mixed ^ part.astype(np.uint64))
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**53


def nearby(seat: Floats, other: Floats, present: Floats, near: Nearness) -> Bools:
    """Whether two are near, when `present` others are there: so that `near.group` of them are, on average."""
    apart = np.abs(seat - other)
    close: Bools = np.minimum(apart, 1 - apart) <= near.group / (2 * np.maximum(present, 1.0))
    return close


def factor(close: Bools, present: Floats, near: Nearness) -> Floats:
    """By how much a hazard grows for those near and shrinks for the rest; one on average."""
    gathered = np.maximum(1.0, present / near.group)
    return (1 - near.share) + np.where(close, near.share * gathered, 0.0)

"""Who lives with whom: sizes of households and ages that fit together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import Bools, Floats, Ints

SIZES = np.array([0.12, 0.21, 0.22, 0.235, 0.115, 0.06, 0.025, 0.015])
"""Shares of households of 1 to 8 people. Mean 3.4, about that of urban Viet Nam in the census of 2019; the
shape around the mean is assumed."""
ADULT, OLDEST = 18, 97


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """One row a person, members of a household next to each other."""

    household: Ints
    rank: Ints
    """0 for the first member, then 1, 2, ..."""
    age: Ints
    """In whole years."""
    female: Bools

    @property
    def first(self) -> Ints:
        """For each household, its first member."""
        return np.flatnonzero(self.rank == 0)


def _sizes(people: int, rng: np.random.Generator) -> Ints:
    """Sizes that add up to the number of people; the last household is cut to fit."""
    sizes = rng.choice(np.arange(1, len(SIZES) + 1), people, p=SIZES)
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, people))
    sizes[last] -= ends[last] - people
    return sizes[: last + 1].astype(np.int64)


def _head_age(size: Ints, rng: np.random.Generator) -> Floats:
    """The first member's age. Half of those who live alone are young workers in rented rooms. Assumed."""
    family = np.clip(rng.normal(43, 12, len(size)), 22, 85)
    young, old = rng.uniform(19, 36, len(size)), rng.uniform(50, 85, len(size))
    alone = np.where(rng.random(len(size)) < 0.7, young, old)  # noqa: PLR2004 - a share
    return np.where(size == 1, alone, family)


def _ages(rank: Ints, head: Floats, rng: np.random.Generator) -> Floats:
    """Ages of all, given each one's rank and the age of the first member. Shares are assumed."""
    count = len(rank)
    lot = rng.random(count)
    partner = np.clip(head + rng.normal(-1, 4, count), 19, OLDEST)
    child = head - rng.uniform(21, 36, count)
    parent = np.minimum(head + rng.uniform(21, 32, count), OLDEST)
    lodger = rng.uniform(18, 40, count)
    grandchild = rng.uniform(1, 17, count)
    second = np.where(lot < 0.85, partner, np.where(child >= 0, child, lodger))  # noqa: PLR2004 - a share
    offspring = np.where(child >= 0, child, rng.uniform(0, 5, count))
    elder = np.where(head < 62, parent, grandchild)  # noqa: PLR2004 - beyond it few have parents at home
    later = np.select([lot < 0.68, lot < 0.88], [offspring, elder], lodger)  # noqa: PLR2004 - shares
    return np.select([rank == 0, rank == 1], [head, second], later)


def settle(people: int, rng: np.random.Generator) -> Homes:
    """Households for this many people."""
    sizes = _sizes(people, rng)
    household = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    rank = np.arange(people) - starts[household]
    head = _head_age(sizes, rng)[household]
    female = rng.random(people) < 0.5  # noqa: PLR2004 - half
    female = np.where(rank == 1, ~female[starts[household]], female)  # most couples are man and woman
    return Homes(household, rank, _ages(rank, head, rng).astype(np.int64), female)

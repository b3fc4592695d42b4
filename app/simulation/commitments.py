"""School and work on one day: the fixed points around which everything else is fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import Bools, Floats, Index, Ints
from app.simulation.errands import EARLIEST
from app.simulation.places import Places
from app.simulation.residents import Residents

_ABSENT = 0.04
"""On leave or unwell on any working day. Assumed."""
_LUNCH = 11 * 60 + 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Stays of many people, in minutes after midnight."""

    person: Ints
    venue: Index
    start: Floats
    end: Floats
    staff: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Busy:
    """When people are not free, their bus included: minutes, (2, people); infinite where there is nothing."""

    begins: Floats
    ends: Floats


def _hours_today(
    residents: Residents, places: Places, weekday: int, rng: np.random.Generator
) -> tuple[Ints, Floats, Floats]:
    """Who works or learns today, from when to when; never outside opening hours but for staff."""
    days, count = residents.days, len(residents)
    late, long, present = rng.normal(0, 6, count), rng.normal(0, 8, count), rng.random(count) >= _ABSENT
    venue = np.maximum(days.venue, 0)
    opens, closes = places.opens[venue, weekday], places.closes[venue, weekday]
    goes = (days.venue >= 0) & (days.weekdays >> weekday & 1 == 1) & present
    slack = np.where(days.staff, 25, 0)
    begin = np.maximum(np.maximum(days.begins + np.clip(late, -15, 15), opens - slack), EARLIEST)
    end = np.minimum(days.ends + np.clip(long, -15, 15), closes + np.minimum(slack, 10))
    who = np.flatnonzero(goes & (end - begin > 60))  # noqa: PLR2004 - an hour is worth the way
    return who, begin[who], end[who]


def _rides(
    residents: Residents, places: Places, weekday: int, work: Block, rng: np.random.Generator
) -> tuple[list[Block], Floats, Floats]:
    """Bus rides to and from a day's work, and the busy time stretched by them."""
    bus, minutes = residents.bus[work.person], rng.uniform(15, 40, (2, len(work.person)))
    opens, closes = (table[np.maximum(bus, 0), weekday] for table in (places.opens, places.closes))
    leave, back = work.start - 6 - minutes[0], work.end + 6
    out = (bus >= 0) & (leave >= np.maximum(opens, EARLIEST)) & (work.start - 6 <= closes)
    home = (bus >= 0) & (back >= opens) & (back + minutes[1] <= closes)
    visitor = np.zeros(len(bus), dtype=bool)
    blocks = [
        Block(work.person[out], bus[out], leave[out], work.start[out] - 6, visitor[out]),
        Block(work.person[home], bus[home], back[home], (back + minutes[1])[home], visitor[home]),
    ]
    return blocks, np.where(out, leave, work.start), np.where(home, back + minutes[1], work.end)


def commit(
    residents: Residents, places: Places, weekday: int, rng: np.random.Generator
) -> tuple[list[Block], Busy]:
    """The day's fixed stays, and when each person is taken up by them."""
    who, begin, end = _hours_today(residents, places, weekday, rng)
    leaves, returns = _LUNCH + rng.uniform(0, 40, len(who)), rng.uniform(60, 80, len(who))
    split = residents.lunches_out[who] & (begin < _LUNCH - 60) & (end > _LUNCH + 180)
    pause, resume = np.where(split, leaves, end), np.where(split, leaves + returns, np.inf)
    venue, staff = residents.days.venue[who], residents.days.staff[who]
    rides, first, last = _rides(residents, places, weekday, Block(who, venue, begin, end, staff), rng)
    blocks = [
        Block(who, venue, begin, pause, staff),
        Block(who[split], venue[split], resume[split], end[split], staff[split]),
        *rides,
    ]
    for block in blocks[:2]:  # whoever works in a shop of a mall is in the mall as well
        inner = np.flatnonzero(places.parent[block.venue] >= 0)
        around = places.parent[block.venue[inner]]
        blocks.append(
            Block(block.person[inner], around, block.start[inner], block.end[inner], block.staff[inner])
        )
    begins, ends = np.full((2, 2, len(residents)), np.inf)
    begins[:, who] = first, resume
    ends[:, who] = np.where(split, leaves, last), np.where(split, last, np.inf)
    return blocks, Busy(begins, ends)

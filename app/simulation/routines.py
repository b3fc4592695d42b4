"""A day of the whole city: errands fitted around work and school, one habit of everybody at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.venue_kinds import TYPICAL_STAY
from app.simulation.columns import Floats, midnight, stacked, take
from app.simulation.commitments import Block, Busy, commit
from app.simulation.errands import (
    EARLIEST,
    ERRANDS,
    NIGHT_SHIFT_RISES,
    PARKING,
    PATIENCE,
    RUSH,
    SLOWEST,
    TAILORED,
    Errand,
)
from app.simulation.gravity import kilometres
from app.simulation.places import KINDS
from app.simulation.plans import Plan, intend
from app.simulation.stays import Stays, on_day
from app.simulation.town import Town

_TYPICAL = np.array([TYPICAL_STAY[kind].total_seconds() / 60 for kind in KINDS])


@dataclass(slots=True, eq=False)
class _Walk:
    """Where everybody has got to so far today; changed as errands are run."""

    until: Floats
    lon: Floats
    lat: Floats
    busy: Busy


def _travel(km: Floats) -> Floats:
    return PARKING + km * (60 / SLOWEST)


def _fit(town: Town, errand: Errand, plan: Plan, weekday: int, walk: _Walk) -> tuple[Plan, Floats]:
    """The part of a plan that fits, with true times; and how long each could have stayed at most.

    Whoever sets out after work began goes when it is over, from there; whoever goes before is back in time.
    """
    places, who, venue = town.places, plan.who, plan.venue
    job = np.maximum(town.residents.days.venue[who], 0)
    free, lon, lat = walk.until[who], walk.lon[who], walk.lat[who]
    for begins, ends in zip(walk.busy.begins[:, who], walk.busy.ends[:, who], strict=True):
        past = (plan.at >= begins) & (free <= begins)
        free = np.where(past, ends, free)
        lon, lat = np.where(past, places.lon[job], lon), np.where(past, places.lat[job], lat)
    way = _travel(kilometres(lon, lat, places.lon[venue], places.lat[venue]))
    start = np.maximum(np.maximum(plan.at, free + way), places.opens[venue, weekday])
    due = np.where(walk.busy.begins[:, who] >= free, walk.busy.begins[:, who], np.inf).min(axis=0)
    to_work = _travel(kilometres(places.lon[job], places.lat[job], places.lon[venue], places.lat[venue]))
    latest = np.minimum(places.closes[venue, weekday].astype(float), due - to_work)
    end = np.minimum(start + plan.minutes, latest)
    fits = (end - start >= errand.minutes * RUSH) & (start - plan.at <= PATIENCE)
    kept = Plan(who[fits], venue[fits], start[fits], (end - start)[fits])
    return kept, latest[fits]


def _wander(
    town: Town, plan: Plan, latest: Floats, weekday: int, rng: np.random.Generator
) -> tuple[list[Block], Floats]:
    """Up to three places inside the one visited, one after the other; and when each leaves for good."""
    places, end = town.places, plan.at + plan.minutes
    clock, before = plan.at + rng.uniform(2, 12, len(end)), plan.venue
    wish = rng.integers(0, 4, len(end)) * town.around.inside.possible[plan.venue]
    blocks = []
    for turn in range(3):
        going = np.flatnonzero(wish > turn)
        inner = town.around.inside.pick(plan.venue[going], rng.random(len(going)))
        minutes = _TYPICAL[places.kind[inner]] * np.exp(TAILORED * rng.normal(size=len(going)))
        begin, leave = clock[going], clock[going] + minutes
        opens, closes = places.opens[inner, weekday], places.closes[inner, weekday]
        fits = (begin >= opens) & (leave <= closes) & (leave + 2 <= latest[going]) & (inner != before[going])
        going, inner, begin, leave = going[fits], inner[fits], begin[fits], leave[fits]
        blocks.append(Block(plan.who[going], inner, begin, leave, np.zeros(len(going), dtype=bool)))
        clock[going] = leave + 2
        end[going] = np.maximum(end[going], leave + 2)
        before = before.copy()
        before[going] = inner
    return blocks, end


def _run(town: Town, errand: Errand, weekday: int, walk: _Walk, rng: np.random.Generator) -> list[Block]:
    """One errand of everybody; moves them on."""
    plan = intend(town, errand, weekday, walk.busy, rng)
    plan, latest = _fit(town, errand, plan, weekday, walk)
    blocks, end = _wander(town, plan, latest, weekday, rng)
    walk.until[plan.who] = end
    walk.lon[plan.who], walk.lat[plan.who] = town.places.lon[plan.venue], town.places.lat[plan.venue]
    return [Block(plan.who, plan.venue, plan.at, end, np.zeros(len(end), dtype=bool)), *blocks]


def true_stays(town: Town, day: date, zone: ZoneInfo, rng: np.random.Generator) -> Stays:
    """Where everybody goes in the business day from before dawn to the small hours, if all are well.

    Nobody's day depends on the day before, so any day can be made alone.
    """
    residents, weekday = town.residents, day.weekday()
    blocks, busy = commit(residents, town.places, weekday, rng)
    night = residents.days.ends > 25 * 60
    rises = np.where(night & residents.days.staff, NIGHT_SHIFT_RISES, EARLIEST)
    walk = _Walk(rises, residents.lon.copy(), residents.lat.copy(), busy)
    for errand in ERRANDS:
        blocks += _run(town, errand, weekday, walk, rng)
    stays = stacked(
        [
            on_day(midnight(day, zone), block.person, block.venue, block.start, block.end, staff=block.staff)
            for block in blocks
        ]
    )
    inside = town.places.parent[stays.venue] >= 0
    return take(stays, np.lexsort((inside, stays.start, stays.person)))

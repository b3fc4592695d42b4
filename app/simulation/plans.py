"""What people mean to do on a day: who goes on an errand, where to, when and for how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.venue_kinds import VenueKind
from app.simulation.columns import Bools, Floats, Index, Ints
from app.simulation.commitments import Busy
from app.simulation.errands import PATIENCE, RUSH, TAILORED, USUAL, Company, Errand
from app.simulation.places import KINDS, Places
from app.simulation.town import Town


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One errand of many people before it is fitted into their day."""

    who: Ints
    venue: Index
    at: Floats
    minutes: Floats


def _open_at(places: Places, venue: Index, weekday: int, at: Floats, least: float) -> Bools:
    """Whether somebody coming at this minute could stay at least so long; whoever is early waits."""
    here = np.maximum(venue, 0)
    opens, closes = places.opens[here, weekday], places.closes[here, weekday]
    ready: Bools = (
        (venue >= 0) & (opens != -1) & (at >= opens - PATIENCE) & (np.maximum(at, opens) + least <= closes)
    )
    return ready


def _destinations(
    town: Town, errand: Errand, weekday: int, rng: np.random.Generator, *, units: Ints, at: Floats
) -> Index:
    """Where each goes: mostly the usual place, else by distance and fame; where closed, another, twice."""
    residents, least = town.residents, errand.minutes * RUSH
    choice, kind = town.around.kinds[errand.kind], KINDS.index(errand.kind)
    near_work = errand.company is Company.COLLEAGUE
    ward = (
        town.places.ward[np.maximum(residents.days.venue[units], 0)] if near_work else residents.ward[units]
    )
    lunch = near_work and errand.kind is VenueKind.RESTAURANT
    usual = residents.usual_lunch[units] if lunch else residents.usual[kind, units]
    habit = (rng.random(len(units)) < USUAL) & (lunch or not near_work)
    venue = np.where(habit, usual, choice.pick(ward, rng.random(len(units))))
    for _ in range(2):
        closed = ~_open_at(town.places, venue, weekday, at, least)
        venue = np.where(closed, choice.pick(ward, rng.random(len(units))), venue)
    return np.where(_open_at(town.places, venue, weekday, at, least), venue, np.int32(-1)).astype(np.int32)


def _party(
    town: Town, errand: Errand, weekday: int, busy: Busy, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Who goes, and whose choices each follows: their own, or those of the first of the household."""
    residents = town.residents
    share = np.array(errand.shares)[residents.group]
    chance = rng.random(len(residents))
    if errand.company is Company.HOUSEHOLD:
        goes = rng.random(len(residents.head)) < errand.households * errand.week[weekday]
        who = np.flatnonzero(goes[residents.household] & (chance < share))
        return who, residents.head[residents.household[who]].astype(np.int64)
    willing = chance < share * errand.week[weekday]
    if errand.company is Company.SHOPPER:
        willing &= residents.shopper
    elif errand.company is Company.COLLEAGUE:
        willing &= np.isfinite(busy.begins[1])
    who = np.flatnonzero(willing)
    return who, who


def intend(town: Town, errand: Errand, weekday: int, busy: Busy, rng: np.random.Generator) -> Plan:
    """Who means to go on this errand today, with whom, where, when and for how long."""
    who, leader = _party(town, errand, weekday, busy, rng)
    units, place = np.unique(leader, return_inverse=True)
    at = errand.at * 60 + errand.spread * rng.normal(size=len(units))
    minutes = errand.minutes * np.exp(TAILORED * rng.normal(size=len(units)))
    venue = _destinations(town, errand, weekday, rng, units=units, at=at)
    going = venue[place] >= 0
    pick = place[going]
    return Plan(who[going], venue[pick], at[pick], minutes[pick])

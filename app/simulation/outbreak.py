"""One day of the outbreak: who infects whom, where and when; who stays at home; who is brought in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.simulation.columns import DAY, HOUR, Bools, Floats, Ints, stacked, take
from app.simulation.illness import ABROAD, Infections, course
from app.simulation.law import Law
from app.simulation.meetings import UP_AT, Meetings, at_home, outside
from app.simulation.nature import Nature, elsewhere
from app.simulation.stays import Stays
from app.simulation.town import Town

_BEFORE_START = 6 * DAY
_NEVER = 1e-12
"""A hazard an hour that stands for none, and can be divided by."""


def up_and_about(stays: Stays, cases: Infections, people: int) -> Bools:
    """Which stays still take place: the ill and the tested begin nothing new while they keep to home."""
    begin, end = np.full((2, people), -1, dtype=np.int64)
    begin[cases.person], end[cases.person] = cases.home_from, cases.home_until
    about: Bools = (stays.start < begin[stays.person]) | (stays.start >= end[stays.person])
    return about


def _fall_rise(cases: Infections, row: Ints, at: Ints) -> Floats:
    """Infectiousness between 0 and 1: a triangle with its top at onset."""
    begin, peak, end = cases.infectious_from[row], cases.peak_at[row], cases.infectious_until[row]
    rise, fall = (at - begin) / (peak - begin), (end - at) / (end - peak)
    return np.clip(np.minimum(rise, fall), 0, 1)


def _struck(met: Meetings, cases: Infections, immune: Bools, rng: np.random.Generator) -> Meetings:
    """The first success of each person, `begin` being its moment: waiting times race against each other."""
    begin = np.maximum(met.begin, cases.infectious_from[met.case])
    end = np.minimum(met.end, cases.infectious_until[met.case])
    able = (end > begin) & ~immune[met.person]
    met = take(replace(met, begin=begin, end=end), able)
    middle = met.begin + (met.end - met.begin) // 2
    strength = cases.strength[met.case] * _fall_rise(cases, met.case, middle)
    rate = met.rate * strength
    wait = rng.exponential(size=len(rate)) / np.maximum(rate, _NEVER) * HOUR
    hit = wait < met.end - met.begin
    moment = met.begin[hit] + wait[hit].astype(np.int64)
    struck = replace(take(met, hit), begin=moment)
    struck = take(struck, np.lexsort((struck.begin, struck.person)))
    return take(struck, np.unique(struck.person, return_index=True)[1])


def _brought_in(
    town: Town, law: Law, person: Ints, within: tuple[int, int], rng: np.random.Generator
) -> Infections:
    at = np.sort(rng.integers(*within, len(person)))
    nobody, abroad = np.full(len(person), -1), np.full(len(person), ABROAD)
    cases = course(law, person, nobody, abroad, at, age=town.residents.age, rng=rng)
    return replace(cases, strength=np.maximum(cases.strength, 1.0))


def seed_cases(town: Town, law: Law, midnight: int, rng: np.random.Generator) -> Infections:
    """The index cases: infected elsewhere in the days before the start, each at least of average strength."""
    people = len(town.residents)
    count = min(max(4, round(law.index_cases * people / 1000)), people)
    person = rng.choice(people, count, replace=False)
    return _brought_in(town, law, person, (midnight - _BEFORE_START, midnight), rng)


def spread(
    town: Town,
    law: Law,
    cases: Infections,
    stays: Stays,
    nature: Nature,
    *,
    midnight: int,
    day_number: int,
    rng: np.random.Generator,
    apart: np.random.Generator,
) -> Infections:
    """The infections of one day, of stays already thinned by `up_and_about`; earlier cases are given.

    What happens elsewhere has random numbers of its own, `apart`.
    """
    people = len(town.residents)
    case_of = np.full(people, -1, dtype=np.int64)
    active = (cases.infectious_from < midnight + UP_AT) & (cases.infectious_until > midnight)
    case_of[cases.person[active]] = np.flatnonzero(active)
    immune = np.zeros(people, dtype=bool)
    immune[cases.person] = True
    recent = (cases.reported_at >= midnight - 7 * DAY) & (cases.reported_at < midnight)
    careful = 1 + law.caution * recent.sum() * 1000 / people
    away = stacked(
        [
            outside(town, law, case_of, stays),
            elsewhere(law, nature, case_of, cases, midnight=midnight, rng=apart),
        ]
    )
    met = stacked([replace(away, rate=away.rate / careful), at_home(town, law, case_of, stays, midnight)])
    met = replace(met, rate=met.rate * nature.susceptibility[met.person])
    struck = _struck(met, cases, immune, rng)
    infector = cases.person[struck.case]
    new = course(law, struck.person, infector, struck.venue, struck.begin, age=town.residents.age, rng=rng)
    immune[struck.person] = True
    count = rng.poisson(law.imported * people / 1000) + (day_number % 7 == 6)  # noqa: PLR2004 - once a week
    left = np.flatnonzero(~immune)
    travellers = rng.choice(left, min(count, len(left)), replace=False)
    daytime = (midnight + 8 * HOUR, midnight + 22 * HOUR)
    return stacked([new, _brought_in(town, law, travellers, daytime, rng)])

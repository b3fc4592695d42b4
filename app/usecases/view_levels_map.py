"""An official looks at risk levels by ward, by the decision in force on the last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.decisions_in_force import end_of, in_force, unverified
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.rates import is_reliable
from app.domain.risk_criteria import WHOLE_CITY, Standing, Standings, values_of
from app.domain.risk_decisions import RiskDecision
from app.domain.risk_levels import assumptions, level_of
from app.domain.windows import A_WEEK
from app.store import risk_decisions
from app.store.db import Session
from app.usecases.map_view import Asked, MapView, WardNumbers
from app.usecases.view_map import view_map


class Why(StrEnum):
    """Why a ward has the level that it has, or none."""

    LEVEL = "level"
    HIDDEN = "hidden"
    """Its count is hidden from this reader, so its level is too."""
    UNRELIABLE = "unreliable"
    """Too few residents for a rate, or nobody knows how many."""
    NO_DATA = "no-data"
    """No decision, or no numbers for all its days."""
    NOT_SET = "not-set"
    """The level waits for a criterion that nobody has entered."""
    NOT_ESTABLISHED = "not-established"
    """This cell of the matrix is not in the data."""


@dataclass(frozen=True, slots=True)
class WardLevel:
    """One ward's level, with the numbers behind it."""

    numbers: WardNumbers
    level: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class LevelsView:
    """The levels of one day as one official may see them."""

    numbers: MapView
    """Cases over the days of the decision, ending on the day asked for."""
    decision: RiskDecision | None
    """None: none was in force, and none was chosen."""
    is_in_force: bool
    """Whether the decision was in force on that day, and not only chosen by the reader."""
    ends: date | None
    """The first day on which the decision is no longer in force; None: it still is."""
    choices: tuple[RiskDecision, ...]
    """Every decision on this disease."""
    city: dict[str, Standing]
    """How each criterion of the decision stands for the whole city; those not entered are left out."""
    own: dict[str, int]
    """How many wards have a value of their own, by criterion."""
    assumed: dict[str, int]
    """The class assumed for the wards where a criterion is not set, by criterion; empty where none is."""
    unverified: tuple[str, ...]
    """The values of the decision that are still to be held against its text."""
    wards: tuple[WardLevel, ...]

    @property
    def of_level(self) -> dict[int, int]:
        """How many wards are on each level of the decision."""
        levels = () if self.decision is None else self.decision.levels
        return {one.number: sum(ward.level == one.number for ward in self.wards) for one in levels}

    @property
    def without(self) -> dict[Why, int]:
        """How many wards have no level, by the reason."""
        reasons = [ward.why for ward in self.wards]
        return {why: reasons.count(why) for why in Why if why is not Why.LEVEL and why in reasons}


def view_levels_map(
    session: Session, official: Official, asked: Asked, decision: str, *, policy: Policy, now: datetime
) -> LevelsView:
    """The level of every ward on the last day that was asked for.

    A level follows its count: where that is hidden, so is the level. Queries: those of `view_map`, and two.

    Args:
        session: Read only.
        official: Who asks.
        asked: Disease and last day; its number of days is the decision's.
        decision: Slug of a decision on the disease that the reader prefers, else that in force.
        policy: For the zone.
        now: For the day, where none is asked for.

    Raises:
        NoAreas: no wards have been imported.
    """
    numbers = view_map(session, official, replace(asked, days=A_WEEK), policy=policy, now=now)
    every = risk_decisions.decisions(session)
    day = numbers.window.last
    choices = tuple(one for one in every if numbers.disease in one.diseases)
    valid = in_force(choices, numbers.disease, day)
    chosen = next((one for one in choices if one.slug == decision), valid)
    if chosen is not None and chosen.rate is not None and chosen.rate.days != A_WEEK:
        numbers = view_map(session, official, replace(asked, days=chosen.rate.days), policy=policy, now=now)
    standing = _standings(session, chosen, day)
    return LevelsView(
        numbers=numbers,
        decision=chosen,
        is_in_force=chosen is not None and chosen is valid,
        ends=None if chosen is None else end_of(choices, chosen, numbers.disease),
        choices=choices,
        city={slug: found for (slug, area), found in standing.items() if area == WHOLE_CITY},
        own=_own(standing, numbers.wards),
        assumed=_assumed(chosen, standing, numbers.wards),
        unverified=() if chosen is None else unverified(chosen),
        wards=tuple(_level(chosen, ward, standing, numbers) for ward in numbers.wards),
    )


def _standings(session: Session, decision: RiskDecision | None, day: date) -> Standings:
    if decision is None or not decision.criteria:
        return {}
    return risk_decisions.standings(session, day, [one.slug for one in decision.criteria])


def _own(standings: Standings, wards: Sequence[WardNumbers]) -> dict[str, int]:
    codes = {ward.area.code for ward in wards}
    found: dict[str, int] = {}
    for slug, area in standings:
        if area in codes:
            found[slug] = found.get(slug, 0) + 1
    return found


def _assumed(
    decision: RiskDecision | None, standings: Standings, wards: Sequence[WardNumbers]
) -> dict[str, int]:
    if decision is None:
        return {}
    found: dict[str, int] = {}
    for ward in wards:
        found |= assumptions(decision, values_of(decision, standings, ward.area.code))
    return found


def _level(
    decision: RiskDecision | None, ward: WardNumbers, standings: Standings, numbers: MapView
) -> WardLevel:
    if decision is None:
        return WardLevel(ward, None, Why.NO_DATA)
    if decision.rate is not None and (why := _unknown_rate(decision.rate.days, ward, numbers)) is not None:
        return WardLevel(ward, None, why)
    values = values_of(decision, standings, ward.area.code)
    level = level_of(decision, ward.rate, values)
    if level is not None:
        return WardLevel(ward, level, Why.LEVEL)
    settled = values.keys() | assumptions(decision, values).keys()
    is_set = all(one.slug in settled for one in decision.criteria)
    return WardLevel(ward, None, Why.NOT_ESTABLISHED if is_set else Why.NOT_SET)


def _unknown_rate(days: int, ward: WardNumbers, numbers: MapView) -> Why | None:
    """Why nothing can be said of a ward's rate; None where it can."""
    if not _is_covered(numbers):
        return Why.NO_DATA
    if not is_reliable(ward.area.population):
        return Why.UNRELIABLE
    # Who sees whole weeks only gets another number of days than the decision's: no level can be told.
    return Why.HIDDEN if ward.shown.now is None or numbers.window.days != days else None


def _is_covered(numbers: MapView) -> bool:
    """Whether somebody has reported on every day: over half a week a rate would come out too low."""
    if numbers.first_day is None or numbers.last_day is None:
        return False
    return numbers.first_day <= numbers.window.first and numbers.window.last <= numbers.last_day

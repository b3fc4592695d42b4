"""What is said of a decision on risk levels: its levels, its classes, how its criteria stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.domain.risk_decisions import Criterion, Level, RiskDecision
from app.usecases.view_levels_map import LevelsView
from app.web.official.map_sheet import MapRequest
from app.web.words import calendar, number

_A_DAY: Final = timedelta(days=1)


def level_label(decision: RiskDecision, level: Level, ask: MapRequest) -> str:
    """Epidemic level 3: high risk."""
    return f"{level_noun(decision, ask)} {level.number}: {level.name[ask.lang]}"


def level_noun(decision: RiskDecision, ask: MapRequest) -> str:
    """What the decision calls a level, with a capital."""
    noun = decision.noun[ask.lang]
    return noun[:1].upper() + noun[1:]


def decision_words(view: LevelsView, decision: RiskDecision, ask: MapRequest) -> str:
    """4800/QĐ-BYT, Ministry of Health, in force 12/10/2021 to 26/01/2022."""
    return f"{decision.number}, {decision.issuer[ask.lang]}, {days_words(view, decision, ask)}"


def days_words(view: LevelsView, decision: RiskDecision, ask: MapRequest) -> str:
    """From when until when a decision was in force."""
    first = calendar(decision.valid_from)
    if view.ends is None:
        return ask._("in force from %(first)s", first=first)
    return ask._("in force %(first)s to %(last)s", first=first, last=calendar(view.ends - _A_DAY))


def class_words(one: Criterion, index: int, ask: MapRequest) -> str:
    """A class of a criterion: under 70 %."""
    _, lows = ask._, (None, *one.breaks)
    low, high = lows[index], (*one.breaks, None)[index]
    if low is None:
        return _("under %(high)s", high=amount(one, high or 0.0, ask))
    if high is None:
        return _("%(low)s or more", low=amount(one, low, ask))
    return _("%(low)s to under %(high)s", low=amount(one, low, ask), high=amount(one, high, ask))


def amount(one: Criterion, value: float, ask: MapRequest) -> str:
    """A value of a criterion in its unit: 93.9 %."""
    said = number(value, ask.lang)
    return f"{said}\u00a0{one.unit}" if one.unit else said


def standing_words(view: LevelsView, one: Criterion, ask: MapRequest) -> str:
    """How a criterion stands, and what was assumed where it is not set."""
    _, parts = ask._, []
    if (city := view.city.get(one.slug)) is not None:
        said = amount(one, city.value, ask)
        parts.append(_("%(value)s since %(day)s", value=said, day=calendar(city.since)))
    elif one.slug in view.assumed:
        assumed = class_words(one, view.assumed[one.slug], ask)
        parts.append(_("not set, so the stricter class is assumed: %(assumed)s", assumed=assumed))
    elif not view.own.get(one.slug):
        parts.append(_("not entered"))
    if own := view.own.get(one.slug):
        parts.append(_("wards with a value of their own: %(n)s", n=own))
    return f"{one.name[ask.lang]}: {'; '.join(parts)}"

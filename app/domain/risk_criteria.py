"""How a criterion of a decision on risk levels stands, for the whole city or for one area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.errors import InputRefused, Problem
from app.domain.risk_decisions import Criterion, RiskDecision

WHOLE_CITY: Final = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has entered: it holds from its day until a later one of the same area."""

    criterion: str
    area: str
    """Code of an area, or `WHOLE_CITY`."""
    since: date
    value: float


Standings = Mapping[tuple[str, str], Standing]
"""What holds on a day, by criterion and area."""


def checked_standing(standing: Standing, decisions: Iterable[RiskDecision]) -> Standing:
    """The same, if a decision asks for such a criterion and the value can be one of it.

    Raises:
        InputRefused: no decision has the criterion, or the value is none of it.
    """
    asked = [one for decision in decisions for one in decision.criteria if one.slug == standing.criterion]
    if not asked:
        raise InputRefused([Problem("criterion", "choice")])
    least, most = min(one.least for one in asked), max(one.most for one in asked)
    if not least <= standing.value <= most:
        raise InputRefused([Problem("value", "between", (("least", f"{least:g}"), ("most", f"{most:g}")))])
    return standing


def values_of(decision: RiskDecision, standings: Standings, area: str) -> dict[str, float]:
    """The value of each criterion for an area: its own, else the whole city's; those not set are left out."""
    found = {one.slug: standing_of(one, standings, area) for one in decision.criteria}
    return {slug: standing.value for slug, standing in found.items() if standing is not None}


def standing_of(criterion: Criterion, standings: Standings, area: str) -> Standing | None:
    """How a criterion stands in an area: as entered for it, else as for the whole city."""
    return standings.get((criterion.slug, area)) or standings.get((criterion.slug, WHOLE_CITY))

"""What level a decision gives an area, and what it assumes where a criterion is not set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from app.domain.risk_decisions import RiskDecision, Row, Unset


def class_of(value: float, breaks: tuple[float, ...]) -> int:
    """The class of a value, from 0: a value on a break belongs to the class above it."""
    return bisect_right(breaks, value)


def level_of(decision: RiskDecision, rate: float | None, criteria: Mapping[str, float]) -> int | None:
    """The level of an area; None where the decision gives none.

    Args:
        decision: The one in force.
        rate: Cases per 100,000 over the days of the decision; None where no rate can be told.
        criteria: Value by criterion. For a missing one its `unset` holds.
    """
    if decision.rate is not None and rate is None:
        return None
    column = 0 if decision.rate is None or rate is None else class_of(rate, decision.rate.breaks)
    classes = tuple(
        class_of(criteria[one.slug], one.breaks) if one.slug in criteria else _assumed(decision, index)
        for index, one in enumerate(decision.criteria)
    )
    return next((row.levels[column] for row in decision.matrix if row.classes == classes), None)


def assumptions(decision: RiskDecision, criteria: Mapping[str, float]) -> dict[str, int]:
    """The class assumed for each criterion that is not set, by its slug; none for one that gives no level."""
    missing = {
        one.slug: _assumed(decision, index)
        for index, one in enumerate(decision.criteria)
        if one.slug not in criteria
    }
    return {slug: assumed for slug, assumed in missing.items() if assumed is not None}


def strictest_class(decision: RiskDecision, index: int) -> int | None:
    """The class of a criterion that gives no lower a level than any other, whatever else holds.

    None where no class does.
    """
    of_rest: dict[tuple[int, ...], dict[int, Row]] = {}
    for row in decision.matrix:
        rest = row.classes[:index] + row.classes[index + 1 :]
        of_rest.setdefault(rest, {})[row.classes[index]] = row
    return next(
        (
            one
            for one in range(len(decision.criteria[index].breaks) + 1)
            if all(one in rows and _is_highest(rows[one], rows.values()) for rows in of_rest.values())
        ),
        None,
    )


def _assumed(decision: RiskDecision, index: int) -> int | None:
    if decision.criteria[index].unset is Unset.NO_LEVEL:
        return None
    return strictest_class(decision, index)


def _is_highest(row: Row, others: Iterable[Row]) -> bool:
    """Cells that are not established say nothing either way."""
    return all(
        here is None or there is None or here >= there
        for other in others
        for here, there in zip(row.levels, other.levels, strict=True)
    )

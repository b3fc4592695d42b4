"""Which decision holds on a day, until when, and how sure its numbers are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.risk_decisions import RiskDecision, Source


def in_force(decisions: Iterable[RiskDecision], disease: str, day: date) -> RiskDecision | None:
    """The decision on a disease that is in force on a day.

    Of several the one that began last: it ended those before it, and where it has itself ended nothing is in
    force. Of two that begin on one day the later of the sequence holds.
    """
    begun = [one for one in decisions if disease in one.diseases and one.valid_from <= day]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    if newest is not None:
        newest = [one for one in begun if one.valid_from == newest.valid_from][-1]
    return newest if newest and (newest.valid_to is None or day < newest.valid_to) else None


def end_of(decisions: Iterable[RiskDecision], decision: RiskDecision, disease: str) -> date | None:
    """The first day on which a decision is no longer in force for a disease; None: it still is."""
    later = [
        one.valid_from
        for one in decisions
        if disease in one.diseases and one.valid_from > decision.valid_from
    ]
    ends = [*later, *([decision.valid_to] if decision.valid_to else [])]
    return min(ends, default=None)


def value_paths(decision: RiskDecision) -> tuple[str, ...]:
    """The path of every value that needs a source; cells that are not established are none."""
    paths = ["valid_from", *(["valid_to"] if decision.valid_to else []), "levels"]
    if decision.rate is not None:
        paths += [f"rate.breaks.{n}" for n in range(len(decision.rate.breaks))]
    for n, one in enumerate(decision.criteria):
        paths += [f"criteria.{n}.breaks.{k}" for k in range(len(one.breaks))]
    for n, row in enumerate(decision.matrix):
        paths += [f"matrix.{n}.{k}" for k, level in enumerate(row.levels) if level is not None]
    return tuple(paths)


def source_of(decision: RiskDecision, path: str) -> Source | None:
    """Where a value is from: what is said of it, else of what is around it."""
    parts = path.split(".")
    around = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((decision.sources[name] for name in (*around, "all") if name in decision.sources), None)


def unverified(decision: RiskDecision) -> tuple[str, ...]:
    """The paths of the values that are still to be held against the text."""
    return tuple(path for path in value_paths(decision) if not _is_verified(decision, path))


def _is_verified(decision: RiskDecision, path: str) -> bool:
    found = source_of(decision, path)
    return found is not None and found.verified

"""The installation's test results as a table for those who fit thresholds. One line a result."""

from __future__ import annotations

from typing import Final

from app.domain.spaces import SpaceKind
from app.domain.test_results import KeptResult
from app.store import test_results
from app.store.db import Session
from app.usecases.write_table import Cell, Table

COLUMNS: Final = {
    "disease": "slug of the profile",
    "rule": "the tracing rule that the figures are by",
    "result": "positive, negative or not_tested",
    "week": "ISO week of recording",
    "days_to_sample": "whole days from the last exposure to the sample; empty when not tested",
    "hours": "hours in the reference room with a case of mean infectiousness",
    "least": "what they are at least",
    "most": "what they are at most",
    "band": "1 slight to 4 very strong",
    "minutes_together": "both were there, in all",
    "minutes_after": "only the air of the case was there",
    **{f"minutes_{kind.value}": "those of the minutes together in places of this kind" for kind in SpaceKind},
    "exposures": "how many there were",
    "assurance": "the weakest check-in among them",
    "flags": "what weakens them, with spaces between",
    "generation": "1 for F1",
}
"""Every column and what it holds. No id: two exports cannot be joined line by line."""


def export_test_results(session: Session) -> Table:
    """Every result, in an order that tells nothing."""
    return Table("test-results", list(COLUMNS), [_row(kept) for kept in test_results.every(session)])


def _row(kept: KeptResult) -> list[Cell]:
    features = kept.features
    return [
        kept.disease,
        kept.rule,
        kept.result.value,
        kept.week,
        "" if features.days_to_sample is None else features.days_to_sample,
        features.hours,
        features.least,
        features.most,
        features.band,
        features.minutes_together,
        features.minutes_after,
        *(features.minutes_by_space.get(kind, 0) for kind in SpaceKind),
        features.exposures,
        features.assurance,
        " ".join(features.flags),
        features.generation,
    ]

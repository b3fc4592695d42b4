"""Whose numbers an official looks at, and of which wards to the last case: one rule for map and outbreak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.areas import Area
from app.domain.diseases import Disease
from app.domain.officials import Official
from app.domain.roles import Permission


def chosen_disease(
    asked: str | None, days: Mapping[str, tuple[date, date]], profiles: Mapping[str, Disease]
) -> str:
    """The disease asked for, else the one with the newest number, else the first profile."""
    if asked in days or asked in profiles:
        return str(asked)
    return max(days, key=lambda disease: days[disease][1]) if days else next(iter(profiles))


def exact_wards(official: Official, wards: Sequence[Area]) -> frozenset[str]:
    """The codes of the wards whose numbers the official sees to the last case."""
    if not official.may(Permission.VIEW_EXACT_COUNTS):
        return frozenset()
    return frozenset(
        ward.code for ward in wards if official.covers(ward.code) or official.covers(ward.parent)
    )

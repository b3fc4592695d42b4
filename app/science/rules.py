"""Trace by the rule that the city has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from app.domain.diseases import Disease
from app.domain.spans import Span
from app.domain.tracing_rules import TracingRule
from app.science.corona_warn import CheckIn, corona_warn_minutes
from app.science.infectiousness import Curve
from app.science.tracing import Exposure, Presence, Spaces, exposures

_WIDEST = timedelta(hours=1)
"""No warning of the Corona-Warn-App reaches further beyond the stay behind it."""


def exposures_by(
    rule: TracingRule,
    case: Sequence[Presence],
    others: Sequence[Presence],
    disease: Disease,
    *,
    curve: Curve,
    spaces: Spaces,
    onset: date,
    today: date,
) -> list[Exposure]:
    """What `others` shared with a case.

    Args:
        rule: How to count it.
        case: Where the case was while it may have infected others.
        others: Everybody else's presences at these venues.
        disease: Its profile.
        curve: The case's infectiousness, for the dose rule.
        spaces: The air of the venues, for the dose rule.
        onset: First day of symptoms, or the day that stands for it, for the Corona-Warn-App's rule.
        today: The day of the trace, for the same.
    """
    match rule:
        case TracingRule.DOSE:
            return exposures(case, others, disease, curve=curve, spaces=spaces)
        case TracingRule.OVERLAP:
            return exposures(case, others, disease, spaces=spaces)
        case TracingRule.CORONA_WARN:
            return list(_counted(case, others, disease, onset, today))


def _counted(
    case: Sequence[Presence], others: Iterable[Presence], disease: Disease, onset: date, today: date
) -> Iterator[Exposure]:
    """One exposure for each pair of stays and UTC day, as the app adds them up."""
    wide = replace(disease, tail=_WIDEST)
    for other in others:
        for ill in case:
            if ill.venue != other.venue:
                continue
            days = corona_warn_minutes([_stay(ill)], [_stay(other)], onset, today=today)
            for (_, day), counted in days.items():
                for exposure in exposures([ill], [other], wide) if counted.minutes else ():
                    yield _on_day(exposure, day, counted.minutes)


def _on_day(exposure: Exposure, day: date, minutes: float) -> Exposure:
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    part = exposure.span.overlap(Span(midnight, midnight + timedelta(days=1)))
    return replace(exposure, span=part or exposure.span, counted=minutes)


def _stay(presence: Presence) -> CheckIn:
    return CheckIn(presence.who, presence.venue, presence.start, presence.ends.likely)

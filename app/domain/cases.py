"""Reported ill people and what is known of their illness."""

from __future__ import annotations

from enum import StrEnum


class Classification(StrEnum):
    """How sure it is that the subject has the disease."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class CaseState(StrEnum):
    """Whether work on the case goes on."""

    OPEN = "open"
    CLOSED = "closed"


class Precision(StrEnum):
    """How well the onset is known: to the day, to a few days, or to about a week either way."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"


class VisitOrigin(StrEnum):
    """How a visit came into a case."""

    RELEASE = "release"
    CARD = "card"
    INTERVIEW = "interview"

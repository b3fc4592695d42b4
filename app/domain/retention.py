"""What must be gone by when. One number is the city's; the others follow from it and from closed cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.diseases import Disease
from app.domain.errors import RetentionTooShort
from app.domain.policy import Policy
from app.domain.spans import local_day

AFTER_CLOSING: Final = timedelta(days=28)
"""How long a closed case keeps its copies of visits, its exposures and its key."""


def first_kept_day(policy: Policy, *, now: datetime) -> date:
    """The oldest local day whose visits are still kept: today and the days of the setting before it."""
    return local_day(now, policy.zone) - timedelta(days=policy.retention_days)


def closed_before(*, now: datetime) -> datetime:
    """Cases closed before this moment lose their key and their copies."""
    return now - AFTER_CLOSING


def days_needed(disease: Disease) -> int:
    """For how many days visits are kept so that a case reported in time finds all that tracing asks for."""
    return disease.look_back + disease.reporting_days


def required_days(active: Iterable[Disease]) -> int:
    """The least that the city's setting may be while these diseases are traced."""
    return max(map(days_needed, active), default=0)


def checked_retention(policy: Policy, active: Iterable[Disease]) -> Policy:
    """The same policy.

    Raises:
        RetentionTooShort: names the disease that needs most.
    """
    longest = max(active, key=days_needed, default=None)
    if longest is not None and days_needed(longest) > policy.retention_days:
        raise RetentionTooShort(longest.slug, days_needed(longest))
    return policy

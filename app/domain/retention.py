"""What must be gone by when. One number is the city's; the others follow from it and from closed cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

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

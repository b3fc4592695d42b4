"""How long visits may lie outside the database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from app.domain.policy import Policy
from app.domain.spans import day_span

KEPT: Final = timedelta(days=7)
"""The longest life of an export."""


def expiry(first_day: date, policy: Policy, *, now: datetime) -> datetime:
    """When an export made now ends: after seven days, or with its first day's retention if that is sooner."""
    last = first_day + timedelta(days=policy.retention_days)
    return min(now + KEPT, day_span(last, policy.zone).end)

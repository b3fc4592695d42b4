"""An official looks at the map of cases by ward, and at the same numbers as a table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.domain.audit import AuditAction
from app.domain.audit_detail import Detail
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.windows import A_WEEK, Window
from app.store import audit
from app.store.db import Session
from app.usecases.map_numbers import MapNumbers, gather_numbers, seen
from app.usecases.map_view import Asked, MapView

STEPS: Final = 28
"""Steps of a map in time: four weeks of days."""
WEEKS: Final = 12
"""Steps for those whose numbers come by whole weeks."""


def view_map(session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime) -> MapView:
    """The numbers of every ward over a window, and over the one before it.

    Who sees no ward exactly sees whole weeks, Monday to Sunday: numbers of overlapping windows could be
    subtracted from each other. Who sees some sees the others in such weeks only.

    Raises:
        NoAreas: no wards have been imported.
    """
    numbers = gather_numbers(session, official, asked, policy=policy, now=now)
    return seen(numbers, numbers.window)


def view_time(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> tuple[MapView, ...]:
    """The same window at each of the last days, oldest first; by weeks for those who see no ward exactly.

    Raises:
        NoAreas: no wards have been imported.
    """
    numbers = gather_numbers(session, official, asked, policy=policy, now=now, earlier=WEEKS * A_WEEK)
    return tuple(seen(numbers, window) for window in _steps(numbers))


def record_viewing(session: Session, official: Official, detail: Detail, *, now: datetime) -> None:
    """Write down that an official saw numbers: which map, which part (page, frame, file), which days."""
    audit.record(session, actor=official.id, action=AuditAction.MAP_VIEWED, detail=detail, now=now)


def _steps(numbers: MapNumbers) -> list[Window]:
    window = numbers.window
    step, most = (1, STEPS) if numbers.exact else (window.days, WEEKS)
    steps = [
        Window(window.first - timedelta(days=n), window.last - timedelta(days=n))
        for n in range(0, step * most, step)
    ]
    first = numbers.first_day
    known = [each for each in steps if first is not None and first <= each.last]
    return (known or steps[:1])[::-1]

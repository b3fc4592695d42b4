"""A phone that checks in again and again at one place: perhaps somebody scans for others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from app.domain.assurance import Assurance
from app.domain.visits import Visit

_MOST: Final = 8
_WITHIN: Final = timedelta(days=1)


def scans_for_others(here: Iterable[Visit], at: datetime) -> bool:
    """Whether these visits of one person at one venue are more than eight within the day before `at`.

    Shifts do not count: staff come and go. Visits that were taken back do: each was a scan.
    """
    counted = (v for v in here if at - _WITHIN < v.entered_at <= at and v.assurance is not Assurance.STAFF)
    return sum(1 for _ in counted) > _MOST

"""Gatherings under investigation without a case: a venue, a window, a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.contacts import checked_reason
from app.domain.errors import InputRefused, OwnEvent, Problem
from app.domain.ids import EventId, OfficialId, VenueId
from app.domain.policy import Policy
from app.domain.retention import AFTER_CLOSING, first_kept_day
from app.domain.spans import Span, local_day

TRACES_KEPT: Final = AFTER_CLOSING
"""How long a trace of an event is kept: an event is never closed, so its traces count from their making."""


@dataclass(frozen=True, slots=True)
class Event:
    """One gathering. Made new only by `new_event`, which has checked it."""

    id: EventId
    reference: str
    venue: VenueId
    disease: str
    window: Span
    reason: str
    opened_by: OfficialId
    opened_at: datetime
    approved_by: OfficialId | None = None


def new_event(
    event: EventId,
    reference: str,
    venue: VenueId,
    *,
    disease: str,
    start: datetime,
    end: datetime,
    reason: str,
    by: OfficialId,
    active: Collection[str],
    policy: Policy,
    now: datetime,
) -> Event:
    """An event from what somebody typed; `active` are the diseases that may be investigated.

    Raises:
        InputRefused: every problem at once.
    """
    problems = [] if disease in active else [Problem("disease", "choice")]
    problems += _window_problems(start, end, policy, now)
    try:
        reason = checked_reason(reason)
    except InputRefused as refused:
        problems += refused.problems
    if problems:
        raise InputRefused(problems)
    return Event(event, reference, venue, disease, Span(start, end), reason, by, now)


def approved(event: Event, *, by: OfficialId) -> Event:
    """The event approved; a repeat changes nothing, whoever asks.

    Raises:
        OwnEvent: the official opened it.
    """
    if event.opened_by == by:
        raise OwnEvent(event.reference)
    return event if event.approved_by is not None else replace(event, approved_by=by)


def _window_problems(start: datetime, end: datetime, policy: Policy, now: datetime) -> list[Problem]:
    if end <= start:
        return [Problem("left", "order")]
    if end - start > policy.longest_stay:
        hours = int(policy.longest_stay.total_seconds() // 3600)
        return [Problem("left", "too_long_event", (("hours", hours),))]
    if start > now:
        return [Problem("day", "future")]
    if end > now:
        return [Problem("left", "not_yet")]
    if local_day(start, policy.zone) < first_kept_day(policy, now=now):
        return [Problem("day", "long_ago", (("days", policy.retention_days),))]
    return []

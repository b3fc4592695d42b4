"""What people are told after an exposure: one thing to do each, by a date, and one number to call.

A notice holds the day of the exposure and never the place: who reads over somebody's shoulder must not learn
where they were. No text may hold a link: who imitates a notice must not be believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.contacts import checked_reason
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId, EventId, OfficialId, PersonId
from app.domain.text import clean, looks_like_markup


class Advice(StrEnum):
    """The one thing that a notice asks for."""

    WATCH = "watch"
    TEST = "test"
    STAY_HOME = "stay_home"
    NOTHING = "nothing"


UNDO_WITHIN: Final = timedelta(minutes=10)
"""A notice shows only so long after it was sent: until then it is taken back unseen."""

READ_WITHIN: Final = timedelta(hours=24)
"""What counts as read in time."""

LONGEST_DAYS: Final = 28
"""Longer than the follow-up of any shipped disease. So no notice is deleted before its last day."""

_LONGEST_PLACE: Final = 80
_LINK: Final = re.compile(r"(?i:https?:|www\.|://|@)|[a-z0-9-]{2,}\.[a-z]{2,}|\.[A-Za-z]{2,}/")
_TELEPHONE: Final = re.compile(r"(?:\d[ .-]?){8,}")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a notice is sent for: a case, or an event. Exactly one of the two."""

    case: CaseId | None = None
    event: EventId | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What an official wants people to do. Made new only by `draft`, which has checked it."""

    advice: Advice
    days: int
    """From each person's last exposure to the last day of the advice."""
    place: str
    """Where to take the test; empty for any other advice."""
    reason: str
    """Why it is sent or changed: for the record, and shown to nobody who is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a notice as one person has it."""

    person: PersonId
    exposed_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Sending:
    """One version of a notice as an official sent it to several people."""

    id: UUID
    ground: Ground
    thread: UUID
    """The id of the first version."""
    version: int
    withdraws: bool
    draft: Draft
    disease: str | None
    """Named in the notice only where the city's policy says so."""
    sent_by: OfficialId
    sent_at: datetime
    published_at: datetime
    people: int
    taken_back_at: datetime | None = None

    def is_published(self, now: datetime) -> bool:
        """Whether people can read it."""
        return self.taken_back_at is None and self.published_at <= now

    def can_be_taken_back(self, now: datetime) -> bool:
        """Whether nobody can have read it yet."""
        return self.taken_back_at is None and now < self.published_at


@dataclass(frozen=True, slots=True)
class Counts:
    """How a sending fared, in numbers: who they are is told to nobody."""

    sent: int
    read_in_time: int
    read: int
    never_fetched: int


def draft(advice: str, days: str, place: str, reason: str) -> Draft:
    """A notice from what somebody typed.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    wanted = Advice(advice) if advice in set(Advice) else None
    if wanted is None:
        problems.append(Problem("advice", "choose_advice"))
    count = int(days) if days.strip().isdecimal() else 0
    if not 1 <= count <= LONGEST_DAYS and wanted is not Advice.NOTHING:
        problems.append(Problem("days", "range", (("least", 1), ("most", LONGEST_DAYS))))
    where = clean(place) if wanted is Advice.TEST else ""
    problems += _place_problems(where) if wanted is Advice.TEST else []
    try:
        reason = checked_reason(reason)
    except InputRefused as refused:
        problems += refused.problems
    if problems or wanted is None:
        raise InputRefused(problems)
    return Draft(wanted, count if wanted is not Advice.NOTHING else 0, where, reason)


def _place_problems(place: str) -> list[Problem]:
    if not place:
        return [Problem("place", "missing")]
    if len(place) > _LONGEST_PLACE:
        return [Problem("place", "too_long", (("longest", _LONGEST_PLACE),))]
    if _LINK.search(place):
        return [Problem("place", "link")]
    if _TELEPHONE.search(place):
        return [Problem("place", "telephone")]
    return [Problem("place", "markup")] if looks_like_markup(place) else []


def told(person: PersonId, exposed_on: date, days: int) -> Told:
    """What one person reads: the day of the last exposure, and the last day of the advice."""
    return Told(person, exposed_on, exposed_on + timedelta(days=days))


def read_in_time(published_at: datetime, read_at: datetime | None) -> bool:
    """Whether a notice was read within the time that is counted."""
    return read_at is not None and read_at - published_at <= READ_WITHIN

"""Where the people of visits without a check-out may have gone on: a check-in there ends their stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np

from app.domain.assurance import Assurance
from app.domain.policy import Policy
from app.domain.spans import day_span
from app.science.case_meetings import microseconds
from app.science.presence_columns import Ints
from app.science.visit_columns import NEVER
from app.store import place_columns
from app.store.db import Session
from app.store.raw_ids import Ids, no_ids, numbered, raw
from app.store.visit_columns import VisitColumns, Windows
from app.usecases.read_days import by_day, date_of, local_days, opened
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym_bytes

_MICROSECOND: Final = timedelta(microseconds=1)
STAFF: Final = list(Assurance).index(Assurance.STAFF)
"""What columns of visits have for staff on their shift."""


def under_other_names(
    session: Session, unended: VisitColumns, windows: Windows, keys: KeyStore, policy: Policy
) -> tuple[Ints, Ids]:
    """What the people of these visits are called where a check-in ends their stay, each with its moment.

    That is the same day in their other browsers and, where a stay may last beyond midnight, the next day in
    all of them.
    """
    people = opened(unended, keys, policy)
    person, name = place_columns.other_names(session, numbered(people)[0])
    late, tomorrow = _beyond_midnight(unended, windows, keys, policy)
    row, other = _pairs(people, person, name)
    late_row, late_other = _pairs(people[late], person, name)
    entered = np.concatenate((unended.entered[row], tomorrow, tomorrow[late_row]))
    named = np.concatenate((other, people[late], late_other))
    hidden = np.empty(len(named), "S16")
    for day, some in by_day(entered, policy):
        hidden[some] = np.frombuffer(pseudonym_bytes(keys.day(day).link, raw(named[some])), "S16")
    return entered, hidden


def _pairs(people: Ids, person: Ids, name: Ids) -> tuple[Ints, Ids]:
    """The rows of `people` that have a name, each with the name; who has several, several times."""
    if not len(person):
        return np.empty(0, dtype=np.int64), no_ids()
    order = np.argsort(people)
    first, last = (np.searchsorted(people, person, side, sorter=order) for side in ("left", "right"))
    rows = [row for begin, end in zip(first, last, strict=True) for row in range(begin, end)]
    return order[rows], name[np.repeat(np.arange(len(person)), last - first)]


def _beyond_midnight(
    unended: VisitColumns, windows: Windows, keys: KeyStore, policy: Policy
) -> tuple[Ints, Ints]:
    """Which of these may last into the next day, if its key stands, each with the moment when that begins."""
    longest = (windows.start - windows.open_since)[np.searchsorted(windows.venue, unended.venue)]
    longest[unended.assurance == STAFF] = policy.longest_stay // _MICROSECOND
    days, which = np.unique(local_days(unended.entered, policy), return_inverse=True)
    following = [date_of(number + 1) for number in days.tolist()]
    begins = [microseconds(day_span(day, policy.zone).start) if keys.has(day) else NEVER for day in following]
    tomorrow = np.array(begins, dtype=np.int64)[which]
    late = np.flatnonzero(unended.entered + longest > tomorrow)
    return late, tomorrow[late]

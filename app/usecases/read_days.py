"""Visits by the day that they are of: each has pseudonyms of its own, and a key that opens them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.spans import day_span
from app.science.closing_columns import offsets
from app.science.presence_columns import Ints
from app.science.visit_columns import DAY
from app.store import visit_columns
from app.store.db import Session
from app.store.raw_ids import Ids, no_ids, numbered, raw
from app.store.same_day import Entries
from app.store.visit_columns import EPOCH, Days, VisitColumns
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import person_bytes

_FIRST_DAY: Final = date(1970, 1, 1)


def by_day(entered: Ints, policy: Policy) -> list[tuple[date, Ints]]:
    """The days of these moments, each with its rows."""
    days = local_days(entered, policy)
    return [(date_of(number), np.flatnonzero(days == number)) for number in np.unique(days).tolist()]


def days_kept(entered: Ints, keys: KeyStore, policy: Policy) -> NDArray[np.bool_]:
    """Which of these moments lie on days whose keys still stand."""
    days, which = np.unique(local_days(entered, policy), return_inverse=True)
    return np.array([keys.has(date_of(number)) for number in days.tolist()], dtype=bool)[which]


def local_days(entered: Ints, policy: Policy) -> Ints:
    """Days since 1970 by the city's calendar."""
    return np.asarray((entered + offsets(entered, policy.zone)) // DAY)


def visits_on(session: Session, entered: Ints, pseudonyms: Ids, policy: Policy) -> VisitColumns:
    """All visits under some pseudonyms, each with a moment of its day, read in one statement."""
    return visit_columns.of_pseudonyms(session, _days(entered, pseudonyms, policy))


def entries_on(session: Session, entered: Ints, pseudonyms: Ids, policy: Policy) -> Entries:
    """Where these visits were, in one statement."""
    return visit_columns.entries_of(session, _days(entered, pseudonyms, policy))


def _days(entered: Ints, pseudonyms: Ids, policy: Policy) -> Days:
    """Asked is even for nobody: every trace takes as many statements."""
    spans = [(day_span(day, policy.zone), rows) for day, rows in by_day(entered, policy)]
    wanted = [(span.start, span.end, numbered(pseudonyms[rows])[0]) for span, rows in spans]
    return wanted or [(EPOCH, EPOCH, no_ids())]


def date_of(number: int) -> date:
    """The day with this number."""
    return _FIRST_DAY + timedelta(days=number)


def opened(visits: VisitColumns, keys: KeyStore, policy: Policy) -> Ids:
    """Who is behind each visit, under the name of its browser; each day's pseudonyms in one pass."""
    found = np.empty(len(visits), "S16")
    for day, rows in by_day(visits.entered, policy):
        clear = person_bytes(keys.day(day).link, raw(visits.pseudonym[rows]))
        found[rows] = np.frombuffer(clear, "S16")
    return found

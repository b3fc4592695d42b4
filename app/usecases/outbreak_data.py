"""What is known of an outbreak at the end of a day, gathered in a few queries; nothing is read later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.areas import Area, AreaKind, Import
from app.domain.counts import WardDay, larger
from app.domain.diseases import Disease
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Permission
from app.domain.spans import day_span, local_day
from app.domain.windows import Window
from app.store import areas, counts, diseases, imports, line_list
from app.store.db import Session
from app.usecases.choose_numbers import chosen_disease, exact_wards
from app.usecases.gather_counts import reported_counts
from app.usecases.map_view import Asked

HISTORY: Final = 180
"""Days that are read: the longest serial interval before the first day that is shown."""


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One confirmed case of this system."""

    ward: str
    """Empty where nobody knows it."""
    day: date
    reported: date
    """Never before `day`: who was found without symptoms and fell ill later counts on that day at once."""


@dataclass(frozen=True, slots=True, eq=False)
class OutbreakData:
    """The numbers of one disease that one official may see, up to one day."""

    disease: str
    diseases: tuple[str, ...]
    """Those that have any numbers, the chosen one among them."""
    profiles: Mapping[str, Disease]
    as_of: date
    wards: tuple[Area, ...]
    """Those whose cases are counted here, by code."""
    all_wards: int
    whole_city: bool
    """Whether cases without a ward are counted as well."""
    counts: Mapping[WardDay, int]
    own: tuple[OwnCase, ...]
    sources: tuple[Import, ...]

    @property
    def profile(self) -> Disease | None:
        """The chosen disease's; numbers may outlive it."""
        return self.profiles.get(self.disease)

    def called(self, disease: str, language: str) -> str:
        """The name of a disease."""
        return self.profiles[disease].called(language) if disease in self.profiles else disease

    def daily(self) -> tuple[date, NDArray[np.int64]]:
        """The first day with a case, and the cases of each day from there to `as_of`; none without a case."""
        by_day: Counter[date] = Counter()
        for (_, day), cases in self.counts.items():
            by_day[day] += cases
        first = min((day for day, cases in by_day.items() if cases), default=None)
        if first is None:
            return self.as_of, np.zeros(0, dtype=np.int64)
        days = range(first.toordinal(), self.as_of.toordinal() + 1)
        return first, np.array([by_day[date.fromordinal(day)] for day in days], dtype=np.int64)


def gather_outbreak(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> OutbreakData:
    """Counts by ward and day, and our own cases as they were reported by then.

    A past day shows what was reported by its end, with the classifications and dates that the cases have now.
    """
    wards = areas.areas(session, AreaKind.WARD)
    days = counts.days(session)
    profiles = diseases.profiles(session)
    disease = chosen_disease(asked.disease, days, profiles)
    as_of = _as_of(session, disease, asked.until, days.get(disease), policy=policy, now=now)
    window = Window.ending(as_of, HISTORY)
    reported, import_ids = reported_counts(session, disease, window, wards)
    exact = exact_wards(official, wards)
    everything = official.jurisdiction is None and official.may(Permission.VIEW_EXACT_COUNTS)
    listed = line_list.line_list(session, disease, window, before=day_span(as_of, policy.zone).end)
    own = tuple(
        OwnCase(case.ward, case.day, max(case.day, local_day(case.reported_at, policy.zone)))
        for case in listed
        if everything or case.ward in exact
    )
    seen = {key: cases for key, cases in reported.items() if everything or key[0] in exact}
    return OutbreakData(
        disease=disease,
        diseases=tuple(sorted({disease, *days})),
        profiles=profiles,
        as_of=as_of,
        wards=tuple(ward for ward in wards if ward.code in exact),
        all_wards=len(wards),
        whole_city=everything,
        counts=larger(seen, Counter((case.ward, case.day) for case in own)),
        own=own,
        sources=tuple(imports.by_ids(session, import_ids)) if seen else (),
    )


def _as_of(
    session: Session,
    disease: str,
    asked: date | None,
    known: tuple[date, date] | None,
    *,
    policy: Policy,
    now: datetime,
) -> date:
    """The day asked for, else the newest with a number or a report; never one of which nothing can be known.

    Own cases are reported as they come, so a day without any says something. Imported numbers end where the
    file ends: the days after it are not days without cases.
    """
    today = local_day(now, policy.zone)
    if known is None:
        return min(asked or today, today)
    report = line_list.newest_report(session, disease)
    newest = known[1] if report is None else max(known[1], local_day(report, policy.zone))
    return min(asked or newest, newest if report is None else max(newest, today))

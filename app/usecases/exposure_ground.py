"""What the two maps of exposures stand on: whose, of which disease, on which days, over which wards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain.areas import Area, AreaKind, District, Import
from app.domain.diseases import Disease
from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import Span, day_span, local_day
from app.domain.windows import LONGEST_WINDOW, Window
from app.store import areas, counts, diseases, exposure_venues, imports
from app.store.db import Session
from app.usecases.choose_numbers import chosen_disease
from app.usecases.map_view import Asked


@dataclass(frozen=True, slots=True)
class Ground:
    """Shared by every view of exposures; holds no exposure itself."""

    disease: str
    diseases: tuple[str, ...]
    """Those that have any numbers, the chosen one among them."""
    profiles: Mapping[str, Disease]
    window: Window
    span: Span
    """The window's days in UTC; exposures count on the day on which they begin."""
    last_day: date | None
    """The day of the newest exposure of any window; None when there is none, and to readers of weeks."""
    wards: tuple[Area, ...]
    districts: tuple[District, ...]
    """Former districts, for those who look for a place by them."""
    boundaries: Import
    as_of: datetime = field(compare=False)

    def called(self, disease: str, language: str) -> str:
        """The name of a disease; exposures may outlive its profile."""
        return self.profiles[disease].called(language) if disease in self.profiles else disease


def gather_ground(
    session: Session, whose: Official | None, asked: Asked, *, free: bool, policy: Policy, now: datetime
) -> Ground:
    """Eight queries; one more where a disease does not ship.

    `whose`: the exposures to cases of this official's jurisdiction; None is the whole city. `free`: any
    window; otherwise whole weeks that are over, so that no two overlap.

    Raises:
        NoAreas: no wards have been imported.
    """
    days = counts.days(session)
    profiles = diseases.profiles(session, {*days, *([asked.disease] if asked.disease else [])})
    disease = chosen_disease(asked.disease, days, profiles)
    newest = exposure_venues.newest_exposure(session, disease, whose) if free else None
    last = None if newest is None else local_day(newest, policy.zone)
    window = _window(asked, last, local_day(now, policy.zone), free=free)
    wards = tuple(areas.areas(session, AreaKind.WARD, window.last))
    boundaries = imports.in_force(session, AreaKind.WARD, window.last)
    if boundaries is None or not wards:
        raise NoAreas
    return Ground(
        disease=disease,
        diseases=tuple(sorted({disease, *days})),
        profiles=profiles,
        window=window,
        span=span_of(window, policy),
        last_day=last,
        wards=wards,
        districts=tuple(areas.districts(session, window.last)),
        boundaries=boundaries,
        as_of=now,
    )


def span_of(window: Window, policy: Policy) -> Span:
    """From the first day's midnight to the last day's end, in the city's zone."""
    return Span(day_span(window.first, policy.zone).start, day_span(window.last, policy.zone).end)


def _window(asked: Asked, last: date | None, today: date, *, free: bool) -> Window:
    if free:
        return Window.ending(asked.until or last or today, min(max(asked.days, 1), LONGEST_WINDOW))
    # A week is shown once it is over: the days of one that is still running would come one by one.
    yesterday = today - timedelta(days=1)
    return Window.week(min(asked.until or yesterday, yesterday))

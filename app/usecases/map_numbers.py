"""The numbers behind a map of cases, gathered once, and what one reader may see of them in any window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.areas import Area, AreaKind, District, Import
from app.domain.counts import WardDay, larger
from app.domain.diseases import Disease
from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.windows import LONGEST_WINDOW, Window
from app.science.disclosure import OFFICIALS_K, Shown, suppress
from app.store import areas, counts, diseases, imports
from app.store.db import Session
from app.usecases.choose_numbers import chosen_disease, exact_wards
from app.usecases.count_wards import Seen, seen_by_ward, seen_elsewhere, seen_on_map
from app.usecases.gather_counts import gather_counts
from app.usecases.map_view import Asked, MapView, WardNumbers


@dataclass(frozen=True, slots=True)
class MapNumbers:
    """Counts by ward and day of one disease, before small numbers are hidden. Never shown as it is."""

    disease: str
    diseases: tuple[str, ...]
    profiles: Mapping[str, Disease]
    window: Window
    first_day: date | None
    last_day: date | None
    wards: tuple[Area, ...]
    districts: tuple[District, ...]
    exact: frozenset[str]
    counts: Mapping[WardDay, int]
    own_cases: int
    boundaries: Import
    sources: tuple[Import, ...]
    as_of: datetime


def gather_numbers(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime, earlier: int = 0
) -> MapNumbers:
    """Nine queries however many wards and days there are; one more where a disease does not ship.

    One more where whole weeks are seen, and a few where counts stand under the codes of other boundaries.

    Read are the chosen window, the one before it, and `earlier` days before both.

    Raises:
        NoAreas: no wards have been imported.
    """
    days = counts.days(session)
    profiles = diseases.profiles(session, {*days, *([asked.disease] if asked.disease else [])})
    disease = chosen_disease(asked.disease, days, profiles)
    first, last = days.get(disease, (None, None))
    until = asked.until or last or local_day(now, policy.zone)
    wards = areas.areas(session, AreaKind.WARD, until)
    exact = frozenset() if asked.for_export else exact_wards(official, wards)
    window = _window(until, asked.days, free=bool(exact))
    if window.last != until:  # a whole week, which other boundaries may have been in force on
        wards = areas.areas(session, AreaKind.WARD, window.last)
    boundaries = imports.in_force(session, AreaKind.WARD, window.last)
    if boundaries is None or not wards:
        raise NoAreas
    reach = Window(window.moved(-1).first - timedelta(days=earlier), window.last)
    found = gather_counts(session, disease, reach, wards, boundaries)
    return MapNumbers(
        disease=disease,
        diseases=tuple(sorted({disease, *days})),
        profiles=profiles,
        window=window,
        first_day=first,
        last_day=last,
        wards=tuple(wards),
        districts=tuple(areas.districts(session, window.last)),
        exact=exact,
        counts=larger(found.reported, found.own),
        own_cases=sum(found.own.values()),
        boundaries=boundaries,
        sources=tuple(imports.by_ids(session, found.import_ids)),
        as_of=now,
    )


def seen(numbers: MapNumbers, window: Window) -> MapView:
    """What the reader may see of a window, and of the one before it."""
    wards, exact = numbers.wards, numbers.exact
    counted = seen_by_ward(numbers.counts, window, numbers.first_day)
    shown = suppress(
        *seen_on_map(counted, wards), areas=[area.code for area in wards], exact=exact, k=OFFICIALS_K
    )
    return MapView(
        disease=numbers.disease,
        diseases=numbers.diseases,
        profiles=numbers.profiles,
        window=window,
        first_day=numbers.first_day,
        last_day=numbers.last_day,
        wards=tuple(WardNumbers(area, _in_grain(shown[area.code], area, exact, window)) for area in wards),
        districts=numbers.districts,
        compared=counted[1] is not None,
        elsewhere=_elsewhere(counted, numbers, window),
        k=OFFICIALS_K,
        exact=exact,
        boundaries=numbers.boundaries,
        sources=numbers.sources,
        own_cases=numbers.own_cases,
        as_of=numbers.as_of,
    )


def _in_grain(shown: Shown, area: Area, exact: frozenset[str], window: Window) -> Shown:
    """Hide a ward where windows could be subtracted from each other: one grain alone keeps small numbers."""
    return shown if area.code in exact or window.is_week else Shown(None, None)


def _elsewhere(counted: Seen, numbers: MapNumbers, window: Window) -> Shown:
    everything = len(numbers.exact) == len(numbers.wards)
    shown = seen_elsewhere(counted, numbers.wards, everything=everything)
    return shown if everything or window.is_week else Shown(None, None)


def _window(until: date, days: int, *, free: bool) -> Window:
    if not free:
        return Window.week(until)
    return Window.ending(until, min(max(days, 1), LONGEST_WINDOW))

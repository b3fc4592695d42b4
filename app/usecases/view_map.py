"""An official looks at the map of cases by ward, and at the same numbers as a table."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.areas import AreaKind
from app.domain.audit import AuditAction
from app.domain.audit_detail import Detail
from app.domain.counts import larger
from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.windows import LONGEST_WINDOW, Window
from app.science.disclosure import OFFICIALS_K, suppress
from app.store import areas, audit, counts, diseases, imports
from app.store.db import Session
from app.usecases.choose_numbers import chosen_disease, exact_wards
from app.usecases.count_wards import seen_by_ward, seen_elsewhere, seen_on_map
from app.usecases.map_view import Asked, MapView, WardNumbers


def view_map(session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime) -> MapView:
    """The numbers of every ward over a window, and over the one before it.

    Seven queries however many wards and days there are; one more where a disease does not ship.

    Raises:
        NoAreas: no wards have been imported.
    """
    wards = areas.areas(session, AreaKind.WARD)
    boundaries = imports.newest(session, AreaKind.WARD)
    if boundaries is None or not wards:
        raise NoAreas
    days = counts.days(session)
    profiles = diseases.profiles(session, {*days, *([asked.disease] if asked.disease else [])})
    disease = chosen_disease(asked.disease, days, profiles)
    first, last = days.get(disease, (None, None))
    window = _window(asked, last or local_day(now, policy.zone))
    both = Window(window.moved(-1).first, window.last)
    reported, import_ids = counts.imported(session, disease, both)
    own = counts.of_case_files(session, disease, both)
    exact = frozenset() if asked.for_export else exact_wards(official, wards)
    seen = seen_by_ward(larger(reported, own), window, first)
    shown = suppress(
        *seen_on_map(seen, wards), areas=[area.code for area in wards], exact=exact, k=OFFICIALS_K
    )
    return MapView(
        disease=disease,
        diseases=tuple(sorted({disease, *days})),
        profiles=profiles,
        window=window,
        first_day=first,
        last_day=last,
        wards=tuple(WardNumbers(area, shown[area.code]) for area in wards),
        compared=seen[1] is not None,
        elsewhere=seen_elsewhere(seen, wards, everything=len(exact) == len(wards)),
        k=OFFICIALS_K,
        exact=exact,
        boundaries=boundaries,
        sources=tuple(imports.by_ids(session, import_ids)),
        own_cases=sum(own.values()),
        as_of=now,
    )


def record_viewing(session: Session, official: Official, view: MapView, part: str, *, now: datetime) -> None:
    """Write down that an official saw exact numbers; `part` says where: page, frame or csv."""
    detail: Detail = {
        "part": part,
        "disease": view.disease,
        "until": view.window.last,
        "days": view.window.days,
    }
    audit.record(session, actor=official.id, action=AuditAction.MAP_VIEWED, detail=detail, now=now)


def _window(asked: Asked, newest: date) -> Window:
    days = min(max(asked.days, 1), LONGEST_WINDOW)
    return Window.ending(asked.until or newest, days)

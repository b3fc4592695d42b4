"""An official looks at the map of cases by ward, and at the same numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.areas import Area, AreaKind, Import
from app.domain.audit import AuditAction, Detail
from app.domain.counts import A_WEEK, LONGEST_WINDOW, WardDay, Window, by_ward, larger
from app.domain.diseases import DISEASES
from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.science.disclosure import OFFICIALS_K, Shown, suppress
from app.store import areas, audit, counts, imports
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chooses; what is not chosen follows the data."""

    disease: str | None = None
    until: date | None = None
    days: int = A_WEEK
    for_export: bool = False
    """What leaves the system hides small numbers whoever asks."""


@dataclass(frozen=True, slots=True)
class WardNumbers:
    """One ward's row: what this reader may know of it."""

    area: Area
    shown: Shown

    @property
    def change(self) -> int | None:
        """Cases more than in the window before; None where either number is unknown to the reader."""
        now, before = self.shown.now, self.shown.before
        return None if now is None or before is None else now - before


@dataclass(frozen=True, slots=True)
class MapView:
    """The numbers of one window as one official may see them."""

    disease: str
    diseases: tuple[str, ...]
    """Those that have any numbers, the chosen one among them."""
    window: Window
    first_day: date | None
    """The first and the last day with any number, of any ward; None when there is none at all."""
    last_day: date | None
    wards: tuple[WardNumbers, ...]
    compared: bool
    """Whether there are numbers for the whole window before."""
    elsewhere: Shown
    """Cases whose ward is unknown, or is none of these."""
    k: int
    exact: frozenset[str]
    """Wards whose numbers the reader sees to the last case."""
    boundaries: Import
    sources: tuple[Import, ...]
    own_cases: int
    """How many of the cases behind the numbers this system's own case files hold; never shown."""
    as_of: datetime = field(compare=False)

    @property
    def has_data(self) -> bool:
        """Whether the window overlaps the days that anybody has reported on."""
        if self.first_day is None or self.last_day is None:
            return False
        return self.window.overlaps(Window(self.first_day, self.last_day))

    @property
    def hidden(self) -> int:
        """How many wards' numbers are not shown."""
        return sum(ward.shown.now is None for ward in self.wards)

    @property
    def total(self) -> int:
        """The shown numbers together: all cases where nothing is hidden, else the wards that are shown."""
        return sum(ward.shown.now or 0 for ward in self.wards)

    @property
    def total_before(self) -> int | None:
        """The same for the window before; None where it cannot be compared in full."""
        before = [ward.shown.before for ward in self.wards]
        known = [count for count in before if count is not None]
        return sum(known) if len(known) == len(before) and not self.hidden else None


def view_map(session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime) -> MapView:
    """The numbers of every ward over a window, and over the one before it.

    Seven queries however many wards and days there are.

    Raises:
        NoAreas: no wards have been imported.
    """
    wards = areas.areas(session, AreaKind.WARD)
    boundaries = imports.newest(session, AreaKind.WARD)
    if boundaries is None or not wards:
        raise NoAreas
    days = counts.days(session)
    disease = _chosen(asked.disease, days)
    first, last = days.get(disease, (None, None))
    window = _window(asked, last or local_day(now, policy.zone))
    both = Window(window.moved(-1).first, window.last)
    reported, import_ids = counts.imported(session, disease, both)
    own = counts.of_case_files(session, disease, both)
    exact = _exact(official, wards, asked)
    seen = _seen(larger(reported, own), window, first)
    shown = suppress(*_on_map(seen, wards), areas=[area.code for area in wards], exact=exact, k=OFFICIALS_K)
    return MapView(
        disease=disease,
        diseases=tuple(sorted({disease, *days})),
        window=window,
        first_day=first,
        last_day=last,
        wards=tuple(WardNumbers(area, shown[area.code]) for area in wards),
        compared=seen[1] is not None,
        elsewhere=_elsewhere(seen, wards, everything=len(exact) == len(wards)),
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


def _chosen(asked: str | None, days: Mapping[str, tuple[date, date]]) -> str:
    """The disease asked for, else the one with the newest number, else the first profile."""
    if asked in days or asked in DISEASES:
        return str(asked)
    return max(days, key=lambda disease: days[disease][1]) if days else next(iter(DISEASES))


def _window(asked: Asked, newest: date) -> Window:
    days = min(max(asked.days, 1), LONGEST_WINDOW)
    return Window.ending(asked.until or newest, days)


def _exact(official: Official, wards: Sequence[Area], asked: Asked) -> frozenset[str]:
    if asked.for_export or not official.may(Permission.VIEW_EXACT_COUNTS):
        return frozenset()
    return frozenset(
        ward.code for ward in wards if official.covers(ward.code) or official.covers(ward.parent)
    )


Seen = tuple[dict[str, int], dict[str, int] | None]


def _seen(every: Mapping[WardDay, int], window: Window, first: date | None) -> Seen:
    """Counts by ward now and before; None before where part of that time lies before the first number."""
    earlier = window.moved(-1)
    comparable = first is not None and first <= earlier.first
    return by_ward(every, window), by_ward(every, earlier) if comparable else None


def _on_map(seen: Seen, wards: Sequence[Area]) -> Seen:
    codes = {area.code for area in wards}
    now, before = seen
    here = {code: cases for code, cases in now.items() if code in codes}
    return here, before if before is None else {c: n for c, n in before.items() if c in codes}


def _elsewhere(seen: Seen, wards: Sequence[Area], *, everything: bool) -> Shown:
    codes = {area.code for area in wards}
    now, before = (
        None if counted is None else {"": sum(n for code, n in counted.items() if code not in codes)}
        for counted in seen
    )
    return suppress(now or {}, before, areas=[""], exact=[""] if everything else [], k=OFFICIALS_K)[""]

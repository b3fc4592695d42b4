"""An official looks at where venues use their posters: those without a scan, and scans per expected visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.domain.areas import Area, AreaKind, District, Import
from app.domain.compliance import LEAST_VENUES, Expected, WardUse, use_by_ward
from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import Span, day_span, local_day
from app.domain.text import collation_key
from app.domain.windows import LONGEST_WINDOW, Window
from app.store import areas, compliance, imports
from app.store.db import Session
from app.usecases.choose_numbers import exact_wards
from app.usecases.map_view import Asked

MOST_NAMED: Final = 200
"""Venues without a scan that are named: as many as one reads."""


@dataclass(frozen=True, slots=True)
class WardCompliance:
    """One ward's row."""

    area: Area
    use: WardUse | None
    """None: too few venues for this reader to be told."""


@dataclass(frozen=True, slots=True)
class SilentVenue:
    """A venue without a scan, for those who look after it."""

    name: str
    address: str
    ward: Area
    expected: float | None
    """Visits that it may have had; None where nothing is estimated."""


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """How venues used their posters over whole days, as one official may see it."""

    window: Window
    """Whole days that are over and whose visits are still kept."""
    has_data: bool
    """Whether any of the days asked for is one of those."""
    kept: Window
    """All days that could be asked for."""
    wards: tuple[WardCompliance, ...]
    districts: tuple[District, ...]
    elsewhere: int
    """Venues whose ward is unknown, or is none of these."""
    silent: tuple[SilentVenue, ...]
    """In the wards that the reader covers, by ward, most visits expected first; the first of them."""
    all_silent: int
    """How many there are."""
    exact: frozenset[str]
    boundaries: Import
    as_of: datetime = field(compare=False)

    @property
    def hidden(self) -> int:
        """How many wards have too few venues to be shown."""
        return sum(ward.use is None for ward in self.wards)

    @property
    def total(self) -> WardUse:
        """All wards that are shown together."""
        shown = [ward.use for ward in self.wards if ward.use is not None]
        return WardUse(
            venues=sum(use.venues for use in shown),
            silent=sum(use.silent for use in shown),
            scans=sum(use.scans for use in shown),
            estimated_scans=sum(use.estimated_scans for use in shown),
            expected=sum(use.expected for use in shown),
            not_estimated=sum(use.not_estimated for use in shown),
        )


def view_compliance_map(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> ComplianceView:
    """The use of posters by ward over the last whole days. Five queries, however many venues and visits.

    Days that are not over, and days whose visits are gone, are left out of the window. Wards are those that
    venues are kept under now.

    Raises:
        NoAreas: no wards have been imported.
    """
    wards = areas.areas(session, AreaKind.WARD)
    boundaries = imports.in_force(session, AreaKind.WARD)
    if boundaries is None or not wards:
        raise NoAreas
    kept = Window(first_kept_day(policy, now=now), local_day(now, policy.zone) - timedelta(days=1))
    asked_for = Window.ending(asked.until or kept.last, min(max(asked.days, 1), LONGEST_WINDOW))
    window = _clipped(asked_for, kept)
    has_data = asked_for.overlaps(kept)
    during = Span(day_span(window.first, policy.zone).start, day_span(window.last, policy.zone).end)
    expected = Expected(window, policy.zone)
    use = use_by_ward(compliance.alike(session, during) if has_data else (), expected)
    exact = frozenset() if asked.for_export else exact_wards(official, wards)
    by_code = {ward.code: ward for ward in wards}
    quiet = {code: by_code[code] for code in exact if code in use and use[code].silent}
    return ComplianceView(
        window=window,
        has_data=has_data,
        kept=kept,
        wards=tuple(
            WardCompliance(ward, _seen(use.get(ward.code, WardUse()), ward, exact)) for ward in wards
        ),
        districts=tuple(areas.districts(session)),
        elsewhere=sum(found.venues for code, found in use.items() if code not in by_code),
        silent=_silent(session, during, expected, _first_wards(quiet, use)),
        all_silent=sum(use[code].silent for code in quiet),
        exact=exact,
        boundaries=boundaries,
        as_of=now,
    )


def _clipped(window: Window, kept: Window) -> Window:
    if not window.overlaps(kept):
        return window
    return Window(max(window.first, kept.first), min(window.last, kept.last))


def _seen(use: WardUse, ward: Area, exact: frozenset[str]) -> WardUse | None:
    return use if ward.code in exact or use.venues == 0 or use.venues >= LEAST_VENUES else None


def _first_wards(quiet: Mapping[str, Area], use: Mapping[str | None, WardUse]) -> Sequence[Area]:
    """As many of them, by name, as hold all that are named."""
    first: list[Area] = []
    named = 0
    for ward in sorted(quiet.values(), key=lambda ward: collation_key(ward.name)):
        if named >= MOST_NAMED:
            break
        first.append(ward)
        named += use[ward.code].silent
    return first


def _silent(
    session: Session, during: Span, expected: Expected, wards: Sequence[Area]
) -> tuple[SilentVenue, ...]:
    by_code = {ward.code: ward for ward in wards}
    found = [
        SilentVenue(each.name, each.address, by_code[each.alone.ward or ""], visits)
        for each in (compliance.silent(session, during, by_code) if by_code else ())
        if (visits := expected.of(each.alone)) != 0
    ]
    found.sort(
        key=lambda one: (collation_key(one.ward.name), -(one.expected or 0.0), collation_key(one.name))
    )
    return tuple(found[:MOST_NAMED])

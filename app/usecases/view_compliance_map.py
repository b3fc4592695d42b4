"""An official looks at where venues use their posters: those without a scan, and scans per expected visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.areas import Area, AreaKind, District, Import
from app.domain.compliance import LEAST_VENUES, VenueUse, WardUse, use_by_ward, use_of_venues
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
    """In the wards that the reader covers, by ward, most visits expected first."""
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
    """The use of posters by ward over the last whole days. Six queries, however many venues and visits.

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
    venues = _uses(session, window, policy) if has_data else []
    use = use_by_ward(venues)
    exact = frozenset() if asked.for_export else exact_wards(official, wards)
    by_code = {ward.code: ward for ward in wards}
    quiet = [each for each in venues if each.scans == 0 and each.venue.ward in exact]
    return ComplianceView(
        window=window,
        has_data=has_data,
        kept=kept,
        wards=tuple(
            WardCompliance(ward, _seen(use.get(ward.code, WardUse()), ward, exact)) for ward in wards
        ),
        districts=tuple(areas.districts(session)),
        elsewhere=sum(found.venues for code, found in use.items() if code not in by_code),
        silent=_silent(quiet, by_code),
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


def _uses(session: Session, window: Window, policy: Policy) -> list[VenueUse]:
    during = Span(day_span(window.first, policy.zone).start, day_span(window.last, policy.zone).end)
    registered = compliance.registered(session, during)
    return use_of_venues(registered, compliance.scans(session, during), window, policy.zone)


def _silent(venues: Iterable[VenueUse], wards: Mapping[str, Area]) -> tuple[SilentVenue, ...]:
    found = [
        SilentVenue(each.venue.name, each.venue.address, wards[each.venue.ward or ""], each.expected)
        for each in venues
    ]
    found.sort(
        key=lambda one: (collation_key(one.ward.name), -(one.expected or 0.0), collation_key(one.name))
    )
    return tuple(found)

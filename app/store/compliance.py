"""Which venues have a code that works, and how often they are scanned. No person is in it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Never

from sqlalchemy import CTE, ColumnElement, Select, String, Subquery, case, cast, func, literal, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.domain.compliance import AlikeVenues, NamedVenue
from app.domain.opening_hours import OpeningHours
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.domain.venues import VenueState
from app.store.columns import Instant
from app.store.tables import CodeRow, VenueRow, VisitRow
from app.store.venue_rows import read_hours


class _Weeks:
    """Opening hours as rows keep them, each week made once: most venues share theirs."""

    def __init__(self) -> None:
        self._known: dict[str, OpeningHours] = {}

    def __call__(self, written: str) -> OpeningHours:
        if written not in self._known:
            self._known[written] = read_hours(json.loads(written))
        return self._known[written]


def alike(session: Session, during: Span) -> list[AlikeVenues]:
    """The open venues that had a code in force at any time of the span, in groups, in one query.

    Whether a venue is open is known of now alone: one that has closed since is not in it. Scans are check-ins
    that were not withdrawn. The database adds up: as rows of a large city they would take half a minute.
    """
    coded, scanned = _coded(during), _scanned(during)
    kinds = (col(VenueRow.ward), col(VenueRow.kind), _written_hours(), coded.c.since)
    quiet = scanned.c.scans.is_(None)
    rows = session.execute(
        select_columns(
            *kinds,
            func.sum(col(VenueRow.capacity)),
            func.coalesce(func.sum(scanned.c.scans), 0),
            func.count(),
            func.sum(case((quiet, 1), else_=0)),
        )
        .join(coded, coded.c.venue == col(VenueRow.id))
        .outerjoin(scanned, scanned.c.venue == col(VenueRow.id))
        .where(col(VenueRow.state) == VenueState.OPEN)
        .group_by(*kinds)
    )
    week = _Weeks()
    return [
        AlikeVenues(ward, VenueKind(kind), week(hours), since, *map(int, numbers))
        for ward, kind, hours, since, *numbers in rows
    ]


def silent(session: Session, during: Span, wards: Collection[str]) -> list[NamedVenue]:
    """The venues of these wards without a scan, in any order."""
    theirs = select_columns(col(VenueRow.id)).where(col(VenueRow.ward).in_(wards))
    coded, scanned = _coded(during, col(CodeRow.venue).in_(theirs)), _scanned(during)
    rows = session.execute(
        select_columns(
            col(VenueRow.name),
            col(VenueRow.address),
            col(VenueRow.ward),
            col(VenueRow.kind),
            _written_hours(),
            coded.c.since,
            col(VenueRow.capacity),
        )
        .join(coded, coded.c.venue == col(VenueRow.id))
        .outerjoin(scanned, scanned.c.venue == col(VenueRow.id))
        .where(
            col(VenueRow.state) == VenueState.OPEN, col(VenueRow.ward).in_(wards), scanned.c.scans.is_(None)
        )
    )
    week = _Weeks()
    return [
        NamedVenue(name, address, AlikeVenues(ward, VenueKind(kind), week(hours), since, capacity, silent=1))
        for name, address, ward, kind, hours, since, capacity in rows
    ]


def _coded(during: Span, *among: ColumnElement[bool]) -> Subquery:
    """Venues with a code, and from when the oldest let a check-in pass: in the span; `among` some codes."""
    start, oldest = literal(during.start, Instant), func.min(col(CodeRow.valid_from))
    return (
        select_columns(
            col(CodeRow.venue).label("venue"), case((oldest <= start, start), else_=oldest).label("since")
        )
        .where(
            col(CodeRow.valid_from) < during.end,
            or_(col(CodeRow.valid_until).is_(None), col(CodeRow.valid_until) > during.start),
            or_(col(CodeRow.revoked_at).is_(None), col(CodeRow.revoked_at) > during.start),
            *among,
        )
        .group_by(col(CodeRow.venue))
        .subquery("coded")
    )


def _scanned(during: Span) -> CTE:
    """Venues with a scan, and how many.

    Grouped over the whole span: PostgreSQL reads its partitions once, side by side. Looking up every venue by
    its key took five times as long there (10,000 venues, a million visits). Materialised, so that Citus
    gathers it before it meets the venues: it joins no distributed table to the optional side of a reference.
    """
    counted: Select[Never, int] = (
        select_columns(col(VisitRow.venue).label("venue"), func.count().label("scans"))
        .where(
            col(VisitRow.entered_at) >= during.start,
            col(VisitRow.entered_at) < during.end,
            col(VisitRow.withdrawn_at).is_(None),
        )
        .group_by(col(VisitRow.venue))
    )
    return counted.cte("scanned").prefix_with("MATERIALIZED")


def _written_hours() -> ColumnElement[str]:
    """Opening hours as text, which can be grouped by."""
    return cast(col(VenueRow.hours), String)

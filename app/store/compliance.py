"""Which venues have a code that works, and how often each is scanned. No person is in it."""

from __future__ import annotations

from sqlalchemy import func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.domain.compliance import RegisteredVenue
from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.domain.venues import VenueState
from app.store.tables import CodeRow, VenueRow, VisitRow
from app.store.venue_rows import read_hours


class _Weeks:
    """Opening hours as rows keep them, each week made once: most venues share theirs."""

    def __init__(self) -> None:
        self._known: dict[str, OpeningHours] = {}

    def __call__(self, written: list[list[list[int]]]) -> OpeningHours:
        key = repr(written)
        if key not in self._known:
            self._known[key] = read_hours(written)
        return self._known[key]


def registered(session: Session, during: Span) -> list[RegisteredVenue]:
    """The open venues that had a code in force at any time of the span, by id, in one query.

    Whether a venue is open is known of now alone: one that has closed since is not in it.
    """
    coded = (
        select_columns(col(CodeRow.venue).label("venue"), func.min(col(CodeRow.valid_from)).label("since"))
        .where(
            col(CodeRow.valid_from) < during.end,
            or_(col(CodeRow.valid_until).is_(None), col(CodeRow.valid_until) > during.start),
            or_(col(CodeRow.revoked_at).is_(None), col(CodeRow.revoked_at) > during.start),
        )
        .group_by(col(CodeRow.venue))
        .subquery()
    )
    rows = session.execute(
        select_columns(
            col(VenueRow.id),
            col(VenueRow.name),
            col(VenueRow.address),
            col(VenueRow.kind),
            col(VenueRow.capacity),
            col(VenueRow.hours),
            col(VenueRow.ward),
            coded.c.since,
        )
        .join(coded, coded.c.venue == col(VenueRow.id))
        .where(col(VenueRow.state) == VenueState.OPEN)
        .order_by(col(VenueRow.id))
    )
    week = _Weeks()
    return [
        RegisteredVenue(VenueId(key), name, address, VenueKind(kind), capacity, week(hours), ward, since)
        for key, name, address, kind, capacity, hours, ward, since in rows
    ]


def scans(session: Session, during: Span) -> dict[VenueId, int]:
    """Check-ins by venue over a span, those withdrawn left out; venues without any are missing.

    Grouped over the whole span: PostgreSQL reads its partitions once, side by side. Looking up every venue by
    its key took five times as long there (10,000 venues, a million visits).
    """
    rows = session.execute(
        select_columns(col(VisitRow.venue), func.count())
        .where(
            col(VisitRow.entered_at) >= during.start,
            col(VisitRow.entered_at) < during.end,
            col(VisitRow.withdrawn_at).is_(None),
        )
        .group_by(col(VisitRow.venue))
    )
    return {VenueId(venue): count for venue, count in rows}

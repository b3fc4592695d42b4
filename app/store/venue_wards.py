"""In which ward each venue lies."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.ids import VenueId
from app.domain.positions import Position
from app.store.tables import VenueRow


def positions(session: Session) -> list[tuple[VenueId, Position, str | None]]:
    """Every venue that has a position, with it and the ward it is kept under."""
    rows = session.exec(
        select(VenueRow.id, VenueRow.latitude, VenueRow.longitude, VenueRow.ward).order_by(col(VenueRow.id))
    )
    return [
        (VenueId(venue), Position(latitude, longitude), ward)
        for venue, latitude, longitude, ward in rows
        if latitude is not None and longitude is not None
    ]


def set_wards(session: Session, wards: Mapping[VenueId, str | None]) -> None:
    """Keep these venues under other wards."""
    if wards:
        session.execute(update(VenueRow), [{"id": venue, "ward": ward} for venue, ward in wards.items()])

"""The installation goes over to the boundaries in force today, and puts every venue into its ward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.areas import AreaKind, Import
from app.store import imports, venue_wards
from app.store.db import Session
from app.usecases.find_ward import wards_of


@dataclass(frozen=True, slots=True)
class Followed:
    """A version that took the place of another, and what it did to the venues."""

    version: Import
    venues_moved: int = 0
    venues_outside: int = 0


def follow_boundaries(session: Session, today: date) -> list[Followed]:
    """Go over to every version that is in force today; does nothing the second time."""
    return [_follow(session, version) for version in imports.overdue(session, today)]


def _follow(session: Session, version: Import) -> Followed:
    imports.put_in_force(session, version)
    if version.kind != AreaKind.WARD:
        return Followed(version)
    placed = venue_wards.positions(session)
    wards = wards_of(session, [position for _, position, _ in placed])
    moved = {venue: ward for (venue, _, before), ward in zip(placed, wards, strict=True) if ward != before}
    venue_wards.set_wards(session, moved)
    return Followed(version, venues_moved=len(moved), venues_outside=wards.count(None))

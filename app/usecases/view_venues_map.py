"""An official looks at a map of the venues where open cases met others.

For those with exact numbers alone, and for cases of their own jurisdiction: a venue with its listed people is
close to a list of who was where, and venues merged until k is met are no longer places to go to. Everybody
else is shown the density on hexagons. A file leaves the system, so it has no venue with fewer than k people,
and covers whole weeks only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.officials import Official
from app.domain.policy import Policy
from app.science.disclosure import OFFICIALS_K
from app.store.db import Session
from app.store.exposure_venues import ExposureVenue
from app.usecases.exposure_ground import Ground, gather_ground
from app.usecases.map_view import Asked
from app.usecases.view_exposures import exposure_venues


@dataclass(frozen=True, slots=True)
class VenuesView:
    """The exposure venues of one window as one official may see them."""

    ground: Ground
    venues: tuple[ExposureVenue, ...]
    """Those with most people first."""
    left_out: int
    """Venues that are not in a file, because fewer than `k` people are listed there."""
    k: int


def view_venues_map(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> VenuesView:
    """Where open cases of the official's jurisdiction met others; nine queries however many venues.

    Raises:
        NoAreas: no wards have been imported.
    """
    free = not asked.for_export
    k = 1 if free else OFFICIALS_K
    ground = gather_ground(session, official, asked, free=free, policy=policy, now=now)
    found = exposure_venues(session, official, ground.disease, ground.span)
    told = [venue for venue in found if venue.people >= k]
    told.sort(key=lambda venue: (-venue.people, -venue.exposures, venue.id))
    return VenuesView(ground, tuple(told), len(found) - len(told), k)

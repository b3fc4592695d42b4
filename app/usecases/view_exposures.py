"""An official looks at the venues where open cases met others, beside the numbers of the map."""

from __future__ import annotations

from uuid import UUID

from app.domain.errors import MapVenueUnknown
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store import exposure_venues as kept
from app.store.db import Session
from app.store.exposure_venues import ExposureVenue


def exposure_venues(session: Session, official: Official, disease: str) -> list[ExposureVenue]:
    """Where open cases of the official's jurisdiction met others, whatever the days that are shown.

    Nothing for roles without exact numbers.
    """
    if not official.may(Permission.VIEW_EXACT_COUNTS):
        return []
    return kept.exposure_venues(session, disease, official)


def exposure_venue(session: Session, official: Official, disease: str, venue: UUID) -> ExposureVenue:
    """One of them.

    Raises:
        MapVenueUnknown: it is not among those this official sees.
    """
    for found in exposure_venues(session, official, disease):
        if found.id == VenueId(venue):
            return found
    raise MapVenueUnknown(str(venue))

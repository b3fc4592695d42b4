"""An official chooses a ward from a list."""

from __future__ import annotations

from app.domain.areas import Area, AreaKind
from app.domain.text import collation_key
from app.store import areas
from app.store.db import Session


def list_wards(session: Session) -> list[Area]:
    """The wards of the boundaries in force, in the order of a Vietnamese dictionary."""
    return sorted(areas.areas(session, AreaKind.WARD), key=lambda area: collation_key(area.name))

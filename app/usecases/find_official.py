"""One official. Shared by everything that is done with an account."""

from __future__ import annotations

from app.domain.errors import OfficialUnknown
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.store import officials
from app.store.db import Session


def find_official(session: Session, official: OfficialId) -> Official:
    """One official.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = officials.get(session, official)
    if found is None:
        raise OfficialUnknown(str(official))
    return found

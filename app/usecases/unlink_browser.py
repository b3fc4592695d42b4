"""A browser stops speaking for its person: what it recorded stays with the others, and it begins anew."""

from __future__ import annotations

from app.domain.join_errors import NobodyHere
from app.domain.people import DeviceToken
from app.store import joins
from app.store.db import Session
from app.usecases.find_own_names import find_own_names
from app.vault.tokens import digest


def unlink_browser(session: Session, device: DeviceToken | None) -> None:
    """End this browser's token; its next check-in makes a new person.

    Raises:
        NobodyHere: it speaks for nobody, or nobody else could see these visits any more: delete them instead.
    """
    own = find_own_names(session, device)
    if device is None or joins.tokens(session, own.person) < 2:  # noqa: PLR2004 - this one and another
        raise NobodyHere
    joins.end_token(session, digest(device))

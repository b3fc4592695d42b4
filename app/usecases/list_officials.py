"""An administrator lists the officials."""

from __future__ import annotations

from typing import Final

from app.domain.officials import Official
from app.store import officials
from app.store.db import Session

PAGE: Final = 50


def list_officials(session: Session, *, after: str = "") -> tuple[list[tuple[Official, bool]], str]:
    """A page of officials by user name, whether each account is set up, and where the next page begins."""
    found = officials.listed(session, after=after, limit=PAGE + 1)
    return found[:PAGE], found[PAGE - 1][0].user_name if len(found) > PAGE else ""

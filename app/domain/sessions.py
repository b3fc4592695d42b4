"""How long a signed-in browser stays signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.ids import OfficialId, OwnerId


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser of an official or of an owner."""

    official: OfficialId | None
    owner: OwnerId | None
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def alive(self, now: datetime) -> bool:
        """Whether it still counts: not ended, not idle for too long, not too old."""
        idle, longest = OFFICIAL_LIMITS if self.official is not None else OWNER_LIMITS
        return self.ended_at is None and now - self.seen_at < idle and now - self.started_at < longest


OFFICIAL_LIMITS = timedelta(minutes=15), timedelta(hours=8)
"""Idle and absolute, as OWASP ASVS 5.0 asks of applications with personal data."""
OWNER_LIMITS = timedelta(days=30), timedelta(days=180)
"""An owner sees counts and a poster, never a person."""
SEEN_STEP = timedelta(minutes=1)
"""`seen_at` is written at most this often, so that reading a page is not a write each time."""

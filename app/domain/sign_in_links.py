"""One-time links: each serves one official once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.ids import OfficialId


class LinkPurpose(StrEnum):
    """What a one-time link does when its button is pressed."""

    SET_UP = "set_up"
    DEMO = "demo"


LINK_LIFETIME: Final = {LinkPurpose.SET_UP: timedelta(hours=24), LinkPurpose.DEMO: timedelta(minutes=10)}


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A link that serves one official once."""

    official: OfficialId
    purpose: LinkPurpose
    expires_at: datetime
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Neither used nor too old."""
        return self.used_at is None and now < self.expires_at

"""Codes in force at a venue, and until when they let a check-in pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.codes import Code
from app.domain.errors import CodeRevoked
from app.domain.ids import VenueId, ZoneId
from app.domain.typed_codes import TypedCode


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in force at a venue, or in one of its zones."""

    code: Code
    typed: TypedCode
    venue: VenueId
    zone: ZoneId | None
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_at: datetime | None = None

    def admit(self, entered_at: datetime) -> None:
        """Let a check-in pass, or say why not.

        What counts is when the person entered, not when the message arrived: a phone that was offline while
        its venue changed the code loses nothing. Such an entry is flagged as late by `visits.start`.

        Raises:
            CodeRevoked: entered after it was revoked or after its grace period.
        """
        for end in (self.valid_until, self.revoked_at):
            if end is not None and entered_at >= end:
                raise CodeRevoked(self.code)

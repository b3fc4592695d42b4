"""Failed sign-ins, and how long the next one has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.domain.errors import TooManyTries

FREE_TRIES: Final = 5
"""Failures before waiting begins: enough for a mistyped password and a code that ran out."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
TRIES_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed sign-ins in a row under one user name, whether or not anybody has that name."""

    failures: int = 0
    last_at: datetime | None = None

    def admit(self, now: datetime) -> None:
        """Let one more try pass.

        The wait doubles from 30 seconds and ends at a quarter of an hour: guessing stays hopeless beside a
        second factor, and nobody who knows a user name can lock its owner out for a day.

        Raises:
            TooManyTries: it is too early.
        """
        if self.last_at is None or self.failures < FREE_TRIES:
            return
        doublings = min(self.failures - FREE_TRIES, 10)
        until = self.last_at + min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT)
        if now < until:
            raise TooManyTries(until)

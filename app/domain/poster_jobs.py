"""A pile of posters that an owner has asked for: how far it is, and for how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from app.domain.ids import OwnerId

PosterJobId = NewType("PosterJobId", UUID)

KEPT: Final = timedelta(days=1)
"""How long the files of a finished job wait to be fetched."""


class PosterJobState(StrEnum):
    """What has become of it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNDER_WAY: Final = frozenset({PosterJobState.WAITING, PosterJobState.RUNNING})


@dataclass(frozen=True, slots=True)
class PosterJob:
    """The posters of all venues of one owner."""

    id: PosterJobId
    owner: OwnerId
    paper: str
    """`a4` or `a5`."""
    state: PosterJobState
    done: int
    """Venues that have been dealt with, of `total`."""
    total: int
    asked_at: datetime
    ended_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY

    def kept_until(self) -> datetime | None:
        """When its files go; None while it is under way."""
        return None if self.ended_at is None else self.ended_at + KEPT

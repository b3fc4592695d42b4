"""Whether a clock may be believed when it says that something has to be destroyed for ever.

A server whose clock stands a month ahead would find every day overdue, destroy its keys, and with them the
visits of the whole city. So a clock is believed only near the last time at which one was. Nothing else is a
witness: visits are dated by phones that take their time from this server, and the database often runs on the
same machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LONGEST_PAUSE: Final = timedelta(days=3)
"""A long weekend without the server. A clock that leaps less ends so many days too early."""


@dataclass(frozen=True, slots=True)
class ClockMark:
    """What an installation remembers of its clock."""

    believed: datetime
    """The time at which it was believed last; the housekeeping of every hour renews it."""
    held: datetime | None = None
    """What it showed when it was doubted first, while it is."""


def is_doubtful(mark: ClockMark | None, now: datetime) -> bool:
    """Whether somebody has to look at a clock that shows `now` first.

    Nothing contradicts the first one ever. One that went back harms nothing: what it destroys later is still
    there.
    """
    return mark is not None and now - mark.believed > LONGEST_PAUSE

"""What an installation remembers of its clock, beside its other facts."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from app.domain.clock_guard import ClockMark
from app.store import city

_NAME = "clock"


def mark(session: Session) -> ClockMark | None:
    """What was remembered last; None at the very first housekeeping."""
    kept = city.fact(session, _NAME)
    if kept is None:
        return None
    held = kept["held"]
    return ClockMark(
        datetime.fromisoformat(kept["believed"]), None if held is None else datetime.fromisoformat(held)
    )


def save(session: Session, mark: ClockMark, *, now: datetime) -> None:
    """Remember this instead."""
    value = {
        "believed": mark.believed.isoformat(),
        "held": None if mark.held is None else mark.held.isoformat(),
    }
    city.save_fact(session, _NAME, value, now=now)

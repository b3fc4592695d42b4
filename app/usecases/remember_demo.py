"""What a database remembers of its demo city."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from app.store import city as facts
from app.store.db import Session

_FACT: Final = "demo_city"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the database remembers of its demo city."""

    people: int
    seed: int
    start: date
    lived_until: datetime
    """The moment up to which its scans are in the database."""


def demo_of(session: Session) -> Demo | None:
    """The demo city of this database, if it is one."""
    kept = facts.fact(session, _FACT)
    if kept is None:
        return None
    return Demo(
        kept["people"],
        kept["seed"],
        date.fromisoformat(kept["start"]),
        datetime.fromisoformat(kept["lived_until"]),
    )


def save_demo(session: Session, demo: Demo, *, now: datetime) -> None:
    """Remember how far the city has lived."""
    kept = asdict(demo) | {"start": demo.start.isoformat(), "lived_until": demo.lived_until.isoformat()}
    facts.save_fact(session, _FACT, kept, now=now)
    facts.save_fact(session, "demo", True, now=now)

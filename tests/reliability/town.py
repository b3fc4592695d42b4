"""A small town to break things in: a migrated database, keys, and a few venues with their codes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from app.domain.codes import Code
from app.domain.ids import VenueId, new_visit_id
from app.domain.opening_hours import OpeningHours
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.store import migrate
from app.store.db import open_database
from app.usecases.gather_check_ins import CheckIn
from app.usecases.keep_house import keep_house
from app.usecases.register_venue import register_venue
from app.vault.keystore import KeyStore
from app.vault.tokens import written


@dataclass(frozen=True)
class Town:
    url: str
    folder: Path
    codes: tuple[Code, ...]

    @property
    def keys(self) -> KeyStore:
        return KeyStore(self.folder / "keys")


def found(
    url: str, folder: Path, *, venues: int = 3, capacity: int = 100_000, now: datetime | None = None
) -> Town:
    """Migrate the database, make keys and partitions, register venues."""
    now = now or datetime.now(UTC)
    database = open_database(url)
    migrate.upgrade(database)
    keep_house(database, KeyStore(folder / "keys"), policy=Policy(), now=now)
    codes = []
    for number in range(venues):
        said = register(
            name=f"Quán {number}", address="-", kind=VenueKind.SHOP, capacity=capacity, hours=OpeningHours()
        )
        with database.writing() as session:
            code = register_venue(session, VenueId(uuid4()), said, None, now=now - timedelta(hours=1)).code
        codes.append(code.code)
    database.close()
    return Town(url, folder, tuple(codes))


def someone(chance: random.Random, town: Town, at: datetime) -> CheckIn:
    """A check-in by a phone that was never seen before."""
    visit = new_visit_id(at, chance.getrandbits(74))
    return CheckIn(chance.choice(town.codes), visit, DeviceToken(chance.randbytes(32)))


def as_json(command: CheckIn) -> dict[str, str]:
    """The same as a phone sends it."""
    return {
        "code": command.code,
        "visit": str(command.visit),
        "device": written(command.device or b""),
    }

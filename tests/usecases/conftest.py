from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest

from app.domain.ids import OwnerId, VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration, register
from app.domain.venue_kinds import VenueKind
from app.store.db import Database
from app.usecases.register_venue import Registered, register_venue


def registration(name: str = "Phở Hòa Pasteur", **changed: object) -> Registration:
    values = {
        "name": name,
        "address": "260C Pasteur, Phường Xuân Hòa",
        "kind": VenueKind.RESTAURANT,
        "capacity": 80,
        "hours": OpeningHours(),
        "position": Position(10.7870, 106.6890),
    }
    return register(**values | changed)


@pytest.fixture
def new_venue(database: Database, now: datetime) -> Callable[..., Registered]:
    def make(name: str = "Phở Hòa Pasteur", owner: OwnerId | None = None, **changed: object) -> Registered:
        with database.writing() as session:
            return register_venue(session, VenueId(uuid4()), registration(name, **changed), owner, now=now)

    return make

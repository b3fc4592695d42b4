from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest

from app.domain.ids import OwnerId, VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.registrations import Registration, register
from app.domain.venue_kinds import VenueKind
from app.store.db import Database
from app.usecases.register_venue import Registered, register_venue
from app.vault.keystore import KeyStore


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


@pytest.fixture
def do(database: Database, keys: KeyStore, policy: Policy, now: datetime) -> Callable[..., object]:
    """Run a use case in a transaction of its own, with what it takes of the keys, the policy and the time."""

    def do(usecase: Callable[..., object], *args: object, at: datetime = now, **named: object) -> object:
        given = {"keys": keys, "policy": policy, "now": at}
        takes = inspect.signature(usecase).parameters
        with database.writing() as session:
            return usecase(session, *args, **{k: v for k, v in given.items() if k in takes} | named)

    return do

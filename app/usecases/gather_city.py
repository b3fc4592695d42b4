"""A whole city's stays and open cases, for tracing elsewhere. Opens every pseudonym: record why before."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.science.city_columns import Cases, Shard
from app.store.db import Database
from app.store.sealed_days import SealedDays
from app.usecases.read_city import read_city
from app.vault.keystore import KeyStore

Ids = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class GatheredCity:
    """Ids by number, shape (numbers, 16)."""

    shard: Shard
    persons: Ids
    venues: Ids
    cases: Cases
    case_ids: Ids


def gather_city(
    database: Database, keys: KeyStore, *, first_day: date, policy: Policy, now: datetime
) -> GatheredCity:
    """Everything that a trace of the whole city reads, and who its persons are.

    Raises:
        PeriodTooLong: more than 49 days.
        RuleNotForCities: the city counts by a rule that has no form for it.
    """
    # What is put away on the way opens with a key that nobody keeps.
    with tempfile.TemporaryDirectory() as folder, database.reading() as session:
        held = SealedDays(Path(folder), secrets.token_bytes(16))
        city = read_city(session, keys, held, first_day=first_day, policy=policy, now=now)
        persons = np.frombuffer(held.get_bytes("persons") or b"", np.uint8).reshape(-1, 16).copy()
    return GatheredCity(city.shard, persons, city.venues, city.cases, city.case_ids)

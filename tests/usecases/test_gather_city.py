"""The city's columns from both databases against single traces, which say who was with a case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.spans import local_day
from app.science.city_kernel import exposures as meetings
from app.science.city_pairs import pairs
from app.usecases.gather_city import gather_city
from app.vault.keystore import KeyStore
from tests.small_city import make_cases, same, traced_pairs


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys")


def city_pairs(database, keys, policy, now):
    first_day = local_day(now, policy.zone) - timedelta(days=3)
    city = gather_city(database, keys, first_day=first_day, policy=policy, now=now)
    found = pairs(meetings(city.shard, city.cases), city.cases)
    rows = zip(
        found.case,
        found.person,
        found.hours,
        found.least,
        found.most,
        found.exposures,
        found.band,
        strict=True,
    )
    return {
        (UUID(bytes=city.case_ids[case].tobytes()), UUID(bytes=city.persons[person].tobytes())): tuple(values)
        for case, person, *values in rows
    }


def test_the_city_at_once_gives_what_single_traces_give(database, keys, policy, now):
    make_cases(database, keys, policy, now)
    found = city_pairs(database, keys, policy, now)
    assert len(found) > 100
    same(found, traced_pairs(database, keys, policy, now))

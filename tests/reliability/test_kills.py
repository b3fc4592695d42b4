"""R-01: kill -9 under load, of the service and of the database under it."""

from __future__ import annotations

import pytest

from tests.reliability.kills import kill_database, kill_under_load

pytestmark = pytest.mark.xdist_group("reliability")


def held(killed):
    """Nothing acknowledged was lost or doubled, every phone got through, and no answer was a fault."""
    assert killed.verdict.kept, killed.verdict
    assert killed.verdict.acknowledged
    assert killed.load.stuck == 0
    assert killed.load.faults == []


def test_the_service_dies_on_sqlite(town):
    held(kill_under_load(town, 2, phones=8))


@pytest.mark.postgres
def test_the_service_dies_on_postgresql(postgres_town):
    held(kill_under_load(postgres_town, 1, phones=8))


@pytest.mark.long
def test_the_service_dies_fifty_times_on_sqlite(town):
    held(kill_under_load(town, 50))


@pytest.mark.long
@pytest.mark.postgres
def test_the_service_dies_fifty_times_on_postgresql(postgres_place):
    held(kill_under_load(postgres_place.postgres(), 50))


@pytest.mark.long
@pytest.mark.postgres
def test_postgresql_dies_and_the_service_finds_back(postgres_place):
    killed = kill_under_load(postgres_place.postgres(), 20, kill=kill_database(postgres_place.cluster))
    held(killed)
    assert killed.load.statuses[503]


@pytest.mark.long
@pytest.mark.postgres
def test_a_database_that_does_not_wait_for_its_disk_is_seen_to_lose(postgres_place):
    with postgres_place.hasty_cluster() as cluster:
        killed = kill_under_load(postgres_place.postgres(cluster=cluster), 2, kill=kill_database(cluster))
    assert killed.verdict.lost

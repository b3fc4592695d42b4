"""R-09: every phone repeats everything, at once and out of order; one visit each, and one answer."""

from __future__ import annotations

import pytest

from tests.reliability.storms import storm_over

pytestmark = pytest.mark.xdist_group("reliability")


def held(storm):
    assert storm.verdict.kept, storm.verdict
    assert storm.contradicted == 0
    assert storm.load.stuck == 0
    assert storm.load.faults == []
    assert storm.answered > 2 * storm.verdict.acknowledged


def test_a_storm_over_one_server_that_restarts(town):
    held(storm_over(town, 60, restarts=1))


@pytest.mark.long
def test_a_long_storm_on_sqlite(town):
    held(storm_over(town, 8000, restarts=4))


@pytest.mark.long
@pytest.mark.postgres
def test_a_storm_over_two_servers_that_restart_in_turn(postgres_place):
    held(storm_over(postgres_place.postgres(), 8000, servers=2, restarts=4))

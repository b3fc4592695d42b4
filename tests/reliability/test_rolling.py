"""R-12: workers are replaced one by one under load, and the service is told to stop."""

from __future__ import annotations

import pytest

from tests.reliability.rolling import roll

pytestmark = pytest.mark.xdist_group("reliability")


@pytest.mark.long
@pytest.mark.postgres
def test_two_workers_are_replaced_and_one_dies(postgres_place):
    rolled = roll(postgres_place.postgres())
    assert rolled.verdict.kept, rolled.verdict
    assert rolled.load.stuck == 0
    assert rolled.load.faults == []
    assert rolled.code == 0

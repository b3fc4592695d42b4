"""R-07, R-08: far more check-ins than can be kept. Nothing is lost; docs/reliability.md has the speeds."""

from __future__ import annotations

import pytest

from tests.reliability.measured import speed
from tests.reliability.overload import overload

pytestmark = pytest.mark.xdist_group("reliability")


@pytest.mark.long
def test_an_overloaded_service_keeps_what_it_acknowledges_and_refuses_the_rest(town):
    loaded = overload(town, seconds=5, peak_of=5000)
    assert loaded.verdict.kept, loaded.verdict
    assert [one.other for one in loaded.loads] == [0, 0]


@pytest.mark.long
def test_a_slow_disk_keeps_what_it_acknowledges(town, bad_disk):
    slow = speed(town, bad_disk.slow(2), count=3000)
    assert slow.verdict.kept, slow.verdict
    assert slow.other == 0

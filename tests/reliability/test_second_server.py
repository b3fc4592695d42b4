"""R-18: two servers on one SQLite file."""

from __future__ import annotations

import pytest

from tests.reliability.second_server import start_second

pytestmark = pytest.mark.xdist_group("reliability")


def test_the_second_one_says_why_it_goes_and_the_first_goes_on(town):
    second = start_second(town)
    assert second.code == 1
    assert second.said.startswith("Another server has this database open")
    assert second.served_after
    assert second.verdict.kept
    assert second.verdict.acknowledged == 2

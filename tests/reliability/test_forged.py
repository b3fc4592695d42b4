"""AB-05: check-ins forged by a script are set apart in a trace, and honest phones hardly notice."""

from __future__ import annotations

import shutil

import pytest

from tests.reliability.forged import forge
from tests.reliability.town import found

pytestmark = [pytest.mark.xdist_group("reliability"), pytest.mark.abuse("AB-05")]


@pytest.fixture
def small_town(sqlite_template, tmp_path):
    """Venues that take fifty guests each."""
    shutil.copy(sqlite_template, tmp_path / "ghe.db")
    return found(f"sqlite:///{tmp_path / 'ghe.db'}", tmp_path, capacity=50)


@pytest.mark.long
def test_twenty_thousand_forged_in_a_minute(small_town):
    forged = forge(small_town, count=20_000, seconds=60)
    assert forged.verdict.kept, forged.verdict
    assert forged.kept > forged.cap
    assert forged.unflagged <= forged.cap
    assert forged.honest > 0

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.clock_guard import LONGEST_PAUSE, ClockMark, is_doubtful

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ahead", "doubtful"),
    [
        (timedelta(hours=1), False),
        (LONGEST_PAUSE, False),
        (LONGEST_PAUSE + SECOND, True),
        (timedelta(days=30), True),
        (timedelta(days=-30), False),
    ],
)
def test_a_clock_is_believed_near_the_last_time_that_it_was(ahead, doubtful):
    assert is_doubtful(ClockMark(NOW), NOW + ahead) is doubtful


def test_the_first_clock_ever_is_believed():
    assert not is_doubtful(None, NOW)

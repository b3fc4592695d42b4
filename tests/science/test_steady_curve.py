from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.spans import Span
from app.science.infectiousness import steady_curve

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("length", [1, 14, 15, 16, 61, 960])
def test_somebody_unknown_is_of_mean_infectiousness_from_the_first_minute_to_the_last(length):
    window = Span(NOON, NOON + timedelta(minutes=length))
    curve = steady_curve(window)
    assert curve.mean_level(window.start, window.end) == pytest.approx(1, abs=1e-12)
    middle = NOON + timedelta(minutes=length) / 2
    assert curve.mean_level(window.start, middle) == pytest.approx(1, abs=1e-12)
    assert curve.mean_level(middle, window.end) == pytest.approx(1, abs=1e-12)


def test_and_gives_off_nothing_outside_of_it():
    curve = steady_curve(Span(NOON, NOON + timedelta(hours=2)))
    assert curve.mean_level(NOON - timedelta(hours=3), NOON - timedelta(hours=1)) == 0
    assert curve.mean_level(NOON + timedelta(hours=2), NOON + timedelta(hours=5)) == 0

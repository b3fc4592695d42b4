from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.guesses import OF_ALL, OF_CODES, OF_DEVICE, OF_NETWORK, Allowance

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def tried(rule, pace, how_long):
    """How many wrong codes are let in when somebody tries at a steady pace."""
    full_at, let_in, at = None, 0, NOW
    while at < NOW + how_long:
        if full_at is None or rule.free_at(full_at) <= at:
            full_at, let_in = rule.spent(full_at, at), let_in + 1
        at += pace
    return let_in


def test_the_allowance_is_spent_at_once_and_comes_back_one_by_one():
    rule = Allowance(3, timedelta(minutes=2))
    full_at = None
    for _ in range(3):
        assert full_at is None or rule.free_at(full_at) <= NOW
        full_at = rule.spent(full_at, NOW)
    assert rule.free_at(full_at) == NOW + timedelta(minutes=2)
    assert full_at == NOW + timedelta(minutes=6)
    assert rule.free_at(rule.spent(full_at, NOW + timedelta(hours=1))) <= NOW + timedelta(hours=1)


@pytest.mark.parametrize("rule", [OF_DEVICE, OF_NETWORK, OF_ALL, OF_CODES], ids=lambda rule: f"{rule.most}")
def test_however_fast_somebody_tries_the_pace_decides(rule):
    hour = timedelta(hours=1)
    assert tried(rule, rule.every / 4, hour) == rule.most + hour / rule.every - 1
    assert tried(rule, rule.every, hour) == hour / rule.every, "who keeps to the pace is never stopped"


@pytest.mark.abuse("AB-04")
def test_reading_out_the_typed_codes_of_a_full_city_takes_years():
    venues, numbers = 10**6, 10**8
    found_in_an_hour = 3600 * venues / numbers  # everybody's allowance together, for ever empty
    assert found_in_an_hour == 36
    years = venues / found_in_an_hour / 24 / 365
    assert years > 3, "by then most posters have been replaced"


@pytest.mark.abuse("AB-04")
def test_what_is_scanned_is_beyond_guessing():
    a_year = 365 * 24 * 3600 * 1000  # a thousand tries a second, whatever the limits
    assert a_year * 10**6 / 2**80 < 1e-6
    assert a_year / 2**40 < 0.03, "one venue's screen, one right tag at a time"

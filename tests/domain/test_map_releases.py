from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.map_release_errors import PeriodReleased, PeriodUnfinished
from app.domain.map_releases import Block, next_week, together, told_alone, total
from app.domain.windows import Window

TODAY = date(2026, 11, 23)
"""A Monday."""
LAST = Window(date(2026, 11, 9), date(2026, 11, 15))


def asked(before=None, until=None, newest=TODAY):
    return next_week(before, until, newest=newest, today=TODAY, disease="covid-19")


def test_the_first_release_begins_with_the_last_whole_week_that_has_numbers():
    assert asked() == LAST.moved(1)
    assert asked(newest=date(2026, 11, 21)) == LAST
    assert asked(newest=date(2021, 7, 13)) == Window(date(2021, 7, 5), date(2021, 7, 11))


def test_the_next_one_follows_on_the_last_whatever_its_length_and_weekday():
    assert asked(before=LAST) == LAST.moved(1)
    assert asked(before=Window(date(2026, 11, 1), date(2026, 11, 14))).first == date(2026, 11, 15)


def test_weeks_may_be_left_out_but_no_day_is_released_twice():
    assert asked(before=LAST.moved(-2), until=LAST.last) == LAST
    for days in range(7):
        with pytest.raises(PeriodReleased):
            asked(before=LAST, until=LAST.last + timedelta(days=days))


def test_a_week_is_over_on_the_day_after_it():
    assert asked(until=TODAY - timedelta(days=1)).last == TODAY - timedelta(days=1)
    with pytest.raises(PeriodUnfinished):
        asked(until=TODAY)


def test_a_number_that_stands_alone_is_nothing_or_two_more_than_k():
    assert [told_alone(n, 10) for n in (0, 1, 11, 12, 500)] == [0, None, None, 12, 500]
    assert [told_alone(n, 10) for n in (-1, -11, -12)] == [None, None, -12]


def test_blocks_add_up_unless_their_city_is_not_told():
    blocks = (Block(("a",), 0), Block(("b", "c"), 14, 1), Block(("d",), 10))
    assert (total(blocks), together(blocks)) == (24, 2)
    few = (Block(("a", "b"), None),)
    assert (total(few), together(few)) == (None, 2)
    assert not Block(("a",), None).is_single
    assert [block.hides_zeros for block in (*blocks, *few)] == [False, False, False, True]

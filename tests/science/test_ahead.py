"""Results in order from several threads, and no more of them than were asked for."""

from __future__ import annotations

from itertools import count
from threading import Barrier, Event

import pytest

from app.science.ahead import done_ahead


def test_results_come_in_the_order_of_the_items_whichever_is_done_first():
    second_is_done = Event()

    def work(item):
        if item == 0:
            assert second_is_done.wait(60)
        else:
            second_is_done.set()
        return item * 10

    assert list(done_ahead(work, range(7), threads=2)) == [0, 10, 20, 30, 40, 50, 60]
    assert list(done_ahead(work, [], threads=2)) == []


def test_as_many_work_at_once_as_there_are_threads():
    both = Barrier(2, timeout=60)
    assert list(done_ahead(lambda _: both.wait() >= 0, range(4), threads=2)) == [True] * 4


def test_a_slow_taker_bounds_what_is_done_ahead():
    taken = []

    def items():
        for item in count():
            taken.append(item)
            yield item

    results = done_ahead(lambda item: item, items(), threads=2)
    assert [next(results), next(results)] == [0, 1]
    results.close()
    assert len(taken) == 5


def test_what_goes_wrong_is_raised_where_the_result_was_awaited():
    def work(item):
        if item == 1:
            raise ValueError("no")
        return item

    results = done_ahead(work, range(5), threads=2)
    assert next(results) == 0
    with pytest.raises(ValueError, match="no"):
        next(results)

"""How often the numbers beside a page are computed. What pages show meanwhile is in tests of the web."""

import gc
import sys
from datetime import timedelta
from itertools import count
from threading import enumerate as enumerate_threads

import pytest

from app.domain.held_errors import StillComputing
from app.usecases import hold_views
from app.usecases.hold_views import HeldViews


@pytest.fixture
def begun(monkeypatch):
    """What was begun beside the pages, and is run when the test says."""
    waiting = []

    class Beside:
        def __init__(self, target, args, **_):
            self.run = lambda: target(*args)

        def start(self):
            waiting.append(self.run)

    monkeypatch.setattr(hold_views, "Thread", Beside)
    monkeypatch.setattr(hold_views, "PATIENCE", timedelta())
    monkeypatch.setattr(HeldViews, "_is_large", lambda _self: True)
    return waiting


@pytest.mark.parametrize(("took", "not_yet", "due"), [(0, 60, 61), (9, 180, 181), (600, 300, 301)])
def test_numbers_rest_twenty_times_as_long_as_they_took(
    database, now, begun, monkeypatch, took, not_yet, due
):
    monkeypatch.setattr(hold_views, "monotonic", count(step=took).__next__)
    held, numbers = HeldViews(database), count(1)

    def look(seconds):
        return held.get("k", lambda _: next(numbers), None, now=now + timedelta(seconds=seconds))[0]

    with pytest.raises(StillComputing):
        look(0)
    begun.pop()()
    assert look(not_yet) == 1
    assert begun == []
    assert look(due) == 1  # while the next ones are computed
    begun.pop()()
    assert look(due) == 2


@pytest.mark.parametrize("fault", [None, ValueError])
def test_a_computation_lets_others_run_and_leaves_everything_as_it_was(database, now, begun, fault):
    for left in enumerate_threads():  # of a test before this one
        if left.name == "held-view":
            left.join()
    before, seen = (gc.isenabled(), sys.getswitchinterval()), []

    def compute(_session):
        seen.append((gc.isenabled(), sys.getswitchinterval()))
        if fault:
            raise fault

    with pytest.raises(StillComputing):
        HeldViews(database).get("k", compute, None, now=now)
    begun.pop()()
    [(collects, interval)] = seen
    assert not collects
    assert interval < before[1]
    assert (gc.isenabled(), sys.getswitchinterval()) == before

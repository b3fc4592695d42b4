from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from app.simulation.columns import microseconds, moment
from app.simulation.scans import as_known
from app.simulation.trickle import trickle

NOON = datetime(2026, 11, 14, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR = timedelta(hours=1)


def test_a_window_holds_what_arrives_in_it(city):
    found = trickle(city.scans, NOON, NOON + HOUR)
    received = city.scans.received[found.check_ins]
    assert len(received) > 20
    assert microseconds(NOON) <= received.min() <= received.max() < microseconds(NOON + HOUR)
    assert (np.diff(received) >= 0).all()
    assert (city.scans.left[found.check_outs] >= 0).all()


def test_windows_that_meet_share_nothing_and_leave_nothing_out(city):
    whole = trickle(city.scans, NOON, NOON + 6 * HOUR)
    parts = [trickle(city.scans, NOON + n * HOUR, NOON + (n + 1) * HOUR) for n in range(6)]
    assert np.concatenate([part.check_ins for part in parts]).tolist() == whole.check_ins.tolist()
    assert np.concatenate([part.check_outs for part in parts]).tolist() == whole.check_outs.tolist()


def test_nobody_checks_out_before_the_check_in_has_arrived(city):
    end = NOON + 6 * HOUR
    before = as_known(city.scans, microseconds(NOON) - 1)
    found = trickle(city.scans, NOON, end)
    arrived = set(zip(before.person.tolist(), before.entered.tolist(), strict=True))
    arrived |= {(int(city.scans.person[r]), int(city.scans.entered[r])) for r in found.check_ins}
    assert {(int(city.scans.person[r]), int(city.scans.entered[r])) for r in found.check_outs} <= arrived


def test_a_phone_without_a_network_sends_both_together(city):
    late = np.flatnonzero((city.scans.left >= 0) & (city.scans.left < city.scans.received))
    assert len(late) > 10
    for row in late[:20]:
        gone, heard = moment(city.scans.left[row]), moment(city.scans.received[row])
        second = timedelta(seconds=1)
        assert row not in trickle(city.scans, gone, min(gone + second, heard)).check_outs
        found = trickle(city.scans, heard, heard + second)
        assert row in found.check_ins
        assert row in found.check_outs


def test_what_was_known_and_what_trickles_in_is_all(city):
    later = NOON + 5 * HOUR
    begin = len(as_known(city.scans, microseconds(NOON) - 1).person)
    end = len(as_known(city.scans, microseconds(later) - 1).person)
    assert begin + len(trickle(city.scans, NOON, later).check_ins) == end


def test_an_empty_window_is_empty(city):
    found = trickle(city.scans, NOON, NOON)
    assert not len(found.check_ins)
    assert not len(found.check_outs)

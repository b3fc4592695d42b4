"""R-11 in part: the server's clock jumps, and every visit is kept once or refused by name."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from tests.reliability.clock_steps import NAMED, NOW, step
from tests.reliability.town import found

pytestmark = pytest.mark.xdist_group("reliability")
NEW, OLD, TOO_OLD = timedelta(), timedelta(hours=47), timedelta(hours=49)


@pytest.fixture(scope="module")
def stepped(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clock")
    shutil.copy(sqlite_template, folder / "ghe.db")
    return step(found(f"sqlite:///{folder / 'ghe.db'}", folder, now=NOW))


def test_nothing_is_lost_or_doubled_and_every_refusal_has_a_name(stepped):
    assert stepped.verdict.kept, stepped.verdict
    assert stepped.verdict.acknowledged > 40
    assert {said for _, _, said in stepped.answers} == {"kept", *NAMED}


def test_what_is_too_far_from_the_clock_is_refused_and_kept_when_it_is_right_again(stepped):
    said = {(off, age): answer for off, age, answer in stepped.answers if off != "at every look"}
    assert said["an hour back", NEW] == "entry-in-future"
    assert said["an hour back", OLD] == "kept"
    assert said["a day ahead", NEW] == "kept"
    assert said["a day ahead", OLD] == "entry-too-old"
    assert said["right", OLD] == "kept"
    assert {said[off, TOO_OLD] for off in ("right", "a day ahead")} == {"entry-too-old"}


def test_housekeeping_under_a_clock_a_month_ahead_destroys_nothing(stepped):
    assert stepped.destroyed == 0
    assert stepped.without_guard == stepped.verdict.acknowledged


def test_a_clock_that_jumps_at_every_look_stops_nobody_for_good(stepped):
    wild = [said for off, _, said in stepped.answers if off == "at every look"]
    assert set(wild) <= {"kept", *NAMED}
    assert stepped.answers[-len(wild) :] == [("right", NEW, "kept")] * len(wild)

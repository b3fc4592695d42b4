from __future__ import annotations

import asyncio
import threading
import time

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.domain.errors import NotNow
from app.store.city import save_fact
from app.store.recorder import Recorder
from app.store.tables import SettingRow
from tests import loops

PATIENCE = 60
"""Seconds: a machine with other work is slow, and only a test that hangs waits as long."""


@pytest.fixture
def make(database):
    """Recorders whose queue refuses nobody for slowness, where a test does not say otherwise."""
    made = []

    def make(apply, **options):
        recorder = Recorder(database, apply, **{"patience": PATIENCE, "deadline": PATIENCE} | options)
        made.append(recorder)
        return recorder

    yield make
    for recorder in made:
        recorder.stop()


@pytest.fixture
def clock(monkeypatch):
    """The recorder's clock in a list, which stands until a test moves it."""
    clock = [1000.0]
    monkeypatch.setattr("app.store.recorder.monotonic", lambda: clock[0])
    return clock


def test_everybody_gets_the_answer_to_their_own_command(make):
    seen = []

    def count(session, commands):
        seen.append(len(commands))
        return [command * 2 for command in commands]

    recorder = make(count)
    futures = [recorder.submit(n) for n in range(200)]
    assert [future.result(PATIENCE) for future in futures] == [n * 2 for n in range(200)]
    assert sum(seen) == 200


def test_waiting_commands_share_one_transaction(make):
    gate, sizes = threading.Event(), []

    def slow(session, commands):
        sizes.append(len(commands))
        gate.wait(PATIENCE)
        return commands

    recorder = make(slow)
    first = recorder.submit(0)
    while not sizes:
        pass
    rest = [recorder.submit(n) for n in range(1, 50)]
    gate.set()
    for future in [first, *rest]:
        future.result(PATIENCE)
    assert sizes == [1, 49]


def test_one_bad_command_fails_alone(make):
    def picky(session, commands):
        if "bad" in commands:
            raise ValueError("bad")
        return commands

    gate = threading.Event()

    def gated(session, commands):
        gate.wait(PATIENCE)
        return picky(session, commands)

    recorder = make(gated)
    futures = {name: recorder.submit(name) for name in ["a", "b", "bad", "c", "d"]}
    gate.set()
    for name, future in futures.items():
        if name == "bad":
            with pytest.raises(ValueError, match="bad"):
                future.result(PATIENCE)
        else:
            assert future.result(PATIENCE) == name


def test_a_failed_batch_leaves_nothing_of_the_failing_half(make, database, now):
    gate = threading.Event()

    def apply(session, commands):
        gate.wait(PATIENCE)
        for command in commands:
            save_fact(session, command, 1, now=now)
            if command == "bad":
                raise ValueError(command)
        return commands

    recorder = make(apply)
    futures = [recorder.submit(name) for name in ["a", "bad", "c"]]
    gate.set()
    results = [future.exception(PATIENCE) for future in futures]
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(SettingRow)).scalar_one() == 2


def test_a_full_queue_refuses_at_once(make):
    gate = threading.Event()

    def blocked(session, commands):
        gate.wait(PATIENCE)
        return commands

    recorder = make(blocked, queue=3, batch=1)
    taken = []
    with pytest.raises(NotNow):
        taken.extend(recorder.submit(n) for n in range(10))
    gate.set()
    assert all(future.result(PATIENCE) is not None for future in taken)


def test_stopping_finishes_what_waits_and_takes_nothing_new(make):
    recorder = make(lambda session, commands: commands)
    futures = [recorder.submit(n) for n in range(100)]
    recorder.stop()
    assert [future.result(0) for future in futures] == list(range(100))
    with pytest.raises(NotNow):
        recorder.submit(1)


def recorded(recorder, commands):
    """What coroutines of one event loop are answered, in order; refusals and faults as values."""

    async def together():
        return await asyncio.gather(*map(recorder.record, commands), return_exceptions=True)

    return loops.run(together())


def test_coroutines_get_the_answers_to_their_own_commands(make):
    recorder = make(lambda session, commands: [command * 2 for command in commands])
    assert recorded(recorder, range(200)) == [n * 2 for n in range(200)]


def test_one_bad_command_of_a_coroutine_fails_alone(make):
    def picky(session, commands):
        if 7 in commands:
            raise ValueError("seven")
        return commands

    answers = recorded(make(picky), range(20))
    assert [repr(answer) for answer in answers if isinstance(answer, Exception)] == ["ValueError('seven')"]
    assert [answer for answer in answers if not isinstance(answer, Exception)] == [
        n for n in range(20) if n != 7
    ]


def test_whoever_goes_away_is_kept_all_the_same_and_takes_nobody_along(make):
    gate, kept = threading.Event(), []

    def slow(session, commands):
        gate.wait(PATIENCE)
        kept.extend(commands)
        return commands

    recorder = make(slow)

    async def go_away():
        first, second = (asyncio.create_task(recorder.record(n)) for n in (1, 2))
        await asyncio.sleep(0)
        first.cancel()
        gate.set()
        return await asyncio.gather(first, second, return_exceptions=True)

    gone, stayed = loops.run(go_away())
    assert isinstance(gone, asyncio.CancelledError)
    assert stayed == 2
    assert sorted(kept) == [1, 2]


def test_what_waited_past_its_deadline_is_refused_and_not_written(make, clock):
    gate, begun, written = threading.Event(), threading.Event(), []

    def slow(session, commands):
        written.extend(commands)
        begun.set()
        gate.wait(PATIENCE)
        return commands

    recorder = make(slow, deadline=2)
    first = recorder.submit("first")
    assert begun.wait(PATIENCE)
    late = recorder.submit("late")
    clock[0] += 2.1
    gate.set()
    assert first.result(PATIENCE) == "first"
    assert isinstance(late.exception(PATIENCE), NotNow)
    assert recorder.submit("later").result(PATIENCE) == "later"
    assert written == ["first", "later"]


def test_nobody_joins_a_queue_that_does_not_move(make, clock):
    gate, begun = threading.Event(), threading.Event()

    def stuck(session, commands):
        begun.set()
        gate.wait(PATIENCE)
        return commands

    recorder = make(stuck, patience=0.15)
    recorder.submit(0)
    assert begun.wait(PATIENCE)
    second = recorder.submit(1)
    clock[0] += 0.16
    with pytest.raises(NotNow):
        recorder.submit(2)
    gate.set()
    assert second.result(PATIENCE) == 1
    assert recorder.submit(3).result(PATIENCE) == 3


@pytest.mark.parametrize("faults", [1, 2])
def test_a_fault_of_the_database_is_nobody_s(make, faults):
    tries = []

    def failing(session, commands):
        tries.append(len(commands))
        if len(tries) <= faults:
            raise OperationalError("INSERT", {}, Exception("disk full"))
        return commands

    answers = recorded(make(failing), range(1))
    if faults == 1:
        assert answers == [0], "a connection that died is replaced, and nobody hears of it"
    else:
        assert isinstance(answers[0], NotNow)
    assert len(tries) == 2, "no halving: a thousand tries would mend no disk"


def test_stopping_answers_coroutines_that_wait(make):
    begun, gate = threading.Event(), threading.Event()

    def slow(session, commands):
        begun.set()
        gate.wait(PATIENCE)
        return commands

    recorder = make(slow)

    def until_it_stops():  # the thread that stops it may take its time to begin
        while not recorder.crowded:
            time.sleep(0.001)

    async def stop():
        waiting = [asyncio.create_task(recorder.record(n)) for n in range(50)]
        await asyncio.to_thread(begun.wait, PATIENCE)
        stopped = asyncio.create_task(asyncio.to_thread(recorder.stop))
        await asyncio.to_thread(until_it_stops)
        with pytest.raises(NotNow):
            await recorder.record(99)
        gate.set()
        await stopped
        return await asyncio.gather(*waiting)

    assert loops.run(stop()) == list(range(50))


def test_several_flushers_answer_everybody_once(make, postgres):
    seen = []
    lock = threading.Lock()

    def apply(session, commands):
        with lock:
            seen.extend(commands)
        return [-n for n in commands]

    recorder = make(apply, flushers=2, batch=7)
    assert recorded(recorder, range(300)) == [-n for n in range(300)]
    assert sorted(seen) == list(range(300))


def test_a_flusher_that_comes_too_late_for_a_batch_waits_for_the_next(make, postgres, monkeypatch):
    monkeypatch.setattr("app.store.recorder._GATHERING", 0.2)
    gate, begun = threading.Event(), threading.Event()

    def slow(session, commands):
        begun.set()
        gate.wait(PATIENCE)
        return commands

    recorder = make(slow, flushers=2)
    first = recorder.submit(1)
    begun.wait(PATIENCE)
    second = recorder.submit(2)  # for which the other flusher lets a batch grow
    time.sleep(0.05)
    gate.set()
    assert (first.result(PATIENCE), second.result(PATIENCE)) == (1, 2), "the first flusher takes it meanwhile"
    time.sleep(0.3)
    gate.clear()
    both = [recorder.submit(n) for n in (3, 4)]
    gate.set()
    assert [one.result(PATIENCE) for one in both] == [3, 4]
    assert all(thread.is_alive() for thread in recorder._threads)

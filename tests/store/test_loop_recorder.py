"""The event loop writes what is plain; the threads write the rest, and all of it when the loop cannot."""

from __future__ import annotations

import asyncio
import threading

import pytest

from app.domain.errors import NotNow
from app.store.line import LineCutError
from app.store.loop_recorder import LoopRecorder
from tests import loops


@pytest.fixture
def make(postgres):
    """A recorder of numbers: its threads answer with their tenfold; `at_once` is given."""
    made = []

    def make(at_once, **options):
        def apply(session, commands):
            return [command * 10 for command in commands]

        # A slow machine refuses nobody, where a test does not say otherwise.
        recorder = Closing(postgres, apply, at_once, **{"patience": 60, "deadline": 60} | options)
        made.append(recorder)
        return recorder

    yield make
    for recorder in made:
        recorder.stop()


class Closing(LoopRecorder):
    """Says when it begins to stop."""

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.closing = threading.Event()

    async def _finish(self):
        self.closing.set()
        await super()._finish()


async def doubled(line, commands):
    [[one]] = await line.ask("SELECT 1")
    return [command * 2 * one for command in commands]


def together(recorder, commands):
    async def ask():
        return await asyncio.gather(*map(recorder.record, commands), return_exceptions=True)

    return loops.run(ask())


def test_everybody_gets_the_answer_to_their_own_command(make):
    recorder, numbers = make(doubled), list(range(300))
    assert together(recorder, numbers) == [n * 2 for n in numbers]


def test_what_comes_together_shares_a_batch(make):
    sizes = []

    async def counting(line, commands):
        sizes.append(len(commands))
        return await doubled(line, commands)

    together(make(counting), range(50))
    assert sizes == [50]


def test_what_is_not_plain_is_written_by_the_threads(make):
    async def even(line, commands):
        return [None if command % 2 else command for command in commands]

    assert together(make(even), range(6)) == [0, 10, 2, 30, 4, 50]


@pytest.mark.parametrize("fault", [LineCutError(), ValueError("ours")], ids=str)
def test_a_batch_that_fails_is_written_by_the_threads(make, fault):
    async def failing(line, commands):
        raise fault

    assert together(make(failing), range(3)) == [0, 10, 20]


def test_a_line_that_was_cut_is_replaced(make, postgres):
    pids = []

    async def cut_off_once(line, commands):
        [[pid]] = await line.ask("SELECT pg_backend_pid()")
        pids.append(pid)
        if len(pids) == 1:
            await line.ask("SELECT pg_terminate_backend(pg_backend_pid())")
        return commands

    recorder = make(cut_off_once)

    async def twice():
        return [await recorder.record(1), await recorder.record(2)]

    assert loops.run(twice()) == [10, 2]
    assert pids[0] != pids[1]


def test_the_loop_is_heard_while_the_database_is_waited_for(make):
    heard = []

    async def slow(line, commands):
        await line.ask("SELECT pg_sleep(0.05)")
        heard.append("database")
        return commands

    recorder = make(slow)

    async def ask():
        answer = asyncio.ensure_future(recorder.record(1))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.001, heard.append, "loop")
        return await answer

    assert loops.run(ask()) == 1
    assert heard == ["loop", "database"]


def test_a_full_queue_refuses_at_once(make):
    async def one_after_another():
        gate, begun = asyncio.Event(), asyncio.Queue()

        async def stuck(line, commands):
            begun.put_nowait(commands)
            await gate.wait()
            return commands

        recorder = make(stuck, queue=2, patience=60)
        under_way = [asyncio.ensure_future(recorder.record(1))]
        await begun.get()
        under_way += [asyncio.ensure_future(recorder.record(n)) for n in (2, 3)]
        await asyncio.sleep(0)
        with pytest.raises(NotNow):
            await recorder.record(9)
        gate.set()
        return await asyncio.gather(*under_way)

    assert loops.run(one_after_another()) == [1, 2, 3]


def test_what_waited_past_its_deadline_is_refused_and_not_written(make, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("app.store.loop_recorder.monotonic", lambda: clock[0])

    async def ask():
        gate, begun, written = asyncio.Event(), asyncio.Queue(), []

        async def slow(line, commands):
            written.extend(commands)
            begun.put_nowait(commands)
            await gate.wait()
            return commands

        recorder = make(slow, deadline=2, patience=1e9)
        under_way = [asyncio.ensure_future(recorder.record(1))]
        await begun.get()
        under_way.append(asyncio.ensure_future(recorder.record(2)))
        await asyncio.sleep(0)
        clock[0] = 2.5
        gate.set()
        return await asyncio.gather(*under_way, return_exceptions=True), written

    answers, written = loops.run(ask())
    assert answers[0] == 1
    assert isinstance(answers[1], NotNow)
    assert written == [1]


def test_stopping_answers_those_who_wait_and_takes_nothing_new(make):
    async def stop():
        gate = asyncio.Event()

        async def slow(line, commands):
            await gate.wait()
            return [None if command % 2 else command for command in commands]

        recorder = make(slow, patience=60)
        waiting = [asyncio.ensure_future(recorder.record(n)) for n in range(50)]
        await asyncio.sleep(0)
        stopped = asyncio.ensure_future(asyncio.to_thread(recorder.stop))
        await asyncio.to_thread(recorder.closing.wait, 5)
        with pytest.raises(NotNow):
            await recorder.record(99)
        gate.set()
        await stopped
        return await asyncio.gather(*waiting)

    assert loops.run(stop()) == [n * 10 if n % 2 else n for n in range(50)]


def test_another_event_loop_is_served_by_the_threads(make):
    recorder = make(doubled)
    assert together(recorder, [1, 2]) == [2, 4]
    assert together(recorder, [1, 2]) == [10, 20]


def test_a_thread_is_served_by_threads(make):
    assert make(doubled).submit(3).result(5) == 30


def test_whoever_goes_away_is_kept_all_the_same(make):
    kept = []

    async def keeping(line, commands):
        await line.ask("SELECT 1")
        kept.extend(commands)
        return commands

    recorder = make(keeping)

    async def go_away():
        first, second = (asyncio.ensure_future(recorder.record(n)) for n in (1, 2))
        await asyncio.sleep(0)
        first.cancel()
        return await asyncio.gather(first, second, return_exceptions=True)

    gone, stayed = loops.run(go_away())
    assert isinstance(gone, asyncio.CancelledError)
    assert stayed == 2
    assert kept == [1, 2]

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from app.domain.errors import NotNow
from app.store.city import save_fact
from app.store.recorder import Recorder
from app.store.tables import SettingRow


@pytest.fixture
def make(database):
    made = []

    def make(apply, **options):
        recorder = Recorder(database, apply, **options)
        made.append(recorder)
        return recorder

    yield make
    for recorder in made:
        recorder.stop()


def test_everybody_gets_the_answer_to_their_own_command(make):
    seen = []

    def count(session, commands):
        seen.append(len(commands))
        return [command * 2 for command in commands]

    recorder = make(count)
    futures = [recorder.submit(n) for n in range(200)]
    assert [future.result(5) for future in futures] == [n * 2 for n in range(200)]
    assert sum(seen) == 200


def test_waiting_commands_share_one_transaction(make):
    gate, sizes = threading.Event(), []

    def slow(session, commands):
        sizes.append(len(commands))
        gate.wait(5)
        return commands

    recorder = make(slow)
    first = recorder.submit(0)
    while not sizes:
        pass
    rest = [recorder.submit(n) for n in range(1, 50)]
    gate.set()
    for future in [first, *rest]:
        future.result(5)
    assert sizes == [1, 49]


def test_one_bad_command_fails_alone(make):
    def picky(session, commands):
        if "bad" in commands:
            raise ValueError("bad")
        return commands

    gate = threading.Event()

    def gated(session, commands):
        gate.wait(5)
        return picky(session, commands)

    recorder = make(gated)
    futures = {name: recorder.submit(name) for name in ["a", "b", "bad", "c", "d"]}
    gate.set()
    for name, future in futures.items():
        if name == "bad":
            with pytest.raises(ValueError, match="bad"):
                future.result(5)
        else:
            assert future.result(5) == name


def test_a_failed_batch_leaves_nothing_of_the_failing_half(make, database, now):
    gate = threading.Event()

    def apply(session, commands):
        gate.wait(5)
        for command in commands:
            save_fact(session, command, 1, now=now)
            if command == "bad":
                raise ValueError(command)
        return commands

    recorder = make(apply)
    futures = [recorder.submit(name) for name in ["a", "bad", "c"]]
    gate.set()
    results = [future.exception(5) for future in futures]
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(SettingRow)).scalar_one() == 2


def test_a_full_queue_refuses_at_once(make):
    gate = threading.Event()

    def blocked(session, commands):
        gate.wait(5)
        return commands

    recorder = make(blocked, queue=3, batch=1)
    taken = []
    with pytest.raises(NotNow):
        taken.extend(recorder.submit(n) for n in range(10))
    gate.set()
    assert all(future.result(5) is not None for future in taken)


def test_stopping_finishes_what_waits_and_takes_nothing_new(make):
    recorder = make(lambda session, commands: commands)
    futures = [recorder.submit(n) for n in range(100)]
    recorder.stop()
    assert [future.result(0) for future in futures] == list(range(100))
    with pytest.raises(NotNow):
        recorder.submit(1)

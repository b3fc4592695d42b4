"""Several processes on one PostgreSQL: each with its own connections, none knowing of the other."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.store.db import open_database
from app.store.recorder import Recorder
from app.usecases.check_in import check_in
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt


@pytest.fixture
def other(postgres, database_url):
    """The same database, as another process has it open."""
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def record(keys, policy, now):
    """A recorder as a process has one."""
    made = []

    def record(database, **options):
        recorder = Recorder(
            database,
            lambda session, commands: check_in(session, commands, keys=keys, policy=policy, now=now),
            **options,
        )
        made.append(recorder)
        return recorder

    yield record
    for recorder in made:
        recorder.stop()


def crowd(venue, now, count):
    return [
        CheckIn(venue.code.code, new_visit_id(now, n), DeviceToken(n.to_bytes(32, "big")))
        for n in range(1, count + 1)
    ]


def counted(database, table):
    with database.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


def waits_for_a_lock(database):
    with database.reading() as session:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return session.execute(text(waiting)).scalar_one() > 0


@pytest.mark.parametrize("known", [False, True])
def test_the_same_tap_in_two_processes_at_once_is_one_visit_of_one_person(
    postgres, other, keys, policy, now, new_venue, known
):
    [tap] = crowd(new_venue(), now, 1)
    if known:
        with postgres.writing() as session:
            check_in(
                session,
                [CheckIn(tap.code, new_visit_id(now - timedelta(hours=20), 5), tap.device)],
                keys=keys,
                policy=policy,
                now=now,
            )
    late = {}

    def elsewhere():
        with other.writing() as session:
            [late["receipt"]] = check_in(session, [tap], keys=keys, policy=policy, now=now)

    with postgres.writing() as session:
        [first] = check_in(session, [tap], keys=keys, policy=policy, now=now)
        second = threading.Thread(target=elsewhere)
        second.start()
        # Nothing of the first is visible yet: the second has looked, found nothing, and waits for its key.
        until = time.monotonic() + 10
        while not waits_for_a_lock(postgres) and time.monotonic() < until:
            time.sleep(0.005)
    second.join(60)
    assert late["receipt"] == first
    assert counted(postgres, "visits") == (2 if known else 1)
    assert counted(postgres, "persons") == counted(postgres, "device_tokens") == 1


def test_two_recorders_with_the_same_commands_keep_each_once(postgres, other, record, new_venue, now):
    commands = crowd(new_venue(), now, 120)
    recorders = record(postgres, batch=16, flushers=2), record(other, batch=16)
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda recorder: [f.result(60) for f in map(recorder.submit, commands)], recorders)
        )
    assert all(isinstance(answer, Receipt) for answer in answers[0])
    assert [a.visit.pseudonym for a in answers[0]] == [a.visit.pseudonym for a in answers[1]]
    assert [a.check_out_token for a in answers[0]] == [a.check_out_token for a in answers[1]]
    assert counted(postgres, "visits") == counted(postgres, "persons") == 120


def test_a_code_that_one_process_revokes_is_refused_by_the_other_at_once(
    postgres, other, record, new_venue, now
):
    venue = new_venue()
    before, after = crowd(venue, now + timedelta(seconds=1), 2)
    recorder = record(other)
    assert isinstance(recorder.submit(before).result(60), Receipt)
    with postgres.writing() as session:
        session.execute(text("UPDATE codes SET revoked_at = :now"), {"now": now})
    assert isinstance(recorder.submit(after).result(60), errors.CodeRevoked)

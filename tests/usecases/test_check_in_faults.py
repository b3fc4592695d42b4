"""What PostgreSQL may say in the middle of a batch: what is acknowledged is kept, and kept once.

One town for many faults: to make one takes longer than to break it.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import CodeUnknown, NotNow
from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.store import at_once as store
from app.store import city
from app.store.line import LineCutError
from app.store.loop_recorder import LoopRecorder
from app.usecases.check_in import check_in
from app.usecases.check_in_at_once import check_in_at_once
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt

NOBODY_S = {
    "serialization_failure": "40001",
    "deadlock_detected": "40P01",
    "disk_full": "53100",
    "too_many_connections": "53300",
    "query_canceled": "57014",
    "admin_shutdown": "57P01",
    "crash_shutdown": "57P02",
    "cannot_connect_now": "57P03",
    "read_only_sql_transaction": "25006",
}
"""Faults of the database itself: who checks in has done nothing wrong, and comes again."""
OF_THE_ROW = {
    "unique_violation": "23505",
    "foreign_key_violation": "23503",
    "check_violation": "23514",
}


class Town:
    """A recorder as the service has it on a database that fails when it is told to."""

    def __init__(self, database, keys, policy, now, code):
        self.database, self.now, self.code = database, now, code
        self.by_threads = 0
        known = {"keys": keys, "policy": policy, "now": now}

        def write(session, commands):
            self.by_threads += len(commands)
            return check_in(session, commands, **known)

        async def write_plain(line, commands):
            basis = city.known_basis(database, policy.basis)
            return await check_in_at_once(line, commands, basis, **known)

        # A slow machine is no crowd.
        self.recorder = LoopRecorder(database, write, write_plain, flushers=2, patience=60, deadline=60)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def tap(self, number, **changed):
        given = {"code": self.code, "device": DeviceToken(number.to_bytes(32, "big"))} | changed
        return CheckIn(visit=new_visit_id(self.now - timedelta(seconds=number), number), **given)

    def send(self, *commands):
        """Send all at once; what each is told, and how many of them the threads were given."""

        async def together():
            return await asyncio.gather(*map(self.recorder.record, commands), return_exceptions=True)

        before = self.by_threads
        told = asyncio.run_coroutine_threadsafe(together(), self.loop).result(30)
        return told, self.by_threads - before

    def close(self):
        self.recorder.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def do(self, *statements):
        with self.database.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def rows(self, what):
        with self.database.reading() as session:
            return session.execute(text(f"SELECT {what}")).all()

    def fail(self, times, then, *, at="true"):
        """Do something at so many of the next visits that are kept."""
        self.do(
            "CREATE SEQUENCE failed",  # what it counts is not rolled back
            f"""CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF {at} AND nextval('failed') <= {times} THEN {then}; END IF; RETURN NEW;
            END $$""",
            "CREATE TRIGGER fail BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION fail()",
        )

    def heal(self):
        self.do("DROP FUNCTION IF EXISTS fail CASCADE", "DROP SEQUENCE IF EXISTS failed")

    def is_whole(self, *commands):
        """Whether these visits are kept, each once, and nobody is two persons or none."""
        kept = sorted(row.id for row in self.rows("id FROM visits"))
        [[persons, tokens, whole]] = self.rows(
            "(SELECT count(*) FROM persons), (SELECT count(*) FROM device_tokens), "
            "(SELECT count(*) FROM persons JOIN device_tokens ON person = id)"
        )
        assert kept == sorted(command.visit for command in commands)
        assert persons == tokens == whole == len({command.device for command in commands})
        return True


def raising(state):
    return f"RAISE EXCEPTION 'not now' USING ERRCODE = '{state}'"


HANGING_UP = "PERFORM pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def town(postgres, keys, policy, now, new_venue):
    """A town that somebody has checked in to: from then on the line knows the legal basis."""
    town = Town(postgres, keys, policy, now, new_venue().code.code)
    assert kinds(town.send(town.tap(1))) == (["Receipt"], 1)
    assert kinds(town.send(town.tap(2))) == (["Receipt"], 1), "whoever read the basis first has seen it now"
    assert kinds(town.send(town.tap(3))) == (["Receipt"], 0), "by the line"
    yield town
    town.close()
    town.heal()


def kinds(sent):
    told, by_threads = sent
    return [type(one).__name__ for one in told], by_threads


def works(town, number):
    """Whether the line is back: nothing is left to the threads."""
    return kinds(town.send(town.tap(number))) == (["Receipt"], 0)


EARLIER = 1, 2, 3
ONCE = {name: raising(state) for name, state in (NOBODY_S | OF_THE_ROW).items()} | {"cut": HANGING_UP}
LASTING = {name: raising(state) for name, state in NOBODY_S.items()} | {"cut": HANGING_UP}


def test_what_happens_once_nobody_notices(town):
    kept = [*map(town.tap, EARLIER)]
    for number, (name, then) in enumerate(ONCE.items()):
        town.fail(1, then)
        new = [town.tap(100 * number + n) for n in (10, 11)]
        told, by_threads = town.send(kept[0], *new, town.tap(9, code="0" * 16))
        town.heal()
        assert [type(one) for one in told] == [Receipt, Receipt, Receipt, CodeUnknown], name
        assert [one.visit.id for one in told[:3]] == [command.visit for command in (kept[0], *new)], name
        assert by_threads == 4, f"{name} has not happened"
        kept += [*new, town.tap(100 * number + 12)]
        assert kinds(town.send(kept[-1])) == (["Receipt"], 0), f"after {name} the line is back"
    assert town.is_whole(*kept)


def test_what_lasts_is_told_and_comes_again_when_it_is_over(town):
    kept = [*map(town.tap, EARLIER)]
    for number, (name, then) in enumerate(LASTING.items()):
        town.fail(1000, then)
        new = [town.tap(100 * number + n) for n in (10, 11)]
        told, _ = town.send(*new)
        assert [type(one) for one in told] == [NotNow, NotNow], name
        assert town.is_whole(*kept), f"{name}: nothing of what was refused"
        town.heal()
        assert kinds(town.send(*new, *new)) == (["Receipt"] * 4, 0), f"after {name} the line is back"
        kept += new
    assert town.is_whole(*kept)


def test_a_row_that_cannot_be_kept_is_refused_alone(town):
    bad = town.tap(5)
    for number, (name, state) in enumerate(OF_THE_ROW.items(), 6):
        town.fail(1000, raising(state), at=f"NEW.id = '{bad.visit}'")
        told, _ = town.send(town.tap(4), bad, town.tap(number))
        town.heal()
        assert [type(one) for one in told] == [Receipt, IntegrityError, Receipt], name
        assert works(town, number + 10)
    assert town.is_whole(*map(town.tap, (*EARLIER, 4, 6, 7, 8, 16, 17, 18)))


def test_a_line_that_is_cut_behind_the_commit_doubles_nothing(town, monkeypatch):
    keep, cut = store.keep, []

    async def unheard(line, *given, **named):
        kept = await keep(line, *given, **named)
        if not cut:
            cut.append(kept)
            line.close()
            raise LineCutError
        return kept

    monkeypatch.setattr(store, "keep", unheard)
    batch = [town.tap(4), town.tap(5), town.tap(3)]
    told, by_threads = town.send(*batch)
    assert (cut, by_threads) == ([2], 3)
    assert [type(one) for one in told] == [Receipt] * 3
    assert works(town, 6)
    assert town.is_whole(*map(town.tap, (*EARLIER, 4, 5, 6)))


def test_a_server_that_takes_nobody_in_is_waited_for(town, postgres_server):
    own = town.database.engine.url.database
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as another:
        another.execute(f'ALTER DATABASE "{own}" ALLOW_CONNECTIONS false')
        another.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [own])
        told, _ = town.send(town.tap(4), town.tap(5))
        another.execute(f'ALTER DATABASE "{own}" ALLOW_CONNECTIONS true')
    assert [type(one) for one in told] == [NotNow, NotNow]
    assert works(town, 4)
    assert kinds(town.send(town.tap(5))) == (["Receipt"], 0)
    assert town.is_whole(*map(town.tap, (*EARLIER, 4, 5)))

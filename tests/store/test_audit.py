import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.domain.audit import AuditAction
from app.domain.audit_detail import NotForAudit
from app.store import audit
from app.store.tables import AuditRow
from app.vault.chain import GENESIS, End

SLIP_IN = (
    'INSERT INTO audit SELECT {number}, at, actor, action, "case", detail, hash '
    "FROM audit WHERE number = {of}"
)
ACTOR, CASE = UUID(int=1), UUID(int=2)


def append(database, now, times=1, **values):
    with database.writing() as session:
        for _ in range(times):
            last = audit.record(
                session,
                actor=ACTOR,
                action=AuditAction.CASE_READ,
                case=CASE,
                detail={"venue": UUID(int=3), "n": 2},
                now=now,
                **values,
            )
    return last


def verdict(database, *witnessed):
    with database.reading() as session:
        return audit.verify(session, witnessed=witnessed)


def end(database):
    with database.reading() as session:
        return audit.end(session)


def tamper(database, *statements):
    """What somebody with all rights in the database can do."""
    with database.writing() as session:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER audit_no_{verb}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement))


def test_an_empty_chain_holds(database):
    assert verdict(database) == audit.Verdict(0, None)
    assert end(database) == End(0, GENESIS)


def test_entries_are_numbered_without_gaps(database, now):
    assert append(database, now) == 1
    assert append(database, now, times=2) == 3
    assert verdict(database) == audit.Verdict(3, None)


def test_an_entry_reads_back_as_it_was_hashed(database, now):
    """Microseconds, ids and the document survive both databases byte for byte, or the hash would not hold."""
    append(database, now + timedelta(microseconds=123_457))
    assert verdict(database).first_bad is None


def test_the_walk_goes_on_over_many_batches(database, now, monkeypatch):
    monkeypatch.setattr(audit, "_BATCH", 3)
    append(database, now, times=10)
    assert verdict(database) == audit.Verdict(10, None)


def test_what_is_rolled_back_leaves_no_gap(database, now):
    append(database, now)
    with contextlib.suppress(ZeroDivisionError), database.writing() as session:
        audit.record(session, actor=None, action=AuditAction.SIGNED_IN, now=now)
        raise ZeroDivisionError
    assert append(database, now) == 2
    assert verdict(database) == audit.Verdict(2, None)


def test_free_text_is_refused_and_nothing_is_kept(database, now):
    with pytest.raises(NotForAudit), database.writing() as session:
        audit.record(
            session, actor=ACTOR, action=AuditAction.CASE_READ, detail={"why": "Nguyễn Thị Hương"}, now=now
        )
    assert verdict(database).entries == 0


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'signed_in'", "DELETE FROM audit"])
def test_the_database_itself_refuses_changes(database, now, statement):
    append(database, now)
    with pytest.raises(DBAPIError, match="insert-only"), database.writing() as session:
        session.execute(text(statement))
    assert verdict(database) == audit.Verdict(1, None)


@pytest.mark.abuse("AB-15")
@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit SET action = 'signed_in' WHERE number = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE number = 1", 1),
        ("UPDATE audit SET actor = NULL WHERE number = 5", 5),
        ('UPDATE audit SET "case" = NULL WHERE number = 2', 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number >= 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET number = number + 100 WHERE number = 2", 2),
        ("UPDATE audit_head SET number = 4", 6),
        (
            'INSERT INTO audit SELECT 0, at, actor, action, "case", detail, hash FROM audit WHERE number = 1',
            1,
        ),
        (
            'INSERT INTO audit SELECT 6, at, actor, action, "case", detail, hash FROM audit WHERE number = 5',
            6,
        ),
    ],
)
def test_the_first_bad_entry_is_named(database, now, statement, first_bad):
    append(database, now, times=5)
    tamper(database, statement)
    assert verdict(database).first_bad == first_bad


@pytest.mark.abuse("AB-15")
def test_cutting_off_the_end_and_setting_the_head_back_is_seen_by_who_kept_a_checkpoint(database, now):
    append(database, now, times=3)
    before = end(database)
    append(database, now, times=2)
    after = end(database)
    tamper(
        database,
        "DELETE FROM audit WHERE number > 3",
        "UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3)",
    )
    assert verdict(database) == audit.Verdict(3, None), "the chain alone cannot tell"
    assert verdict(database, before) == audit.Verdict(3, None)
    assert verdict(database, before, after) == audit.Verdict(3, 4)


@pytest.mark.abuse("AB-15")
def test_a_chain_rebuilt_from_the_middle_disagrees_with_a_checkpoint(database, now):
    append(database, now, times=3)
    kept = end(database)
    tamper(database, "DELETE FROM audit", set_back(database))
    append(database, now + timedelta(seconds=1), times=4)
    assert verdict(database) == audit.Verdict(4, None)
    assert verdict(database, kept) == audit.Verdict(2, 3)


def set_back(database):
    zeros = "00" * 32
    literal = f"x'{zeros}'" if database.is_sqlite else f"'\\x{zeros}'::bytea"
    return f"UPDATE audit_head SET number = 0, hash = {literal}"  # noqa: S608 - a constant


def test_parallel_writers_make_one_chain(database, now):
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: append(database, now), range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert verdict(database) == audit.Verdict(40, None)


def test_a_writer_that_began_before_another_entry_appends_after_it(postgres, now):
    # SQLite has one writer at a time: there is no such writer.
    with postgres.writing() as session:
        session.execute(text("SELECT 1"))  # a snapshot of the whole transaction would be taken here
        append(postgres, now)
        assert audit.record(session, actor=None, action=AuditAction.SIGNED_IN, now=now) == 2
    assert verdict(postgres) == audit.Verdict(2, None)


def test_actions_fit_the_column():
    assert AuditRow.__table__.c.action.type.length == 40

"""Whether a database that answers can also keep something."""

from __future__ import annotations

from sqlalchemy import event, text


def test_asking_leaves_nothing_behind(database):
    assert database.answers()
    if not database.is_sqlite:
        with database.reading() as session:
            assert session.execute(text("SHOW work_mem")).scalar_one() != "64kB"


def test_postgresql_without_room_for_half_a_megabyte_is_not_ready(postgres):
    def leave_no_room(connection, _record):
        connection.execute("SET temp_file_limit = '128kB'")
        connection.commit()

    postgres.close()
    event.listen(postgres.engine, "connect", leave_no_room)
    try:
        assert not postgres.answers()
        with postgres.writing() as session:  # what needs no new file goes on, as on a disk that is full
            session.execute(text("SELECT txid_current()"))
    finally:
        event.remove(postgres.engine, "connect", leave_no_room)
        postgres.close()
    assert postgres.answers()

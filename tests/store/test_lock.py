"""What runs once an installation, when several processes serve it."""

from __future__ import annotations

from app.store.db import open_database
from app.store.lock import only_one


def test_one_of_two_processes_does_it_and_the_other_may_afterwards(database, database_url):
    other = open_database(database_url)
    with only_one(database, "retention") as mine, only_one(other, "retention") as theirs:
        assert mine
        assert theirs is database.is_sqlite  # a file has one server, which another lock sees to
        with only_one(other, "posters") as else_where:
            assert else_where
    with only_one(other, "retention") as theirs:
        assert theirs
    other.close()

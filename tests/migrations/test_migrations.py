from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import CheckConstraint, Enum, inspect, text
from sqlalchemy.exc import DatabaseError

from app.domain.audit import AuditAction
from app.domain.spans import local_day
from app.store import audit, migrate, partitions
from app.store.db import open_database
from app.store.tables import metadata


def test_the_migrated_schema_is_the_one_the_program_means(database):
    assert migrate.differences(database) == []
    assert migrate.revision(database) == migrate.newest()


def test_a_difference_is_noticed(database):
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_audit_action"))
    assert migrate.differences(database)


def test_everything_can_be_taken_back_and_made_again(database):
    migrate.downgrade(database, "base")
    left = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    migrate.upgrade(database)
    assert migrate.differences(database) == []


def test_an_unmigrated_database_is_named(tmp_path):
    empty = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(migrate.NotMigrated, match="none"):
        migrate.require_newest(empty)
    empty.close()


def test_every_check_lists_exactly_the_members_of_its_enum(database):
    # `alembic check` does not notice a member that was added to an enum.
    inspector = inspect(database.engine)
    compared = 0
    for table in metadata.sorted_tables:
        checks = {c["name"]: c["sqltext"] for c in inspector.get_check_constraints(table.name)}
        for column in table.columns:
            if isinstance(column.type, Enum):
                (sql,) = [s for n, s in checks.items() if n and n.endswith(column.type.name)]
                assert set(re.findall(r"'([a-z0-9_-]+)'", sql)) == set(column.type.enums), (table, column)
                compared += 1
    assert compared >= 10


def test_audit_entries_can_be_neither_changed_nor_removed(database, now):
    with database.writing() as session:
        audit.record(session, actor=None, action=AuditAction.MAP_VIEWED, now=now)
    for statement in ("UPDATE audit SET action = 'y'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="insert-only"), database.engine.begin() as connection:
            connection.execute(text(statement))


def test_no_column_can_hold_a_name_or_a_number_of_a_visitor_in_the_clear(database):
    readable = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        if table.name in {"persons", "device_tokens", "cards", "visits", "sealed_contacts", "subjects"}
        for column in table.columns
        if str(column.type).startswith(("VARCHAR", "TEXT")) and not isinstance(column.type, Enum)
    }
    assert readable == {("subjects", "jurisdiction")}
    assert inspect(database.engine).has_table("visits")


def test_nothing_references_a_visit(database):
    inspector = inspect(database.engine)
    for table in inspector.get_table_names():
        assert all(key["referred_table"] != "visits" for key in inspector.get_foreign_keys(table))


def test_visits_are_partitioned_by_time(postgres):
    with postgres.engine.connect() as connection:
        kind, columns = connection.execute(
            text(
                "SELECT p.partstrat, array_agg(a.attname) FROM pg_partitioned_table p "
                "JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = ANY (p.partattrs) "
                "WHERE p.partrelid = 'visits'::regclass GROUP BY p.partstrat"
            )
        ).one()
        key = connection.execute(
            text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'pk_visits'")
        ).scalar_one()
    assert (kind, columns) == ("r", ["entered_at"])
    assert key == "PRIMARY KEY (venue, entered_at, id)"


def test_a_check_out_writes_no_index_of_visits(postgres, now):
    # PostgreSQL counts the columns of a predicate too, so an index that names `left_at` anywhere costs every
    # visit its light update. Counted by the server itself, in a partition that has room on its pages: what an
    # earlier test deleted in this lent database still fills some of them.
    with postgres.engine.begin() as connection:
        connection.execute(text("TRUNCATE visits"))
        connection.execute(
            text(
                "INSERT INTO visits (venue, entered_at, id, pseudonym, received_at, assurance, flags, basis, "
                "version) SELECT gen_random_uuid(), :now, gen_random_uuid(), gen_random_uuid(), :now, "
                "'static', 0, 1, 1 FROM generate_series(1, 10)"
            ),
            {"now": now},
        )
        connection.execute(text("UPDATE visits SET left_at = :now, version = 2"), {"now": now})
        done = connection.execute(
            text(
                "SELECT sum(n_tup_upd), sum(n_tup_hot_upd) FROM pg_stat_xact_user_tables "
                "WHERE relname LIKE 'visits%'"
            )
        ).one()
    assert tuple(done) == (10, 10)


def test_every_unique_index_of_visits_holds_the_venue(database):
    # A distributed PostgreSQL spreads visits by venue and refuses any other unique index.
    inspector = inspect(database.engine)
    assert "venue" in inspector.get_pk_constraint("visits")["constrained_columns"]
    assert all(
        "venue" in index["column_names"] for index in inspector.get_indexes("visits") if index["unique"]
    )


def test_partitions_stand_ready_from_three_days_back_to_a_week_ahead(postgres, policy, now):
    today = local_day(now, policy.zone)
    assert partitions.days_with_partitions(postgres) == [today + timedelta(days=n) for n in range(-3, 8)]
    assert partitions.partitions_ready(postgres, today)
    partitions.ensure_partitions(postgres, policy.zone, now=now + timedelta(days=1))
    assert partitions.days_with_partitions(postgres)[-1] == today + timedelta(days=8)


def test_a_row_beside_its_partition_is_kept_and_reported(postgres, policy, now):
    with postgres.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO visits VALUES (gen_random_uuid(), '2020-01-01', gen_random_uuid(), "
                "gen_random_uuid(), NULL, now(), NULL, NULL, 'static', 0, 1, 1)"
            )
        )
    assert not partitions.partitions_ready(postgres, local_day(now, policy.zone))


def test_every_constraint_has_a_name():
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name or (isinstance(constraint, CheckConstraint) and not constraint.columns)

"""What Citus asks of the schema, held by a stand-in that refuses what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.store import distribution, histories
from app.store.migrate import differences
from app.store.tables import SealedContactRow, VisitRow, metadata
from tests.routing import everywhere, listed

_STAND_IN = Path(__file__).with_name("stand_in_citus.sql").read_text(encoding="utf-8")
_PLACES = "SELECT logicalrelid::text, cut_by FROM pg_dist_partition"


def with_citus(database, *, coordinator=True):
    with database.engine.begin() as connection:
        # Many statements, and % of their own: past SQLAlchemy to the driver.
        connection.connection.driver_connection.execute(_STAND_IN)
        if coordinator:
            connection.exec_driver_sql("INSERT INTO pg_dist_node VALUES (0)")


def places(database):
    with database.engine.connect() as connection:
        return dict(list(connection.exec_driver_sql(_PLACES)))


def test_without_citus_nothing_is_done(database):
    assert distribution.distribute(database, shards=4) is None
    assert differences(database) == []


def test_every_table_has_a_place_and_keeps_it(postgres):
    with_citus(postgres)
    placed = distribution.distribute(postgres, shards=4)
    assert {one.table for one in placed} | distribution.LOCAL == set(metadata.tables) | {histories.TABLE}
    found = places(postgres)
    assert found == {one.table: one.column for one in placed}
    assert {table: cut for table, cut in found.items() if cut} == distribution.DISTRIBUTED
    assert distribution.distribute(postgres, shards=4) == []
    assert {difference[1].name for difference in differences(postgres)} == {
        "pg_dist_node",
        "pg_dist_partition",
    }


def test_an_interrupted_run_goes_on(postgres):
    with_citus(postgres)
    with postgres.engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER FUNCTION create_distributed_table RENAME TO create_distributed_table_"
        )
        connection.exec_driver_sql(
            "CREATE FUNCTION create_distributed_table(given regclass, cut_by text, colocate_with text, "
            "shard_count int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE 'power cut'; END $$"
        )
    with pytest.raises(DBAPIError, match="power cut"):
        distribution.distribute(postgres, shards=4)
    before = places(postgres)
    assert before
    with postgres.engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION create_distributed_table")
        connection.exec_driver_sql(
            "ALTER FUNCTION create_distributed_table_ RENAME TO create_distributed_table"
        )
    placed = distribution.distribute(postgres, shards=4)
    assert {one.table for one in placed} == set(distribution.DISTRIBUTED)


def test_citus_without_its_coordinator_is_refused(postgres):
    with_citus(postgres, coordinator=False)
    with pytest.raises(distribution.CoordinatorUnknown):
        distribution.distribute(postgres, shards=4)


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        ("CREATE UNIQUE INDEX once ON sealed_contacts (epoch)", "without its distribution column"),
        ("ALTER TABLE exposures ADD UNIQUE (person, number)", "without its distribution column"),
        ("ALTER TABLE sealed_contacts ADD note int REFERENCES audit_head", "not a reference table"),
        ("ALTER TABLE officials ADD note bigint REFERENCES audit", "a table that is none"),
        (
            "CREATE TRIGGER t BEFORE UPDATE ON venues EXECUTE FUNCTION audit_is_insert_only()",
            "because it has triggers",
        ),
    ],
)
def test_a_schema_that_breaks_a_rule_is_refused(postgres, fault, refusal):
    with_citus(postgres)
    with postgres.engine.begin() as connection:
        connection.exec_driver_sql(fault)
    with pytest.raises(DBAPIError, match=refusal):
        distribution.distribute(postgres, shards=4)


def test_a_query_that_names_its_venue_is_sent_to_it():
    venue, who = VisitRow.venue, SealedContactRow.person
    assert everywhere(select(VisitRow).where(venue == 1, VisitRow.version > 0)) == set()
    assert everywhere(select(VisitRow).where(venue.in_([1, 2]))) == set()
    assert everywhere(select(VisitRow).where((venue == 1) | (venue == 2))) == set()
    assert everywhere(select(SealedContactRow).where(who == 1)) == set()


def test_a_query_that_names_none_asks_everywhere():
    venue = VisitRow.venue
    assert everywhere(select(VisitRow)) == {"visits"}
    assert everywhere(select(VisitRow).where(VisitRow.version == 0)) == {"visits"}
    assert everywhere(select(VisitRow).where((venue == 1) | (VisitRow.version == 0))) == {"visits"}
    assert everywhere(select(VisitRow).where(venue != 1)) == {"visits"}
    assert everywhere(select(VisitRow).where(venue == SealedContactRow.person)) == {
        "visits",
        "sealed_contacts",
    }
    assert everywhere(select(1).where(venue.in_(select(VisitRow.venue)))) == {"visits"}


def test_the_list_of_the_page_names_functions_that_exist():
    page = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
    names = listed(page)
    assert names
    for name in names:
        module, function = name.split(".")
        assert f"def {function}(" in (Path(distribution.__file__).parent / f"{module}.py").read_text()

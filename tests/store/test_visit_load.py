"""A loaded database is one that check-ins have filled: the same rows, indexes and constraints."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import text

from app.domain.ids import Pseudonym, VenueId, VisitId
from app.domain.spans import local_day
from app.domain.visits import Visit
from app.simulation import crowd as crowds
from app.simulation.columns import moment
from app.simulation.crowd import ASSURANCES, Crowd
from app.store import partitions, visit_load, visits
from app.store.visit_load import VisitColumns


@pytest.fixture(autouse=True)
def _few_rows_at_once(monkeypatch):
    monkeypatch.setattr(visit_load, "_ROWS_AT_ONCE", 256)


@pytest.fixture
def yesterday(now, policy):
    return local_day(now, policy.zone) - timedelta(days=1)


@pytest.fixture
def columns(policy, yesterday):
    """One day of 600 visits."""
    crowd = Crowd(600, 1, 3, yesterday)
    day = crowds.day(crowd, 0, policy.zone)
    return VisitColumns(
        venue=crowds.venue_ids(crowd)[day.venue],
        id=day.id,
        pseudonym=crowds.person_ids(crowd, day.person),
        entered=day.entered,
        left=day.left,
        received=day.received,
        assurance=day.assurance,
        assurances=ASSURANCES,
        basis=4,
    )


def as_visits(columns):
    def ids(of):
        return [UUID(bytes=row.tobytes()) for row in of]

    return [
        Visit(
            venue=VenueId(venue),
            id=VisitId(visit),
            pseudonym=Pseudonym(who),
            assurance=ASSURANCES[assurance],
            received_at=moment(received),
            basis=4,
            left_at=moment(left) if left >= 0 else None,
            version=2 if left >= 0 else 1,
        )
        for venue, visit, who, assurance, received, left in zip(
            ids(columns.venue),
            ids(columns.id),
            ids(columns.pseudonym),
            columns.assurance.tolist(),
            columns.received.tolist(),
            columns.left.tolist(),
            strict=True,
        )
    ]


def rows(database):
    """As the driver gives them, not as the program reads them."""
    with database.reading() as session:
        found = session.execute(text("SELECT * FROM visits ORDER BY venue, entered_at, id"))
        return [tuple(found.keys()), *map(tuple, found)]


def test_loaded_rows_are_those_of_the_plain_path(database, columns, yesterday, policy):
    with database.writing() as session:
        visits.add(session, as_visits(columns))
    plain = rows(database)
    with database.writing() as session:
        session.execute(text("DELETE FROM visits"))
    visit_load.load_day(database, yesterday, policy.zone, columns)
    loaded = rows(database)
    assert len(loaded) == 601
    for given, wanted in zip(loaded, plain, strict=True):
        assert given == wanted


def test_loaded_visits_read_back_as_they_were_meant(database, columns, yesterday, policy):
    visit_load.load_day(database, yesterday, policy.zone, columns)
    meant = {visit.id: visit for visit in as_visits(columns)}
    with database.reading() as session:
        found = visits.of_pseudonyms(session, {visit.pseudonym for visit in meant.values()})
    assert {visit.id: visit for visit in found} == meant


def test_an_index_that_was_left_aside_is_the_very_same_again(database, columns, yesterday, policy):
    before = schema(database, yesterday)
    aside = visit_load.drop_index(database)
    if database.is_sqlite:
        assert schema(database, yesterday) != before
    visit_load.load_day(database, yesterday, policy.zone, columns)
    visit_load.finish(database, aside)
    assert schema(database, yesterday) == before


def test_a_loaded_partition_differs_in_nothing_from_one_made_ahead(postgres, columns, yesterday, policy):
    # Not even in what a schema comparison would not see: local or inherited, validated or not, its bounds.
    before = details(postgres, yesterday)
    visit_load.load_day(postgres, yesterday, policy.zone, columns)
    assert details(postgres, yesterday) == before
    assert any("PRIMARY KEY (venue, entered_at, id)" in str(fact) for fact in before)
    with postgres.reading() as session:
        assert session.execute(text("SELECT count(*) FROM visits_default")).scalar_one() == 0


def test_a_visit_of_another_day_is_refused_and_the_day_stays_as_it_was(postgres, columns, yesterday, policy):
    columns.entered[0] += 24 * 3_600_000_000
    with pytest.raises(Exception, match=r"visits_\d+_day"):
        visit_load.load_day(postgres, yesterday, policy.zone, columns)
    partitions.ensure_partitions(postgres, policy.zone, now=moment(int(columns.entered[-1])))
    assert len(rows(postgres)) == 1


def test_persons_are_kept_with_their_first_day(database, yesterday):
    crowd = Crowd(600, 1, 3, yesterday)
    ids = crowds.person_ids(crowd, np.arange(700))
    visit_load.load_persons(database, ids, yesterday)
    with database.reading() as session:
        count = session.execute(text("SELECT count(*), count(DISTINCT id) FROM persons")).one()
        of_all = session.execute(text("SELECT DISTINCT first_day, guardian FROM persons")).all()
        known = session.execute(text("SELECT id FROM persons LIMIT 10")).scalars().all()
    assert tuple(count) == (700, 700)
    assert [(str(day), bool(guardian)) for day, guardian in of_all] == [(yesterday.isoformat(), False)]
    assert {UUID(bytes=row) if isinstance(row, bytes) else row for row in known} <= {
        UUID(bytes=row.tobytes()) for row in ids
    }


def schema(database, day):
    if not database.is_sqlite:
        return details(database, day)
    with database.reading() as session:
        return set(session.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all())


_DETAILS = (
    """SELECT conname, contype, convalidated, conislocal, coninhcount, connoinherit, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE conrelid = CAST(:name AS regclass)""",
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name",
    """SELECT c.relname, i.indisvalid, p.inhparent::regclass::text FROM pg_index i
       JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_inherits p ON p.inhrelid = i.indexrelid
       WHERE i.indrelid = CAST(:name AS regclass)""",
    """SELECT a.attnum, attname, format_type(atttypid, atttypmod), attnotnull, attislocal, attinhcount,
              attstorage, attcompression, attstattarget, pg_get_expr(adbin, adrelid)
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
       WHERE attrelid = CAST(:name AS regclass)""",
    """SELECT relkind, relpersistence, relowner, relacl::text, reloptions::text, relispartition,
              pg_get_expr(relpartbound, oid), relchecks, relhasindex
       FROM pg_class WHERE oid = CAST(:name AS regclass)""",
)


def details(database, day):
    """Everything that PostgreSQL knows of a partition."""
    name = {"name": partitions.partition_name(day)}
    with database.reading() as session:
        return {tuple(row) for query in _DETAILS for row in session.execute(text(query), name)}

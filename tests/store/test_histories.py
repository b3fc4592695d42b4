"""The person-keyed copy: where a cluster cut by venue finds a person's visits."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.assurance import Assurance
from app.domain.ids import PersonId, Pseudonym, VenueId, new_visit_id
from app.domain.spans import day_span, local_day
from app.domain.visits import Visit
from app.store import cards, histories, partitions, visit_retention, visits
from app.store.closed_days import rewrite_day
from app.store.db import open_database


def visit(at, number, who):
    return Visit(
        VenueId(UUID(int=number % 3)),
        new_visit_id(at, number),
        Pseudonym(UUID(int=who)),
        Assurance.STATIC,
        received_at=at,
        basis=1,
    )


def some(now):
    return [visit(now + timedelta(minutes=n), n, who=n % 5) for n in range(1, 30)]


def rows(database):
    with database.reading() as session:
        query = text("SELECT pseudonym, entered_at, id, venue FROM histories ORDER BY entered_at")
        return list(session.execute(query))


@pytest.fixture
def cut(postgres, database_url, now):
    """A database with the copy, and visits from before it and from after."""
    before, after = some(now)[:15], some(now)[15:]
    with postgres.writing() as session:
        visits.add(session, before)
    histories.make(postgres)
    histories.make(postgres)  # the second time there is nothing to do
    database = open_database(database_url)
    with database.writing() as session:
        visits.add(session, after)
        visits.add(session, before[:3])  # repeats
    yield database
    database.close()


def test_histories_are_the_same_with_the_copy_and_without(cut, postgres, now):
    assert len(rows(cut)) == len(some(now))
    wanted = [Pseudonym(UUID(int=who)) for who in (1, 3, 77)]
    with cut.reading() as session, postgres.reading() as plain:
        assert histories.kept(session)
        assert not histories.kept(plain)  # it was opened before there was one
        assert visits.of_pseudonyms(session, wanted) == visits.of_pseudonyms(plain, wanted) != []


def test_without_the_copy_no_table_is_asked_for(database):
    with database.reading() as session:
        assert not histories.kept(session)


def test_who_is_deleted_leaves_no_history(cut, now):
    with cut.writing() as session:
        cards.delete_holder(session, PersonId(UUID(int=9)), [Pseudonym(UUID(int=1))])
    assert {row.pseudonym for row in rows(cut)} == {UUID(int=who) for who in (0, 2, 3, 4)}


def test_the_copy_ends_with_the_day_of_its_visits(cut, policy, now):
    today = local_day(now, policy.zone)
    with cut.writing() as session:
        visits.add(session, [visit(now + timedelta(days=30), 1, who=6)])  # beside all partitions
    assert visit_retention.drop_old_partitions(cut, today + timedelta(days=1))
    assert [row.pseudonym for row in rows(cut)] == [UUID(int=6)]
    visit_retention.delete_visits_before(cut, today + timedelta(days=60), policy.zone)
    assert rows(cut) == []


def test_days_ahead_are_made_for_the_copy_too(cut, policy, now):
    later = now + timedelta(days=9)
    partitions.ensure_partitions(cut, policy.zone, now=later)
    with cut.writing() as session:
        visits.add(session, [visit(later + timedelta(days=5), 2, who=8)])
    with cut.reading() as session:
        assert session.execute(text("SELECT count(*) FROM histories_default")).scalar_one() == 0


def test_a_cluster_gives_up_what_stands_beside_visits(postgres, policy, now):
    day = local_day(now, policy.zone) - timedelta(days=2)
    with postgres.writing() as session:
        visits.add(session, [visit(day_span(day, policy.zone).start, 1, who=1)])
    rewrite_day(postgres, day, policy.zone)
    triggers = "SELECT count(*) FROM pg_trigger WHERE tgname = 'forget_same_day'"
    beside = "SELECT count(*) FROM visits WHERE same_day IS NOT NULL"
    found = []
    for _ in range(2):
        with postgres.reading() as session:
            found.append([session.execute(text(query)).scalar_one() for query in (triggers, beside)])
        histories.make(postgres)
    assert found == [[1, 1], [0, 0]]

"""The visits of a day end without anybody being kept from checking in."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.spans import day_span, local_day
from app.domain.visits import Visit
from app.store import partitions, visit_retention, visits


def visit(at, number, venue=1):
    return Visit(
        VenueId(UUID(int=venue)),
        new_visit_id(at, number),
        Pseudonym(UUID(int=number)),
        Assurance.STATIC,
        received_at=at,
        basis=1,
    )


def keep(database, *new):
    with database.writing() as session:
        visits.add(session, new)


def count(database):
    with database.reading() as session:
        return session.execute(text("SELECT count(*) FROM visits")).scalar_one()


def test_visits_of_older_days_go_and_those_of_the_first_kept_day_stay(database, policy, now):
    today = local_day(now, policy.zone)
    midnight = day_span(today, policy.zone).start
    keep(
        database,
        *(visit(midnight - timedelta(milliseconds=1), n, venue=n) for n in range(1, 302)),
        *(visit(midnight, n, venue=n) for n in range(1, 302, 3)),
    )
    partitions_gone = visit_retention.drop_old_partitions(database, today)
    deleted = visit_retention.delete_visits_before(database, today, policy.zone)
    assert count(database) == 101
    assert visit_retention.oldest_visit(database) == midnight
    if database.is_sqlite:
        assert (partitions_gone, deleted) == ([], 301)
    else:
        assert partitions_gone == [today - timedelta(days=n) for n in (3, 2, 1)]
        assert deleted == 0


def test_rows_beside_their_partitions_go_too(database, policy, now):
    today = local_day(now, policy.zone)
    keep(database, visit(now - timedelta(days=30), 1), visit(now, 2))
    assert visit_retention.oldest_visit(database) == now - timedelta(days=30)
    visit_retention.drop_old_partitions(database, today)
    assert visit_retention.delete_visits_before(database, today, policy.zone) == 1
    assert visit_retention.oldest_visit(database) == now


def test_where_there_are_no_visits_none_is_the_oldest(database):
    assert visit_retention.oldest_visit(database) is None


def test_a_partition_that_is_being_read_is_left_and_goes_the_next_time(postgres, policy, now, monkeypatch):
    monkeypatch.setattr(partitions, "_TRIES", 2)
    monkeypatch.setattr(partitions, "_LONGEST_WAIT", "20ms")
    today = local_day(now, policy.zone)
    keep(postgres, visit(now - timedelta(days=1), 1))
    with postgres.reading() as backup:
        assert backup.execute(text("SELECT count(*) FROM visits")).scalar_one() == 1
        assert visit_retention.drop_old_partitions(postgres, today) == []
        # Whoever waits for the lock must not keep others waiting for long.
        keep(postgres, visit(now, 2))
        assert visit_retention.delete_visits_before(postgres, today, policy.zone) == 0
        assert visit_retention.oldest_visit(postgres) == now - timedelta(days=1)
    assert len(visit_retention.drop_old_partitions(postgres, today)) == 3
    assert count(postgres) == 1


def test_partitions_are_dropped_and_made_while_check_ins_go_on(postgres, policy, now):
    """Readers and writers of all days, while ten partitions go and come: nobody fails, nothing is lost."""
    stop, faults, kept = threading.Event(), [], []

    def check_in(writer):
        number = 0
        try:
            while not stop.is_set():
                number += 1
                new = visit(now, writer << 32 | number, venue=number % 50 + 1)
                with postgres.writing() as session:
                    visits.by_keys(session, [(new.venue, new.id)])
                    visits.of_pseudonyms(session, [new.pseudonym])
                    visits.add(session, [new])
                kept.append(new.id)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test is to show it
            faults.append(fault)

    writers = [threading.Thread(target=check_in, args=(n,)) for n in (1, 2, 3)]
    for writer in writers:
        writer.start()
    for back in range(10, 0, -1):
        partitions.ensure_partitions(postgres, policy.zone, now=now, back=10)
        first_kept = local_day(now, policy.zone) - timedelta(days=back - 1)
        visit_retention.drop_old_partitions(postgres, first_kept)
    stop.set()
    for writer in writers:
        writer.join()
    assert faults == []
    assert count(postgres) == len(kept) > 0
    with postgres.reading() as session:
        found = visits.of_pseudonyms(session, {Pseudonym(UUID(int=1 << 32 | n)) for n in range(1, 5)})
    assert {each.id for each in found} <= set(kept)


@pytest.mark.parametrize("venues", [0, 1, 199, 401])
def test_every_venue_is_asked_whatever_their_number(database, policy, now, venues):
    keep(database, *(visit(now, n, venue=n) for n in range(1, venues + 1)))
    later = local_day(now, policy.zone) + timedelta(days=1)
    visit_retention.drop_old_partitions(database, later)
    visit_retention.delete_visits_before(database, later, policy.zone)
    assert count(database) == 0


def test_processes_that_make_partitions_at_the_same_moment_make_each_once(postgres, policy, now):
    later, faults = now + timedelta(days=30), []

    def make():
        try:
            partitions.ensure_partitions(postgres, policy.zone, now=later)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test is to show it
            faults.append(fault)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(partitions.days_with_partitions(postgres)) == 22

"""A day that is over is written anew in order of venues, and nothing that happens meanwhile is lost."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.spans import day_span, local_day
from app.domain.visits import Visit
from app.store import closed_days, visits
from app.store.closed_days import days_to_rewrite, rewrite_day


def visit(at, number):
    return Visit(
        VenueId(UUID(int=number % 7 + 1)),
        new_visit_id(at, number),
        Pseudonym(UUID(int=number + 1)),
        Assurance.STAFF if number % 5 == 0 else Assurance.STATIC,
        received_at=at,
        basis=1,
        left_at=at + timedelta(hours=1) if number % 3 else None,
    )


@pytest.fixture
def day(policy, now):
    return local_day(now, policy.zone) - timedelta(days=2)


@pytest.fixture
def lived(database, policy, day):
    """A day of visits to seven venues in order of arrival."""
    rng, start = random.Random(1), day_span(day, policy.zone).start
    new = [visit(start + timedelta(seconds=rng.randrange(86_400)), number) for number in range(200)]
    new.sort(key=lambda one: one.received_at)
    for some in (new[:100], new[100:]):
        with database.writing() as session:
            visits.add(session, some)
    return new


def rows(database, order="venue, entered_at, id"):
    with database.reading() as session:
        return session.execute(text(f"SELECT * FROM visits ORDER BY {order}")).all()  # noqa: S608 - ours


def left_behind(database):
    query = (
        "SELECT relname FROM pg_class WHERE relname ~ '^(rewritten|noted)_[0-9]+$' "
        "UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE 'noted%'"
    )
    with database.reading() as session:
        return session.execute(text(query)).scalars().all()


@pytest.mark.usefixtures("lived")
def test_the_rows_lie_in_order_of_venues_and_are_the_same_rows(postgres, policy, day):
    before = rows(postgres)
    assert rows(postgres, "ctid") != before
    assert rewrite_day(postgres, day, policy.zone)
    assert rows(postgres, "ctid") == rows(postgres) == before
    assert left_behind(postgres) == []


@pytest.mark.usefixtures("lived")
def test_a_day_is_rewritten_once_and_only_when_it_is_over(postgres, policy, day):
    assert days_to_rewrite(postgres, day) == [day - timedelta(days=1)]
    assert day in days_to_rewrite(postgres, day + timedelta(days=1))
    rewrite_day(postgres, day, policy.zone)
    assert day not in days_to_rewrite(postgres, day + timedelta(days=1))
    with postgres.reading() as session:
        kinds = "SELECT count(*) FROM pg_index WHERE indrelid = to_regclass(:name) AND indisvalid"
        names = {d: f"visits_{d:%Y%m%d}" for d in (day, day + timedelta(days=1))}
        counts = {d: session.execute(text(kinds), {"name": name}).scalar_one() for d, name in names.items()}
    assert len(set(counts.values())) == 1  # the same indexes as a day that was not


def test_elsewhere_there_is_nothing_to_do(database, policy, now, monkeypatch):
    if not database.is_sqlite:
        monkeypatch.setattr(closed_days.histories, "kept", lambda _session: True)  # a cluster
    assert days_to_rewrite(database, local_day(now, policy.zone)) == []


def change(database, lived, policy, day):
    """Somebody takes a visit back, somebody deletes a card with its visits, and a late entry comes."""
    late = visit(day_span(day, policy.zone).start + timedelta(hours=3), 999)
    with database.writing() as session:
        taken, deleted = ({"venue": one.venue, "id": one.id, "at": one.received_at} for one in lived[3:5])
        session.execute(
            text("UPDATE visits SET withdrawn_at = :at, version = 2 WHERE venue = :venue AND id = :id"), taken
        )
        session.execute(text("DELETE FROM visits WHERE venue = :venue AND id = :id"), deleted)
        visits.add(session, [late])


def beside(work):
    """Let somebody else do it, in a thread of their own."""
    other = threading.Thread(target=work)
    other.start()
    other.join()


def test_what_changes_meanwhile_is_carried_over(postgres, lived, policy, day, monkeypatch):
    fill = closed_days._fill
    changed = []

    def fill_while_people_act(*given):
        fill(*given)
        beside(lambda: (change(postgres, lived, policy, day), changed.extend(rows(postgres))))

    monkeypatch.setattr(closed_days, "_fill", fill_while_people_act)
    assert rewrite_day(postgres, day, policy.zone)
    assert rows(postgres) == changed
    assert len(changed) == 200


def test_where_a_change_was_not_carried_over_the_day_stays_as_it_was(
    postgres, lived, policy, day, monkeypatch
):
    # Else the test above could not fail: this is what a rewriting without notes would lose.
    fill = closed_days._fill

    def fill_while_people_act(*given):
        fill(*given)
        beside(lambda: change(postgres, lived, policy, day))

    monkeypatch.setattr(closed_days, "_fill", fill_while_people_act)
    monkeypatch.setattr(closed_days, "_carry_over", lambda *_given: 3)
    monkeypatch.setattr(closed_days, "_ROUNDS", 2)
    monkeypatch.setattr(closed_days, "_PAUSE", 0)
    assert not rewrite_day(postgres, day, policy.zone)
    assert len(rows(postgres)) == 200
    assert left_behind(postgres) == []
    assert day in days_to_rewrite(postgres, day + timedelta(days=1))


@pytest.mark.usefixtures("lived")
def test_whoever_began_before_sees_the_day_to_the_end(postgres, policy, day, monkeypatch):
    monkeypatch.setattr(closed_days, "_ROUNDS", 2)
    monkeypatch.setattr(closed_days, "_PAUSE", 0)
    with postgres.reading() as trace:
        trace.execute(text("SELECT count(*) FROM venues"))  # from here on it sees the city of this moment
        assert not rewrite_day(postgres, day, policy.zone)
        assert trace.execute(text("SELECT count(*) FROM visits")).scalar_one() == 200
        trace.rollback()
        assert rewrite_day(postgres, day, policy.zone)
        assert trace.execute(text("SELECT count(*) FROM visits")).scalar_one() == 200


@pytest.mark.usefixtures("lived")
def test_a_run_after_one_that_was_killed_clears_up(postgres, policy, day, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(closed_days, "_fill", lambda *_given: 1 / 0)
        killed.setattr(closed_days, "_tidy", lambda *_given: None)
        with pytest.raises(ZeroDivisionError):
            rewrite_day(postgres, day, policy.zone)
    assert left_behind(postgres)
    assert rewrite_day(postgres, day, policy.zone)
    assert left_behind(postgres) == []

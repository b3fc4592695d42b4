"""A day that is over is written anew in order of venues, and nothing that happens meanwhile is lost."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
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
from app.store.visit_rows import COLUMN_NAMES


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
        return session.execute(text(f"SELECT {COLUMN_NAMES} FROM visits ORDER BY {order}")).all()  # noqa: S608 - ours


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


def several(day, policy):
    """Somebody at three places, the second visit taken back; somebody at one; somebody who never rests."""
    start = day_span(day, policy.zone).start

    def at(number, who, minute):
        moment = start + timedelta(minutes=minute)
        return replace(visit(moment, number), pseudonym=Pseudonym(UUID(int=who << 64)))

    out = [at(1, 7, 0), replace(at(2, 7, 60), withdrawn_at=start), at(3, 7, 120)]
    return [*out, at(4, 8, 5), *(at(10 + n, 9, n) for n in range(40))]


def beside_each(database):
    """What stands beside each visit: the ids of others, and whether they are at their venues."""
    with database.reading() as session:
        found = session.execute(text("SELECT id, same_day FROM visits")).all()
        venues = dict(session.execute(text("SELECT id, venue FROM visits")).all())
    return {
        one: None
        if kept is None
        else [
            UUID(bytes=kept[n + 16 : n + 32])
            for n in range(0, len(kept), 32)
            if venues[UUID(bytes=kept[n + 16 : n + 32])].bytes == kept[n : n + 16]
        ]
        for one, kept in found
    }


def test_beside_a_visit_stands_where_else_its_person_was(postgres, policy, day):
    new = several(day, policy)
    with postgres.writing() as session:
        visits.add(session, new)
    assert set(beside_each(postgres).values()) == {None}
    rewrite_day(postgres, day, policy.zone)
    first, taken_back, last, alone, *many = (one.id for one in new)
    expected = {first: [last], taken_back: [first, last], last: [first], alone: []}
    assert beside_each(postgres) == expected | dict.fromkeys(many)


@pytest.mark.parametrize("way", ["taken back", "deleted", "come late", "deleted meanwhile"])
def test_what_stands_beside_a_visit_goes_when_another_of_its_day_changes(
    postgres, policy, day, monkeypatch, way
):
    first, _, last, alone, *_ = new = several(day, policy)
    with postgres.writing() as session:
        visits.add(session, new)

    def act():
        with postgres.writing() as session:
            if way == "taken back":
                visits.save(session, replace(first, withdrawn_at=first.received_at, version=2))
            elif way == "come late":
                visits.add(session, [replace(visit(last.received_at, 99), pseudonym=first.pseudonym)])
            else:
                session.execute(text("DELETE FROM visits WHERE id = :id"), {"id": first.id})

    fill = closed_days._fill
    if way == "deleted meanwhile":
        monkeypatch.setattr(closed_days, "_fill", lambda *given: (fill(*given), beside(act)))
    rewrite_day(postgres, day, policy.zone)
    if way != "deleted meanwhile":
        assert beside_each(postgres)[last.id] == [first.id]
        act()
    found = beside_each(postgres)
    assert found[last.id] is None
    assert found[alone.id] == []


def test_a_check_out_leaves_what_stands_beside_the_visits(postgres, policy, day):
    first, _, last, *_ = new = several(day, policy)
    with postgres.writing() as session:
        visits.add(session, new)
    rewrite_day(postgres, day, policy.zone)
    with postgres.writing() as session:
        visits.save(session, replace(first, left_at=last.received_at, version=2))
    assert beside_each(postgres)[last.id] == [first.id]


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

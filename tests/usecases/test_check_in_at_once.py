"""What the event loop keeps by itself is what `check_in` would have kept, and the rest is left to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.ids import new_visit_id
from app.domain.people import ContactDetails, DeviceToken, SealedContact
from app.store import at_once as store
from app.store.line import Line
from app.usecases.check_in import check_in
from app.usecases.check_in_at_once import check_in_at_once
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import ContactAnswer, Receipt
from app.vault.sealing import seal
from app.vault.tokens import digest
from tests import loops


@pytest.fixture
def ordinarily(postgres, keys, policy, now):
    def send(*commands):
        with postgres.writing() as session:
            return check_in(session, commands, keys=keys, policy=policy, now=now)

    return send


@pytest.fixture
def at_once(postgres, keys, policy, now, basis):
    async def send(commands):
        line = Line(postgres)
        try:
            return await check_in_at_once(line, commands, basis, keys=keys, policy=policy, now=now)
        finally:
            line.close()

    return lambda *commands: loops.run(send(commands))


@pytest.fixture
def basis(ordinarily, regular, postgres):
    with postgres.reading() as session:
        return session.execute(text("SELECT id FROM legal_bases")).scalar_one()


@pytest.fixture
def elsewhere(new_venue):
    return new_venue(name="Bún bò Huế")


@pytest.fixture
def regular(ordinarily, elsewhere, now):
    """Somebody who was elsewhere an hour ago: the receipt."""
    (receipt,) = ordinarily(tap(elsewhere, now - timedelta(hours=1), 1))
    return receipt


def tap(venue, at, number, *, device=b"d", **changed):
    return CheckIn(venue.code.code, new_visit_id(at, number), DeviceToken(device * 32), **changed)


def rows(database, table):
    with database.reading() as session:
        return session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).all()  # noqa: S608


def test_a_visit_and_its_receipt_are_those_of_the_ordinary_way(at_once, ordinarily, postgres, new_venue, now):
    venue = new_venue()
    (kept,) = at_once(tap(venue, now, 2))
    after = rows(postgres, "visits")
    assert len(after) == 2
    assert ordinarily(tap(venue, now, 2)) == [kept]
    assert rows(postgres, "visits") == after, "found, and not kept again"
    with postgres.engine.begin() as connection:
        connection.execute(text("DELETE FROM visits WHERE id = :id"), {"id": kept.visit.id})
    assert ordinarily(tap(venue, now, 2)) == [kept]
    assert rows(postgres, "visits") == after


def test_details_are_kept_with_the_visit_they_came_with(
    at_once, regular, postgres, new_venue, now, keys, policy
):
    day = now.astimezone(policy.zone).date()
    blob = seal(ContactDetails("An", "+84901234567"), keys.day(day).sealing.public_key(), regular.person, day)
    venue, sealed = new_venue(), SealedContact(day, regular.person, blob)
    (receipt,) = at_once(tap(venue, now, 2, contact=sealed))
    assert receipt.contact is ContactAnswer.KEPT
    assert [tuple(row) for row in rows(postgres, "sealed_contacts")] == [(day, regular.person, blob)]
    moved = replace(sealed, epoch=day - timedelta(days=3))
    (receipt,) = at_once(tap(new_venue(), now, 3, contact=moved))
    assert receipt.contact is ContactAnswer.REFUSED
    assert len(rows(postgres, "sealed_contacts")) == 1


def test_refusals_are_told_and_harm_no_neighbour(at_once, postgres, new_venue, now):
    venue = new_venue()
    wrong = replace(tap(venue, now, 3), code="0" * 16)
    refusal, kept, late = at_once(wrong, tap(venue, now, 2), tap(venue, now - timedelta(days=3), 4))
    assert isinstance(refusal, errors.CodeUnknown)
    assert isinstance(kept, Receipt)
    assert isinstance(late, errors.EntryTooOld)
    assert len(rows(postgres, "visits")) == 2


def test_what_is_not_plain_is_left_and_nothing_of_it_kept(at_once, postgres, new_venue, elsewhere, now):
    venue = new_venue()
    again = tap(elsewhere, now, 3)
    twice = [tap(venue, now, 4), tap(venue, now, 5)]
    first, *left = at_once(twice[0], again, twice[1])
    assert isinstance(first, Receipt)
    assert left == [None, None]
    assert len(rows(postgres, "visits")) == 2
    assert len(rows(postgres, "persons")) == 1


def test_newcomers_are_kept_with_their_first_visits_as_the_ordinary_way_would(
    at_once, ordinarily, regular, postgres, new_venue, now, keys, policy
):
    venues = [new_venue(name=f"Quán {n}") for n in range(3)]
    wrong = replace(tap(venues[0], now, 9, device=b"w"), code="0" * 16)
    late = tap(venues[0], now - timedelta(days=3), 8, device=b"l")
    visits = [
        tap(venues[0], now, 2, device=b"a"),
        tap(venues[1], now, 3, device=b"b"),
        tap(venues[2], now, 4),
    ]
    same = tap(venues[1], now, 5, device=b"a")
    *kept, unknown, too_late = at_once(*visits, same, wrong, late)
    assert (type(unknown), type(too_late)) == (errors.CodeUnknown, errors.EntryTooOld)
    a, b, old, a_again = [receipt.person for receipt in kept]
    assert old == regular.person
    assert a == a_again != b
    today = now.astimezone(policy.zone).date()
    assert {tuple(row) for row in rows(postgres, "persons")} == {(p, today, False) for p in (a, b, old)}
    assert {tuple(row) for row in rows(postgres, "device_tokens")} == {
        (digest(letter * 32), person) for letter, person in ((b"a", a), (b"b", b), (b"d", old))
    }
    assert ordinarily(*visits, same) == kept
    assert len(rows(postgres, "visits")) == 5


def test_a_browser_that_somebody_else_keeps_meanwhile_has_one_person(
    at_once, ordinarily, regular, postgres, new_venue, now, monkeypatch
):
    venue, ask = new_venue(), store.by_codes
    mine, other = tap(venue, now, 2, device=b"n"), tap(venue, now, 3)
    first = []

    async def overtaken(line, codes):
        first.extend(ordinarily(tap(new_venue(), now, 4, device=b"n")))
        return await ask(line, codes)

    monkeypatch.setattr(store, "by_codes", overtaken)
    assert at_once(mine, other) == [None, None]
    assert len(rows(postgres, "visits")) == 2, "nothing of the batch"
    found, _ = ordinarily(mine, other)
    assert found.person == first[0].person
    assert len(rows(postgres, "persons")) == len(rows(postgres, "device_tokens")) == 2


def test_an_id_that_somebody_else_has_is_left_with_all_its_batch(
    at_once, ordinarily, postgres, new_venue, now
):
    venue = new_venue()
    ordinarily(tap(venue, now, 2, device=b"o"))
    mine, other = tap(venue, now, 2), tap(new_venue(), now, 3)
    assert at_once(other, mine) == [None, None]
    found, refused = ordinarily(other, mine)
    assert isinstance(found, Receipt)
    assert isinstance(refused, errors.VisitOfAnother)
    assert len(rows(postgres, "visits")) == 3

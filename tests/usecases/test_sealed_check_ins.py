"""Sealed contact details that arrive with check-ins: many at once, and only for their own person."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event, text

from app.domain.ids import new_visit_id
from app.domain.people import ContactDetails, DeviceToken, SealedContact
from app.domain.spans import local_day
from app.domain.zones import Zone
from app.store import people, zones
from app.usecases.check_in import check_in
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import ContactAnswer
from app.vault.sealing import seal, unseal


@pytest.fixture
def command(new_venue, now):
    venue = new_venue()

    def command(number, **more):
        device = DeviceToken(number.to_bytes(32, "big"))
        return CheckIn(venue.code.code, new_visit_id(now, number), device, **more)

    return command


def sealed_for(person, keys, day, name="Hương"):
    public = keys.day(day).sealing.public_key()
    return SealedContact(day, person, seal(ContactDetails(name, "+84901234567"), public, person, day))


def statements(database, work):
    """What is sent to the database, each kind of statement once for each time."""
    sent = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    work()
    return sent


def test_the_details_of_a_whole_batch_are_one_statement(command, do, database, keys, policy, now):
    day = local_day(now, policy.zone)
    first = do(check_in, [command(n) for n in range(40)])
    again = [command(n, contact=sealed_for(receipt.person, keys, day)) for n, receipt in enumerate(first)]
    answers = []
    sent = statements(database, lambda: answers.extend(do(check_in, again)))
    assert {answer.contact for answer in answers} == {ContactAnswer.KEPT}
    assert sum("sealed_contacts" in one for one in sent) == 1
    with database.reading() as session:
        for receipt in first:
            blob = people.contact(session, receipt.person, day)
            assert unseal(blob, keys.day(day).sealing, receipt.person, day).name == "Hương"


def test_one_wrong_seal_harms_neither_its_visit_nor_its_neighbours(command, do, database, keys, policy, now):
    day = local_day(now, policy.zone)
    one, other = do(check_in, [command(1), command(2)])
    moved = sealed_for(other.person, keys, day)
    answers = do(
        check_in,
        [command(1, contact=moved), command(2, contact=moved), command(3, contact=moved)],
    )
    assert [answer.contact for answer in answers] == ["refused", "kept", "refused"]
    with database.reading() as session:
        kept = session.execute(text("SELECT count(*) FROM sealed_contacts")).scalar_one()
        assert kept == 1
        assert people.contact(session, one.person, day) is None


def test_a_receipt_names_the_zone_of_its_code(new_venue, do, database, now):
    venue = new_venue()
    zone = Zone(uuid4(), venue.venue.id, "Tầng 2")
    with database.writing() as session:
        zones.add(session, zone)
        session.execute(
            text("UPDATE codes SET zone = :zone WHERE venue = :venue"),
            {
                name: value if database.engine.dialect.name == "postgresql" else value.bytes
                for name, value in (("zone", zone.id), ("venue", venue.venue.id))
            },
        )
    command = CheckIn(venue.code.code, new_visit_id(now, 1), DeviceToken(b"d" * 32))
    [receipt] = do(check_in, [command])
    assert receipt.zone_name == "Tầng 2"

from __future__ import annotations

import itertools
from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.assurance import Flag
from app.domain.codes import make_code
from app.domain.ids import new_visit_id
from app.domain.people import ContactDetails, DeviceToken
from app.store.issued_codes import by_codes
from app.usecases.change_visit import check_out, stay, withdraw
from app.usecases.check_in import check_in
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.leave_contact import leave_contact
from app.usecases.replace_code import replace_code


@pytest.fixture
def send(database, keys, policy, now):
    def send(*commands, at=now):
        with database.writing() as session:
            return check_in(session, commands, keys=keys, policy=policy, now=at)

    return send


def command(registered, at, *, device=b"d", randomness=1, **changed):
    token = DeviceToken(device * 32)
    return CheckIn(registered.code.code, new_visit_id(at, randomness), token, **changed)


def stored(database):
    with database.reading() as session:
        return session.execute(text("SELECT count(*) FROM visits")).scalar_one()


def key(receipt):
    return VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)


def test_a_check_in_is_kept_with_its_venue_and_time(send, new_venue, now, database):
    (receipt,) = send(command(new_venue(), now))
    assert receipt.venue.name == "Phở Hòa Pasteur"
    assert receipt.visit.entered_at == now
    assert stored(database) == 1


def test_sending_again_keeps_one_visit_and_answers_the_same(send, new_venue, now, database):
    first = command(new_venue(), now)
    assert send(first) == send(first) == send(first, first)[:1]
    assert stored(database) == 1


def test_many_people_arrive_in_one_batch(send, new_venue, now, database):
    venue = new_venue()
    results = send(*(command(venue, now, device=bytes([n]), randomness=n) for n in range(50)))
    assert all(isinstance(result, Receipt) for result in results)
    assert stored(database) == 50


def test_one_bad_command_does_not_harm_its_neighbours(send, new_venue, now, database):
    venue = new_venue()
    unknown = CheckIn(make_code(7), new_visit_id(now, 3), DeviceToken(b"x" * 32))
    results = send(command(venue, now), unknown, command(venue, now, device=b"e", randomness=2))
    assert isinstance(results[1], errors.CodeUnknown)
    assert stored(database) == 2


def test_another_phone_with_the_same_visit_id_learns_nothing(send, new_venue, now):
    venue = new_venue()
    send(command(venue, now))
    (answer,) = send(command(venue, now, device=b"e"))
    assert isinstance(answer, errors.VisitOfAnother)


@pytest.mark.parametrize(
    ("ago", "refusal"),
    [
        (timedelta(hours=48, seconds=1), errors.EntryTooOld),
        (timedelta(minutes=-5, seconds=-1), errors.EntryInFuture),
        (timedelta(days=20_000), errors.EntryTooOld),
    ],
)
def test_times_that_no_phone_may_report_are_refused_by_name(send, new_venue, now, database, ago, refusal):
    (answer,) = send(command(new_venue(), now - ago))
    assert isinstance(answer, refusal)
    assert stored(database) == 0


def test_an_id_without_a_time_is_refused(send, new_venue):
    (answer,) = send(CheckIn(new_venue().code.code, uuid4(), DeviceToken(b"d" * 32)))
    assert isinstance(answer, errors.VisitIdMalformed)


def test_a_late_check_in_is_flagged_as_offline(send, new_venue, now):
    venue = new_venue()
    (late,) = send(command(venue, now - timedelta(hours=5)))
    (prompt,) = send(command(venue, now, device=b"e"))
    assert late.visit.flags & Flag.OFFLINE
    assert not prompt.visit.flags & Flag.OFFLINE


def test_scanning_again_continues_the_visit(send, new_venue, now, database):
    venue = new_venue()
    (first,) = send(command(venue, now))
    later = now + timedelta(minutes=40)
    (second,) = send(command(venue, later, randomness=2), at=later)
    assert second.visit == first.visit
    assert stored(database) == 1


def test_a_withdrawn_visit_does_not_come_back(send, new_venue, now, database, keys, policy):
    venue = new_venue()
    (first,) = send(command(venue, now))
    with database.writing() as session:
        withdraw(session, key(first), keys=keys, policy=policy, now=now + timedelta(minutes=5))
    (again,) = send(command(venue, now), at=now + timedelta(minutes=6))
    (double_tap,) = send(
        command(venue, now + timedelta(seconds=2), randomness=2), at=now + timedelta(minutes=7)
    )
    assert isinstance(again, errors.VisitWithdrawn)
    assert isinstance(double_tap, errors.VisitWithdrawn)


def test_nobody_leaves_a_number_with_a_withdrawn_visit(send, new_venue, now, database, keys, policy):
    (receipt,) = send(command(new_venue(), now))
    with database.writing() as session:
        withdraw(session, key(receipt), keys=keys, policy=policy, now=now + timedelta(minutes=5))
    details = ContactDetails("Lê Hoàng Nam", "+84987654321")
    with pytest.raises(errors.VisitWithdrawn), database.writing() as session:
        leave_contact(session, key(receipt), details, keys=keys, policy=policy)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sealed_contacts")).scalar_one() == 0


def test_whoever_comes_again_after_withdrawing_is_recorded(send, new_venue, now, database, keys, policy):
    venue = new_venue()
    (first,) = send(command(venue, now))
    with database.writing() as session:
        withdraw(session, key(first), keys=keys, policy=policy, now=now + timedelta(minutes=5))
    later = now + timedelta(hours=2)
    (second,) = send(command(venue, later, randomness=2), at=later)
    assert isinstance(second, Receipt)


@pytest.mark.parametrize(
    ("stolen", "after", "works"),
    [
        (True, timedelta(seconds=1), False),
        (False, timedelta(days=6), True),
        (False, timedelta(days=7, seconds=1), False),
    ],
)
def test_a_stolen_code_stops_at_once_and_a_worn_one_after_its_grace(
    new_venue, now, database, policy, stolen, after, works
):
    venue = new_venue()
    with database.writing() as session:
        replace_code(session, venue.venue, stolen=stolen, policy=policy, now=now)
    with database.reading() as session:
        old = by_codes(session, [venue.code.code])[venue.code.code].code
    with nullcontext() if works else pytest.raises(errors.CodeRevoked):
        old.admit(now + after)


def test_an_entry_from_before_the_theft_still_counts_when_it_arrives_late(
    send, new_venue, now, database, policy
):
    venue = new_venue()
    with database.writing() as session:
        replace_code(session, venue.venue, stolen=True, policy=policy, now=now)
    results = send(command(venue, now - timedelta(minutes=1)), command(venue, now, device=b"e", randomness=2))
    assert isinstance(results[0], Receipt)
    assert isinstance(results[1], errors.CodeRevoked)


def test_a_stay_across_midnight_is_one_visit(send, new_venue, now, database):
    venue = new_venue()
    before = now.replace(hour=16, minute=50)  # 23:50 in the city
    after = before + timedelta(minutes=20)
    (first,) = send(command(venue, before), at=before)
    (second,) = send(command(venue, after, randomness=2), at=after)
    assert second.visit == first.visit
    assert stored(database) == 1


def test_whatever_the_order_there_is_one_visit_and_no_withdrawal_is_undone(
    send, new_venue, now, database, keys, policy
):
    actions = ["send", "leave", "stay", "withdraw", "send again"]
    for n, order in enumerate(itertools.permutations(actions), start=1):
        venue = new_venue()
        check = command(venue, now, randomness=n)
        receipt, withdrawn = None, False
        for step, action in enumerate(order, start=1):
            at = now + timedelta(minutes=step)
            if action.startswith("send"):
                (answer,) = send(check, at=at)
                assert isinstance(answer, errors.VisitWithdrawn if withdrawn else Receipt), order
                receipt = receipt or answer
            elif receipt is not None:
                withdrawn = _act(action, receipt, withdrawn, database, keys, policy, at)
        assert stored(database) == n, order


def _act(action, receipt, withdrawn, database, keys, policy, at):
    try:
        with database.writing() as session:
            if action == "stay":
                stay(session, key(receipt), keys=keys, policy=policy)
            else:
                act = {"leave": check_out, "withdraw": withdraw}[action]
                act(session, key(receipt), keys=keys, policy=policy, now=at)
    except errors.VisitWithdrawn:
        assert withdrawn
    return withdrawn or action == "withdraw"


def test_nothing_in_a_visit_row_names_the_person(send, new_venue, now, database):
    send(command(new_venue(), now))
    with database.reading() as session:
        (person,) = session.execute(text("SELECT id FROM persons")).scalars()
        (name,) = session.execute(text("SELECT pseudonym FROM visits")).scalars()
    as_id = [value if isinstance(value, UUID) else UUID(bytes=value) for value in (person, name)]
    assert as_id[0] != as_id[1]

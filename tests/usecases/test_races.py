"""Sixty-four at the same moment, each in a transaction of its own: one visit, one person, one code."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.domain.errors import CodeRevoked
from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.store.tables import DeviceTokenRow, PersonRow, VisitRow
from app.usecases.check_in import check_in
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.replace_code import replace_code

MANY = 64
pytestmark = pytest.mark.abuse("AB-40")


@pytest.fixture
def at_once(database, keys, policy, now):
    """Run a use case for each of many at the same moment; the answers in their order."""

    def at_once(acts):
        start = Barrier(len(acts))

        def one(act):
            start.wait()
            with database.writing() as session:
                return act(session)

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return at_once


@pytest.fixture
def sends(keys, policy, now):
    """A check-in as a transaction does it."""

    def sends(command):
        def act(session):
            (answer,) = check_in(session, [command], keys=keys, policy=policy, now=now)
            return answer

        return act

    return sends


@pytest.fixture
def count(database):
    def count(row):
        with database.reading() as session:
            return session.execute(select(func.count()).select_from(row)).scalar_one()

    return count


def phone(number):
    return DeviceToken(random.Random(number).randbytes(32))


def test_one_check_in_sent_by_many_threads_is_one_visit_of_one_person(at_once, sends, count, new_venue, now):
    command = CheckIn(new_venue().code.code, new_visit_id(now, 1), phone(1))
    receipts = at_once([sends(command)] * MANY)
    assert all(isinstance(receipt, Receipt) for receipt in receipts)
    assert len({(receipt.visit, receipt.person, receipt.check_out_token) for receipt in receipts}) == 1
    assert (count(VisitRow), count(PersonRow), count(DeviceTokenRow)) == (1, 1, 1)


def test_a_new_phone_at_many_places_at_once_is_one_person(at_once, sends, count, new_venue, now):
    codes = [new_venue(f"Quán {n}").code.code for n in range(8)]
    commands = [CheckIn(code, new_visit_id(now, n), phone(1)) for n, code in enumerate(codes * 8)]
    receipts = at_once([sends(command) for command in commands])
    assert len({receipt.person for receipt in receipts}) == 1
    assert len({receipt.visit.pseudonym for receipt in receipts}) == 1
    assert (count(PersonRow), count(DeviceTokenRow)) == (1, 1)


def test_a_code_that_ends_while_it_is_used_leaves_receipts_and_refusals_and_nothing_between(
    at_once, sends, count, new_venue, policy, now
):
    there = new_venue()
    commands = [CheckIn(there.code.code, new_visit_id(now, n), phone(n)) for n in range(MANY - 1)]

    def revoke(session):
        replace_code(session, there.venue, stolen=True, policy=policy, now=now)

    answers = at_once([*(sends(command) for command in commands), revoke])[:-1]
    kept = [answer for answer in answers if isinstance(answer, Receipt)]
    assert {type(answer) for answer in answers} <= {Receipt, CodeRevoked}
    assert count(VisitRow) == len(kept)
    assert isinstance(
        at_once([sends(CheckIn(there.code.code, new_visit_id(now, 99), phone(99)))])[0], CodeRevoked
    )

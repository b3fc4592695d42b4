from __future__ import annotations

from uuid import UUID

import pytest

from app.cli.bench.check_in_ledger import Ledger
from app.cli.bench.check_in_requests import Kind, Request
from tests.cli.bench.test_open_loop import answered, answering

A, B, C = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def ledger():
    found = Ledger()
    found.acknowledged |= {A, B}
    return found


def test_rows_that_are_what_was_acknowledged_are_right(ledger):
    assert ledger.faults([B, A]) == []


def test_a_lost_row_is_a_fault(ledger):
    assert ledger.faults([A]) == ["1 acknowledged but not kept"]


def test_a_row_that_nobody_was_told_of_is_a_fault_unless_it_was_refused_on_its_way(ledger):
    assert ledger.faults([A, B, C]) == ["1 kept but never acknowledged or refused"]
    ledger.refused.add(C)
    assert ledger.faults([A, B, C]) == []


def test_a_doubled_row_is_a_fault(ledger):
    assert ledger.faults([A, B, B]) == ["1 kept twice"]


def test_what_the_end_cut_off_is_asked_again_until_it_is_acknowledged(ledger):
    data = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
    cut_off = [Request(Kind.NEW, C, data), Request(Kind.REVOKED, UUID(int=4), data)]
    with answering(lambda number: answered(503 if number == 1 else 200)) as port:
        ledger.settle(f"127.0.0.1:{port}", cut_off)
    assert ledger.acknowledged == {A, B, C}

"""The judge of all the others: what is lost, doubled or made up is seen."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain.policy import Policy
from app.store.db import open_database
from app.usecases.check_in import check_in
from tests.reliability.ledger import Ledger, Verdict
from tests.reliability.power_cuts import NOW
from tests.reliability.town import found, someone


@pytest.fixture
def kept(sqlite_template, tmp_path):
    """A database with three visits, and a ledger in which they are acknowledged."""
    (tmp_path / "ghe.db").write_bytes(sqlite_template.read_bytes())
    town = found(f"sqlite:///{tmp_path / 'ghe.db'}", tmp_path, now=NOW)
    chance, ledger, database = random.Random(1), Ledger(), open_database(town.url)
    commands = [someone(chance, town, NOW) for _ in range(3)]
    with database.writing() as session:
        receipts = check_in(session, commands, keys=town.keys, policy=Policy(), now=NOW)
    for receipt in receipts:
        ledger.sent.add(receipt.visit.id)
        ledger.acknowledges(receipt.visit.id)
    yield database, ledger
    database.close()


def test_what_is_kept_once_is_kept(kept):
    database, ledger = kept
    assert ledger.against(database) == Verdict(acknowledged=3, lost=0, doubled=0, unasked=0)


def test_every_breach_is_counted(kept):
    database, ledger = kept
    ledger.acknowledges(uuid4())
    ledger.acknowledges(next(iter(ledger.sent)), NOW + timedelta(hours=1))  # its end was acknowledged too
    ledger.sent.pop()
    with database.writing() as session:
        session.execute(text("DELETE FROM device_tokens WHERE person IN (SELECT id FROM persons LIMIT 1)"))
    assert ledger.against(database) == Verdict(acknowledged=4, lost=2, doubled=1, unasked=1)

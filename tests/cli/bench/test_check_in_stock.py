from __future__ import annotations

from datetime import timedelta

import pytest
import typer
from sqlalchemy import text

from app.cli.bench.check_in_parts import balance
from app.cli.bench.check_in_runs import Bench
from app.cli.bench.check_in_server import Server
from app.cli.bench.check_in_stock import VENUES, Stock
from app.store import people, visits
from app.usecases.name_person import names_of
from app.vault.tokens import digest


@pytest.fixture
def stock(database, keys, now):
    return Stock(database, keys, now)


def test_of_three_visitors_one_is_somewhere_and_one_has_left(stock, database, keys, now, policy):
    found = stock.add_visitors(30, now)
    with database.reading() as session:
        known = people.by_tokens(session, [digest(one.token) for one in found])
        earlier = [
            visits.of_pseudonyms(session, names_of([known[digest(one.token)]], now, keys=keys, policy=policy))
            for one in found
        ]
    assert [[visit.left_at is None for visit in theirs] for theirs in earlier] == [[True], [False], []] * 10
    assert [one.before is None for one in found] == [False, False, True] * 10
    assert len(stock.codes) == VENUES


def test_a_row_that_is_lost_fails_the_run(stock, database, tmp_path, now, capsys):
    stock.add_visitors(30, now)
    run = Bench(stock, Server(0, 0), tmp_path, None)
    run.since = now - timedelta(hours=3)
    run.ledger.acknowledged |= set(stock.rows_since(run.since))
    balance(run, "SQLite")
    with database.writing() as session:
        session.execute(text("DELETE FROM visits WHERE id = (SELECT min(id) FROM visits)"))
    with pytest.raises(typer.Exit):
        balance(run, "SQLite")
    assert "1 acknowledged but not kept" in capsys.readouterr().out

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.clock_guard import ClockMark
from app.store import clock_marks, migrate
from app.store.db import open_database


@pytest.fixture
def ghe(tmp_path, monkeypatch):
    """Run a command on a scratch installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", f"sqlite:///{tmp_path / 'ghe.db'}")
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))

    def run(*words):
        return CliRunner().invoke(cli, list(words))

    assert run("migrate").exit_code == 0
    return run


def test_a_small_demo_is_founded_once_and_its_truth_is_kept_apart(ghe, tmp_path):
    first = ghe("demo", "--people", "300", "--days", "3", "--truth", str(tmp_path / "truth.csv"))
    assert first.exit_code == 0, first.output
    assert "300 people" in first.output
    assert (tmp_path / "truth.csv").read_text().startswith("person,infector,venue,infected_at")
    again = ghe("demo", "--people", "300", "--days", "3")
    assert again.exit_code == 1
    assert "is in use already" in again.output + str(again.exception)


def test_backups_go_to_two_places_and_come_back(ghe, tmp_path):
    ghe("retention")
    assert ghe("backup", "database", str(tmp_path / "db.copy")).exit_code == 0
    assert ghe("backup", "keys", str(tmp_path / "keys.copy")).exit_code == 0
    taken = ghe("restore", "database", str(tmp_path / "db.copy"))
    assert taken.exit_code == 1
    assert "Nothing was changed" in taken.output
    (tmp_path / "ghe.db").unlink()
    assert ghe("restore", "database", str(tmp_path / "db.copy")).exit_code == 0
    database = open_database(f"sqlite:///{tmp_path / 'ghe.db'}")
    migrate.require_newest(database)
    database.close()


def test_retention_prints_its_lag(ghe):
    answer = ghe("retention")
    assert answer.exit_code == 0
    assert "Lag: 0 days" in answer.output


def test_a_clock_that_leaps_holds_retention_until_somebody_has_looked_at_it(ghe, tmp_path):
    ghe("retention")
    database = open_database(f"sqlite:///{tmp_path / 'ghe.db'}")
    with database.writing() as session:
        month_ago = datetime.now(UTC) - timedelta(days=30)
        clock_marks.save(session, ClockMark(month_ago), now=month_ago)
    database.close()
    held = ghe("retention")
    assert held.exit_code == 1
    assert "30 days after the last housekeeping. Nothing was destroyed." in held.output
    assert ghe("retention", "--clock-is-right").exit_code == 0
    assert ghe("retention").exit_code == 0


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("retention_days", "28", "28"),
        ("asks_contact", "no", "no"),
        ("code_grace", "1440 min", "1440 min"),
        ("basis", "order:3181/QĐ-UBND", "order:3181/QĐ-UBND"),
        ("zone", "Asia/Bangkok", "Asia/Bangkok"),
    ],
)
def test_a_decision_of_the_city_is_kept(ghe, name, value, shown):
    assert ghe("policy", "set", name, value).exit_code == 0
    lines = dict(line.split(maxsplit=1) for line in ghe("policy").output.splitlines())
    assert lines[name] == shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("retention_days", "0"),
        ("retention_days", "x"),
        ("asks_contact", "maybe"),
        ("zone", "Moon"),
        ("nonsense", "1"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_nothing_changes(ghe, name, value):
    before = ghe("policy").output
    assert ghe("policy", "set", name, value).exit_code == 1
    assert ghe("policy").output == before


def test_the_zone_stays_once_there_are_visits(ghe):
    ghe("demo", "--people", "200", "--days", "2")
    assert ghe("policy", "set", "zone", "Asia/Bangkok").exit_code == 1

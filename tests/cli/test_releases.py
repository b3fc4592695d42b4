from __future__ import annotations

from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.counts import DayCount
from app.store import counts, imports, map_releases, migrate
from app.store.db import open_database
from tests.squares import CODES, take_in, written

MONDAY = date(2026, 11, 2)


@pytest.fixture
def database(tmp_path, monkeypatch, now):
    monkeypatch.setattr("app.cli.releases.utc_now", lambda: now)
    url = f"sqlite:///{tmp_path / 'ghe.db'}"
    monkeypatch.setenv("GHE_DATABASE_URL", url)
    database = open_database(url)
    migrate.upgrade(database)
    take_in(database, written(tmp_path / "w.json"), now)
    days = [
        DayCount(code, MONDAY + timedelta(days=7 * at + more), 0 if more else cases)
        for at, week in enumerate([(2, 40, 30, 1030), (2, 40, 30, 30)])
        for code, cases in zip(CODES, week, strict=True)
        for more in (0, 6)
    ]
    with database.writing() as session:
        file = imports.add(session, "case-counts", "f.csv", bytes(32), len(days), now=now)
        counts.save(session, "covid-19", days, file.id)
    yield database
    database.close()


def run(*words: str):
    return CliRunner().invoke(cli, ["release", *words])


def test_a_dry_run_says_which_wards_would_stand_together_and_releases_nothing(database):
    done = run("--dry-run", "--until", "2026-11-08")
    assert done.exit_code == 0, done.output
    assert "Would be released: covid-19, 02/11/2026 to 15/11/2026." in done.output
    assert "Wards: 4. Not told singly: 2." in done.output
    assert "Together 84: Bến Nghé, Đa Kao" in done.output
    assert "at least 82 cases wide" in done.output
    with database.reading() as session:
        assert map_releases.newest(session) is None


def test_a_release_is_made_once_and_listed(database):
    made = run("--until", "2026-11-08", "--lang", "en")
    assert "Released as number 1: covid-19, 02/11/2026 to 15/11/2026." in made.output
    assert "Cases on the map: 1,204." in made.output
    listed = run("--list")
    assert "1: covid-19, 02/11/2026 to 15/11/2026; Cases on the map: 1,204." in listed.output
    again = run("--until", "2026-11-08")
    assert again.exit_code == 1
    assert "02/11/2026 to 15/11/2026" in again.output
    assert "released already" in again.output


def test_what_cannot_be_released_yet_is_named_with_its_days(database):
    unfinished = run("--until", "2026-11-29")
    assert (unfinished.exit_code, "23/11/2026 to 29/11/2026" in unfinished.output) == (1, True)
    missing = run("--until", "2026-11-22")
    assert (missing.exit_code, "--complete" in missing.output) == (1, True)
    assert run("--until", "2026-11-22", "--complete").exit_code == 0


def test_other_diseases_have_nothing_to_release(database):
    done = run("--disease", "measles")
    assert (done.exit_code, "do not reach" in done.output) == (1, True)

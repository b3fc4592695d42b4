from __future__ import annotations

import csv
from uuid import UUID

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain import test_results as domain
from app.domain.spaces import SpaceKind
from app.store import migrate, test_results
from app.store.db import open_database
from app.usecases.export_test_results import COLUMNS

FEATURES = domain.Features(
    hours=1.25,
    least=0.4,
    most=3.9,
    band=3,
    minutes_together=75,
    minutes_after=10,
    minutes_by_space={SpaceKind.HALL: 15, SpaceKind.ROOM: 60},
    exposures=2,
    assurance="typed",
    flags=("offline", "edited"),
    generation=1,
    days_to_sample=5,
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'ghe.db'}"
    monkeypatch.setenv("GHE_DATABASE_URL", url)
    database = open_database(url)
    migrate.upgrade(database)
    kept = domain.KeptResult(
        UUID(int=5), None, "covid-19", "dose-1", domain.Result.POSITIVE, "2026-W48", FEATURES
    )
    with database.writing() as session:
        test_results.put(session, kept)
    database.close()
    return lambda *words: CliRunner().invoke(cli, ["test-results", *map(str, words)])


def test_the_table_has_one_line_a_result_and_the_columns_that_the_help_names(run, tmp_path):
    done = run(tmp_path / "r.csv")
    assert (done.exit_code, "1 results written" in done.output) == (0, True)
    (line,) = csv.DictReader((tmp_path / "r.csv").read_text("utf-8-sig").splitlines())
    assert line == {
        "disease": "covid-19",
        "rule": "dose-1",
        "result": "positive",
        "week": "2026-W48",
        "days_to_sample": "5",
        "hours": "1.25",
        "least": "0.4",
        "most": "3.9",
        "band": "3",
        "minutes_together": "75",
        "minutes_after": "10",
        "minutes_cabin": "0",
        "minutes_room": "60",
        "minutes_hall": "15",
        "minutes_open_air": "0",
        "exposures": "2",
        "assurance": "typed",
        "flags": "offline edited",
        "generation": "1",
    }
    told = run("--help").output
    assert [name for name in COLUMNS if f"{name}:" not in told] == []


def test_a_file_that_is_there_is_left_alone(run, tmp_path):
    (tmp_path / "r.csv").write_text("mine")
    assert run(tmp_path / "r.csv").exit_code == 2
    assert (tmp_path / "r.csv").read_text() == "mine"

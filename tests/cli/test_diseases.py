from __future__ import annotations

import json
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.disease_files import read_disease, written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.store import officials
from app.store.db import open_database
from app.usecases.review_disease import review_disease


@pytest.fixture
def ghe(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    return lambda *words: CliRunner().invoke(cli, ["disease", *words])


@pytest.fixture
def policy_command(ghe):
    return lambda *words: CliRunner().invoke(cli, ["policy", *words])


@pytest.fixture
def file(tmp_path):
    def write(**changed):
        path = tmp_path / "profile.json"
        base = written_disease(DISEASES["influenza"]) | {"slug": "slow-fever", "incubation_window": [0, 30]}
        path.write_text(json.dumps(base | changed), encoding="utf-8")
        return str(path)

    return write


def review(url, slug, now):
    database = open_database(url)
    official = Official(OfficialId(uuid4()), "huong", "Hương", Role.EPIDEMIOLOGIST, None)
    with database.writing() as session:
        officials.add(session, official, now=now)
        review_disease(session, slug, 1, by=official.id, now=now)
    database.close()


def test_the_list_says_what_is_active_and_what_it_costs(ghe):
    output = ghe("list").output
    lines = {line.split()[0]: line for line in output.splitlines()}
    assert set(DISEASES) <= set(lines)
    assert "active" in lines["measles"]
    assert "active" not in lines["ebola"]
    assert "46 days" in lines["ebola"]
    assert "Visits are kept for 21 days." in output


def test_a_profile_is_shown_as_a_document_that_can_be_read_again(ghe):
    assert read_disease(ghe("show", "pertussis").output.encode()) == DISEASES["pertussis"]
    assert ghe("show", "plague").exit_code == 1


def test_a_check_names_everything_and_keeps_nothing(ghe, file):
    answer = ghe("check", file(dispersion=0, mode="telepathy", colour="red"))
    assert answer.exit_code == 1
    assert "mode: Choose one of the list" in answer.output
    assert "colour: There is no such field" in answer.output
    answer = ghe("check", file(dispersion=0, without_symptoms=3))
    assert answer.output.splitlines() == [
        "dispersion: Use a number above zero",
        "without_symptoms: Use a number from 0 to 1",
    ]
    fine = ghe("check", file())
    assert fine.exit_code == 0
    assert "slow-fever: nothing is wrong. Tracing it keeps visits for 37 days." in fine.output
    assert "slow-fever" not in ghe("list").output


def test_from_a_file_to_an_active_profile(ghe, file, database_url, now, policy_command):
    added = ghe("add", file())
    assert added.exit_code == 0, added.output
    assert "slow-fever, version 1: kept." in added.output
    assert "waits for review" in ghe("list").output
    early = ghe("activate", "slow-fever")
    assert early.exit_code == 1
    assert "has not been reviewed yet" in early.output
    review(database_url, "slow-fever", now)
    active = ghe("activate", "slow-fever")
    assert active.exit_code == 0, active.output
    assert "Visits are now kept for 37 days instead of 21." in active.output
    shorter = policy_command("set", "retention_days", "36")
    assert shorter.exit_code == 1
    assert "tracing slow-fever needs the visits of 37 days" in shorter.output + str(shorter.exception)
    gone = ghe("deactivate", "slow-fever")
    assert "Visits are still kept for 37 days; 21 would do now:" in gone.output
    assert policy_command("set", "retention_days", "21").exit_code == 0


def test_what_ships_is_not_replaced(ghe, file):
    answer = ghe("add", file(slug="measles"))
    assert answer.exit_code == 1
    assert "slug: A profile of this name ships and cannot be replaced" in answer.output


def test_activating_what_fits_says_nothing_of_retention(ghe):
    ghe("deactivate", "influenza")
    assert ghe("activate", "influenza").output == "influenza is active.\n"
    assert ghe("activate", "plague").exit_code == 1


def test_the_diseases_are_a_decision_of_the_city_like_the_others(policy_command):
    def shown():
        return dict(line.split(maxsplit=1) for line in policy_command().output.splitlines())["diseases"]

    assert shown() == "covid-19,influenza,measles"
    assert policy_command("set", "diseases", "measles, covid-19").exit_code == 0
    assert shown() == "measles,covid-19"
    for value in ("measles,plague", "ebola", ","):
        assert policy_command("set", "diseases", value).exit_code == 1
    assert shown() == "measles,covid-19"

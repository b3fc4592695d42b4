from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.risk_decision_files import read_decision, written_decision
from app.domain.shipped_decisions import DECISIONS


@pytest.fixture
def ghe(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    return lambda *words: CliRunner().invoke(cli, ["risk-levels", *words])


@pytest.fixture
def file(tmp_path):
    def write(**changed):
        path = tmp_path / "decision.json"
        base = written_decision(DECISIONS["qd-4800-byt"]) | {
            "slug": "qd-1-ubnd",
            "valid_from": "2026-11-01",
            "valid_to": None,
            "sources": {"all": {"text": "Quyết định 1/QĐ-UBND, 2026", "verified": True}},
        }
        path.write_text(json.dumps(base | changed), encoding="utf-8")
        return str(path)

    return write


def test_the_list_says_what_holds_when_and_what_is_not_verified(ghe):
    output = ghe("list").output
    assert "2021-10-12 to before 2022-01-27" in output
    assert "5 values to be verified: rate.breaks.1" in output
    assert "adults-one-dose: not set" in output


def test_what_show_prints_is_a_document(ghe):
    shown = ghe("show", "qd-218-byt")
    assert read_decision(shown.output.encode()) == DECISIONS["qd-218-byt"]
    assert "There is no decision called x" in ghe("show", "x").output


def test_a_document_is_checked_and_kept(ghe, file):
    assert "nothing is wrong" in ghe("check", file()).output
    assert "qd-1-ubnd" not in ghe("list").output
    assert "version 1: kept" in ghe("add", file()).output
    assert "from 2026-11-01" in ghe("list").output
    wrong = ghe("add", file(slug="qd-4800-byt", diseases=["lurgy"]))
    assert (wrong.exit_code, "ships and cannot be replaced" in wrong.output) == (1, True)


def test_every_problem_of_a_document_is_said(ghe, file):
    wrong = ghe("check", file(slug="1", levels=[], noun={"vi": "cấp"}))
    assert wrong.exit_code == 1
    assert "noun.en: Fill in this field" in wrong.output


def test_a_criterion_is_entered(ghe):
    entered = ghe("set", "adults-one-dose", "93.9", "--from", "2021-10-12")
    assert "93.9 for the whole city from 2021-10-12" in entered.output
    assert "adults-one-dose: 93.9% since 2021-10-12" in ghe("list").output
    for words in (
        ("adults-one-dose", "193"),
        ("adults", "9"),
        ("judged-2686", "3", "--ward", "26734"),
    ):
        assert ghe("set", *words, "--from", "2021-10-12").exit_code == 1

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.store.db import open_database
from app.usecases.verify_audit import read_audit
from app.vault.keystore import KeyStore


@pytest.fixture
def ghe(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    return lambda *words: CliRunner().invoke(cli, list(words))


def test_keys_are_listed_made_and_retired_under_audit(ghe, tmp_path, database_url):
    assert ghe("keys").stdout.startswith("No key yet")
    assert ghe("keys", "rotate-codes").stdout.startswith("01 signs from now on")
    assert ghe("keys", "rotate-codes").stdout.startswith("02 signs")
    first, second = ghe("keys").stdout.splitlines()
    assert first.startswith("01  believed")
    assert second.startswith("02  signs")
    assert second.endswith(KeyStore(tmp_path / "keys").codes.get("02").public.hex())
    assert ghe("keys", "retire-codes", "o1").exit_code == 0
    assert ghe("keys").stdout.splitlines()[-1] == "01  retired"
    database = open_database(database_url)
    with database.reading() as session:
        entries = read_audit(session, before=None).entries
    database.close()
    said = [(entry.action, dict(entry.detail)) for entry in reversed(entries)]
    assert said == [
        ("code_key_made", {"key": "01"}),
        ("code_key_made", {"key": "02"}),
        ("code_key_retired", {"key": "01"}),
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("02", "signs the posters of today"),
        ("01", "is retired already"),
        ("0Z", "There is no key 0Z"),
        ("key", "There is no key"),
    ],
)
def test_what_cannot_be_retired_is_said_in_one_line_and_nothing_changes(ghe, key, words):
    for _ in range(2):
        ghe("keys", "rotate-codes")
    ghe("keys", "retire-codes", "01")
    before = ghe("keys").stdout
    done = ghe("keys", "retire-codes", key)
    assert done.exit_code == 1
    assert words in str(done.exception)
    assert ghe("keys").stdout == before


def test_signing_posters_is_a_decision_of_the_city(ghe):
    assert ["signed_posters", "no"] in [line.split() for line in ghe("policy").stdout.splitlines()]
    assert ghe("policy", "set", "signed_posters", "yes").exit_code == 0
    assert ["signed_posters", "yes"] in [line.split() for line in ghe("policy").stdout.splitlines()]
    assert ghe("policy", "set", "signed_posters", "perhaps").exit_code == 1

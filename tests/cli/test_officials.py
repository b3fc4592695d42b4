import json
import re

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.audit import AuditAction
from app.store import audit
from app.store.db import open_database


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path / 'ghe.db'}"
    monkeypatch.setenv("GHE_DATABASE_URL", address)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("GHE_PUBLIC_URL", "https://ghe.example.vn")
    return address


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def add(user="quan.tri", name="Trần Thị Quản Trị"):
    return run("add-official", "--role", "administrator", "--user", user, "--name", name)


@pytest.mark.abuse("AB-26")
@pytest.mark.usefixtures("url")
def test_the_first_administrator_comes_from_the_command_line():
    result = add()
    assert result.exit_code == 0
    assert re.search(r"https://ghe\.example\.vn/official/link/[\w-]{43}\n", result.stdout)


@pytest.mark.usefixtures("url")
def test_what_is_wrong_is_said_and_nothing_is_kept():
    result = add(user="Ă", name="")
    assert result.exit_code == 1
    assert "full_name: Fill in this field" in result.stdout
    assert "user_name: Use 3 to 60" in result.stdout
    assert run("verify-audit").stdout == "All 0 entries hold.\n"


@pytest.mark.usefixtures("url")
def test_the_same_user_name_twice_is_refused():
    add()
    result = add()
    assert result.exit_code == 1
    assert "Somebody has this user name" in result.stdout


@pytest.mark.usefixtures("url")
def test_a_chain_that_holds():
    add()
    result = run("verify-audit")
    assert (result.exit_code, result.stdout) == (0, "All 1 entries hold.\n")


def test_a_broken_chain_is_named_and_fails(url):
    add()
    database = open_database(url)
    with database.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET action = 'signed_in'")
    database.close()
    result = run("verify-audit")
    assert (result.exit_code, result.stdout) == (1, "Broken at entry 1; the 0 before it hold.\n")


def test_checkpoints_gather_in_a_file_and_are_held_against_the_chain(url, tmp_path, now):
    file = tmp_path / "elsewhere" / "checkpoints.jsonl"
    file.parent.mkdir()
    add()
    assert run("audit-checkpoint", file).exit_code == 0
    database = open_database(url)
    with database.writing() as session:
        audit.record(session, actor=None, action=AuditAction.SIGN_IN_REFUSED, now=now)
    database.close()
    assert run("audit-checkpoint", file).exit_code == 0
    assert [json.loads(line)["number"] for line in file.read_text().splitlines()] == [1, 2]
    result = run("verify-audit", "--checkpoints", file)
    assert (result.exit_code, result.stdout) == (0, "All 2 entries hold, and 2 checkpoints agree.\n")
    file.write_text(file.read_text().replace('"number":2', '"number":3'))
    result = run("verify-audit", "--checkpoints", file)
    assert result.exit_code == 1
    assert "no checkpoint of this installation" in result.stdout

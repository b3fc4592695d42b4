from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli


@pytest.fixture
def ghe(tmp_path, monkeypatch):
    """Run a command on an empty scratch installation in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", f"sqlite:///{tmp_path / 'var' / 'ghe.db'}")
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))

    def run(*words):
        return CliRunner().invoke(cli, list(words))

    assert run("migrate").exit_code == 0
    return run


def test_an_export_is_made_and_ended(ghe, tmp_path):
    made = ghe("export-visits", "--parquet", str(tmp_path / "out"))
    assert made.exit_code == 0, made.output
    assert "0 stays of 0 persons" in made.output
    assert (tmp_path / "out" / "export.json").exists()
    ended = ghe("export-visits", "--expire", str(tmp_path / "out"))
    assert ended.exit_code == 0, ended.output
    assert not (tmp_path / "out").exists()
    again = ghe("export-visits", "--expire", str(tmp_path / "out"))
    assert (again.exit_code, "holds no finished export" in again.output) == (1, True)


@pytest.mark.parametrize("folder", ["var/out", "keys/out", "keys"])
def test_an_export_beside_the_database_or_among_the_keys_is_refused(ghe, tmp_path, folder):
    refused = ghe("export-visits", "--parquet", str(tmp_path / folder))
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output


def test_one_thing_at_a_time_is_asked_for(ghe):
    assert ghe("export-visits").exit_code == 2


def test_what_is_no_export_is_not_traced(ghe, tmp_path):
    refused = ghe(
        "trace-city", "--from", str(tmp_path / "none"), "--out", str(tmp_path / "pairs"), "--workers", "1"
    )
    assert refused.exit_code == 1
    assert "Nothing was traced" in refused.output

"""How `ghe serve` starts the server."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli


@pytest.fixture
def started(monkeypatch):
    """What uvicorn would be told."""
    told = []
    monkeypatch.setattr("app.cli.serving.uvicorn.run", lambda app, **options: told.append(options))
    monkeypatch.setattr("app.cli.serving.logs.configure", lambda level: None)
    return told


@pytest.fixture
def serve(monkeypatch, tmp_path, started):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", f"sqlite:///{tmp_path / 'ghe.db'}")
    return lambda *words: CliRunner().invoke(cli, ["serve", *words])


def test_several_workers_on_sqlite_are_refused_in_one_line(serve, started, monkeypatch):
    answer = serve("--workers", "2")
    assert answer.exit_code == 1
    assert "PostgreSQL" in str(answer.exception)
    monkeypatch.setenv("GHE_WORKERS", "3")
    assert serve().exit_code == 1
    assert started == []
    assert serve("--workers", "1").exit_code == 0
    assert [options["workers"] for options in started] == [1]


def test_forwarded_headers_are_believed_of_trusted_proxies_alone(serve, started, monkeypatch):
    serve()
    monkeypatch.setenv("GHE_TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.1")
    serve()
    monkeypatch.setenv("GHE_TRUSTED_PROXIES", "")
    serve()
    assert [options["forwarded_allow_ips"] for options in started] == [
        "127.0.0.1",
        "10.0.0.0/8,192.0.2.1",
        "",
    ]
    assert [options["proxy_headers"] for options in started] == [True, True, False]


def test_idle_connections_outlive_those_of_a_proxy(serve, started):
    serve()
    assert started[0]["timeout_keep_alive"] > 60

"""What a start imports. Seconds are the benchmark's (`ghe bench start`); here it is which libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.later import Later

HEAVY = [
    *(
        "alembic",
        "app.science",
        "app.simulation",
        "argon2",
        "fontTools",
        "folium",
        "geopandas",
        "mako",
        "maps",
    ),
    *("matplotlib", "numba", "numpy", "pandas", "psycopg", "pyarrow", "reportlab", "scipy", "shapely"),
]
"""None of them is needed by a check-in on SQLite."""
START = """
import asyncio, json, sys
from typer.testing import CliRunner
from app.cli.commands import cli
assert CliRunner().invoke(cli, ["--help"]).exit_code == 0
helped = {"app.main", "app.store", "fastapi", "sqlalchemy"} & set(sys.modules)

from app.cli.serving import application
from app.main import install
from app.settings import Settings

async def ask(app, path):
    sent = []
    async def send(message): sent.append(message)
    async def receive(): return {"type": "http.request", "body": b""}
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": path,
             "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": b"",
             "headers": [(b"host", b"127.0.0.1")], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
             "state": {"ghe": ghe}}
    await app(scope, receive, send)
    return sent[0]["status"]

app, ghe = application(), install(Settings())
heavy = set(json.loads(sys.argv[1]))
answered = asyncio.run(ask(app, "/livez"))
first = heavy & set(sys.modules)
signed = asyncio.run(ask(app, "/official/sign-in"))
then = heavy & set(sys.modules)
ghe.recorder.stop()
print(json.dumps([sorted(helped), answered, sorted(first), signed, sorted(then)]))
"""


def test_the_first_answer_waits_for_no_library_that_it_does_not_need(sqlite_template, tmp_path):
    database = shutil.copy(sqlite_template, tmp_path / "ghe.db")
    own = {"GHE_DATABASE_URL": f"sqlite:///{database}", "GHE_KEYS": str(tmp_path / "keys")}
    done = subprocess.run(
        [sys.executable, "-c", START, json.dumps(HEAVY)], env=os.environ | own, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    helped, answered, first, signed, then = json.loads(done.stdout.splitlines()[-1])
    assert (helped, answered, first) == ([], 200, [])
    assert (signed, {"numpy", "scipy", "argon2", "app.science"} <= set(then)) == (200, True), (
        "this notices them"
    )


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return Settings(
        _env_file=None,
        database_url=f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'ghe.db')}",
        keys=tmp_path / "keys",
        posters=tmp_path / "posters",
        public_url="https://testserver",
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/official/sign-in", 200), ("POST", "/livez", 405), ("GET", "/nothing/here", 404)],
)
def test_what_is_asked_for_before_its_part_is_there_waits_for_it(settings, monkeypatch, method, path, status):
    monkeypatch.setattr("app.main._load", lambda _later: None)
    app = create_app(settings)
    with TestClient(app, base_url="https://testserver") as client:
        assert client.get("/livez").status_code == 200
        assert any(isinstance(route, Later) for route in app.router.routes)
        assert client.request(method, path).status_code == status
        assert not any(isinstance(route, Later) for route in app.router.routes)


def test_the_document_of_the_interface_names_the_later_parts(settings):
    assert "/api/v1/notices" in create_app(settings).openapi()["paths"]

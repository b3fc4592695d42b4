"""What people type never becomes SQL, a script, a template, a link or a line of a log."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.web import logs
from app.web.later import whole
from app.web.notice_words import KINDS
from app.web.words import catalogue

ROOT = Path(__file__).parents[2]
PAYLOADS = [
    "' OR '1'='1",
    '"; DROP TABLE venues; --',
    "1) UNION SELECT 1,2,3--",
    "{{7*7}}{% raw %}",
    "${7*7}`#{7*7}`",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "\x00\x1b[31m",
]

FIELDS = ("q", "typed", "name", "code", "visit", "device", "until", "state", "lang", "next", "after")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("abuse")
    url = f"sqlite:///{folder / 'ghe.db'}"
    database = open_database(url)
    migrate.upgrade(database)
    database.close()
    settings = Settings(
        _env_file=None, database_url=url, keys=folder / "keys", public_url="https://testserver"
    )
    with TestClient(
        create_app(settings), base_url="https://testserver", raise_server_exceptions=False
    ) as client:
        yield client


def routes(client):
    for context in iter_route_contexts(whole(client.app).routes):
        route = context.route
        for method in sorted(getattr(route, "methods", None) or ()):
            if method in {"GET", "POST"}:
                yield method, context.path


@pytest.mark.abuse("AB-24")
@pytest.mark.abuse("AB-23")
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_address_breaks_or_echoes_what_is_put_into_it(client, payload):
    tried = 0
    for method, path in routes(client):
        filled = re.sub(r"{[^}]+}", quote(payload, safe=""), path)
        fields = dict.fromkeys(
            ("q", "typed", "name", "code", "visit", "device", "until", "state", "lang"), payload
        )
        answer = (
            client.get(filled, params=fields, follow_redirects=False)
            if method == "GET"
            else client.post(filled, data=fields, follow_redirects=False)
        )
        assert answer.status_code < 500, (method, path)
        assert "alert(1)</script>" not in answer.text, (method, path)
        assert "onerror=alert(1)>" not in answer.text, (method, path)
        assert "set-cookie: a=b" not in str(answer.headers).lower(), (method, path)
        tried += 1
    assert tried > 30


@pytest.mark.abuse("AB-24")
def test_only_the_store_and_the_scripts_of_the_migrations_write_sql():
    # Text is made into SQL only where a comment says why it cannot come from outside.
    for path in (ROOT / "app").rglob("*.py"):
        source = path.read_text()
        if not {"store", "bench"} & set(path.parts):
            assert not re.search(r"\b(text|exec_driver_sql)\(", source), path
        for match in re.finditer(r"\btext\(\s*f\"", source):
            assert "never from input" in source, (path, match.group())


@pytest.mark.abuse("AB-36")
def test_no_notice_holds_a_link_or_asks_for_anything():
    for heading, words in KINDS.values():
        for sentence in (heading, words):
            for said in (sentence, catalogue("vi").get(sentence, "")):
                assert not re.search(r"https?:|www\.|/[a-z]+/|\.vn|\.com", said), said


@pytest.mark.abuse("AB-38")
def test_a_log_line_is_one_line_and_names_the_route_not_what_was_sent(client, capfd):
    logs.configure("info")
    canary = "CANARY-0901234567"
    client.get(f"/t?typed={canary}%0aforged", headers={"user-agent": canary, "x-forwarded-for": canary})
    client.get(f"/v/{canary}")
    client.post("/api/v1/check-ins", json={"code": canary, "visit": canary, "device": canary})
    written = capfd.readouterr().err
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert {line["route"] for line in lines} >= {"/t", "/v/{code}", "/api/v1/check-ins"}
    assert canary not in written
    assert "forged" not in written


def test_a_request_survives_a_replaced_standard_error(client, monkeypatch):
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stderr", first)
    logs.configure("info")
    monkeypatch.setattr("sys.stderr", second)
    first.close()
    assert client.get("/livez").status_code == 200
    assert '"route": "/livez"' in second.getvalue()

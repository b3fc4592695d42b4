"""Nothing that is printed, sent in an address or seen on a receipt opens a history (AB-01)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.web.later import whole
from tests.web.conftest import Clock, Phone, register_venue

SEEN, SECRET = "Phở Hòa Pasteur", "Quán Bí Mật Canary"
FIELDS = ("code", "typed", "visit", "venue", "token", "device", "recovery", "q", "card", "number", "link")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    url = f"sqlite:///{folder / 'ghe.db'}"
    database = open_database(url)
    migrate.upgrade(database)
    database.close()
    settings = Settings(
        _env_file=None, database_url=url, keys=folder / "keys", public_url="https://testserver"
    )
    clock = Clock(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
    with TestClient(
        create_app(settings, clock=clock), base_url="https://testserver", raise_server_exceptions=False
    ) as client:
        yield client, clock


@pytest.fixture(scope="module")
def seen(service):
    """A person's day: a place where others see them, with its receipt, and one that nobody shall learn of."""
    client, clock = service
    person = Phone(client)
    secret = register_venue(Phone(client), name=SECRET, address="1 Hẻm Vắng")
    shown = register_venue(Phone(client), name=SEEN)
    person.press(person.open(f"/v/{secret.code}").form("/v/"))
    clock.pass_by(hours=2)
    page = person.send(person.open(f"/v/{shown.code}").form("/v/")).text
    return person, shown, page


def printed(shown, page) -> set[str]:
    """Every identifier of the poster, its address, and the receipt as somebody beside the phone sees it."""
    visible = re.sub(r"<details.*?</details>", " ", page, flags=re.DOTALL)
    visible = re.sub(r"<(form|head|script|svg)\b.*?</\1>", " ", visible, flags=re.DOTALL)
    words = set(re.findall(r"[\w-]{5,}", re.sub(r"<[^>]+>", " ", visible)))
    ids = {word for word in words if re.search(r"\d", word)}
    return ids - {shown.code.lower()} | {
        shown.code,
        shown.typed,
        shown.id,
        f"HTTPS://TESTSERVER/V/{shown.code}",
    }


def asked(client, value: str):
    """Every address and method, with the value in each place of the path and in every field."""
    for context in iter_route_contexts(whole(client.app).routes):
        for method in sorted(getattr(context.route, "methods", None) or ()):
            if method not in {"GET", "POST"} or context.path.endswith("openapi.json"):
                continue
            path = re.sub(r"{[^}]+}", quote(value, safe=""), context.path)
            yield method, path, dict.fromkeys(FIELDS, value)


def answers(stranger, values):
    for value in values:
        for method, path, fields in asked(stranger._client, value):
            if method == "GET":
                yield value, path, stranger.get(path, params=fields)
            else:
                yield value, path, stranger.post(path, data=fields)


@pytest.mark.abuse("AB-01")
def test_nothing_printed_or_in_an_address_shows_a_history(service, seen):
    client, _ = service
    person, shown, page = seen
    values = printed(shown, page)
    assert shown.code in values
    stranger = Phone(client, keeps_cookies=False)
    tried = 0
    for value, path, answer in answers(stranger, sorted(values)):
        assert SECRET not in answer.text, (value, path)
        assert "10:00" not in answer.text, (value, path)  # when they came to the other place
        assert answer.status_code < 500, (value, path)
        tried += 1
    assert tried > 200
    # Not for want of anything to find: the phone itself is shown it.
    assert SECRET in person.get("/my/visits").text


@pytest.mark.abuse("AB-01")
def test_the_recovery_code_of_a_receipt_stands_where_no_photo_of_it_shows_it(service, seen):
    client, _ = service
    _, shown, _ = seen
    newcomer = Phone(client)
    page = newcomer.send(newcomer.open(f"/v/{shown.code}").form("/v/")).text
    (digits,) = re.findall(r"(?:\d{5} ){4}\d{5}", page)
    assert not set(digits.split()) & printed(shown, page)
    inside = re.findall(r"<details[^>]*>.*?</details>", page, flags=re.DOTALL)
    assert any(digits in part and not re.match(r"<details[^>]*\bopen\b", part) for part in inside)


@pytest.mark.abuse("AB-01")
def test_what_a_receipts_form_holds_opens_that_one_visit_alone(service, seen):
    client, clock = service
    _, _, page = seen
    fields = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("venue", "visit", "token")
    }
    stranger = Phone(client, keeps_cookies=False)
    assert SEEN in stranger.post("/visit/show", data=fields).text
    clock.pass_by(seconds=1)
    for method, path, _ in asked(client, fields["visit"]):
        answer = stranger.get(path, params=fields) if method == "GET" else stranger.post(path, data=fields)
        assert SECRET not in answer.text, path

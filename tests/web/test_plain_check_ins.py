"""The way of nearly every check-in, ahead of all layers, is in nothing else than the ordinary one."""

from __future__ import annotations

import asyncio
import json
import sys
from types import SimpleNamespace

import pytest
from starlette.responses import Response

from app.vault.tokens import new_device_token, written
from app.web import check_ins, cookies, logs
from tests import loops

URL = "/api/v1/check-ins"
OURS = {"sec-fetch-site": "same-origin"}
OTHERWISE = [
    {"origin": "http://testserver", "host": "testserver"},
    {"sec-fetch-site": "same-origin", "content-type": "application/json; charset=utf-8"},
]


@pytest.fixture
def routed(monkeypatch):
    """How many requests have come to the route."""
    seen, app = [], check_ins.route.app

    async def counted(scope, receive, send):
        seen.append(scope["path"])
        await app(scope, receive, send)

    monkeypatch.setattr(check_ins.route, "app", counted)
    return seen


@pytest.fixture
def returning(reader):
    """A browser that has its cookie."""
    reader.cookies.set("__Host-device", written(new_device_token()))
    return reader


@pytest.fixture
def sent(door, fresh_id):
    return {"code": door.rpartition("/")[2], "visit": fresh_id(), "typed": False}


def without_id(answer):
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize("own", ["", "__Host-device=", "other=1"], ids=["no cookie", "its own", "another"])
@pytest.mark.parametrize("headers", OTHERWISE, ids=str)
def test_both_ways_keep_the_same_visit_and_give_the_same_answer(reader, sent, routed, headers, own):
    device, named = (written(new_device_token()) for _ in range(2))
    cookie = {"cookie": own + device if own.endswith("=") else own} if own else {}
    asked = sent | {"device": named}
    plain = reader.post(URL, json=asked, headers=OURS | cookie)
    assert plain.status_code == 200, plain.text
    assert not routed
    reader.cookies.clear()
    routed_one = reader.post(URL, json=asked, headers=headers | cookie)
    assert len(routed) == 1
    assert routed_one.content == plain.content
    assert without_id(routed_one) == without_id(plain)
    assert len(plain.headers["x-request-id"]) == len(routed_one.headers["x-request-id"]) == 12
    assert (named in plain.headers.get("set-cookie", "")) == (not own.endswith("="))


def test_what_no_browser_sent_is_plain_too(reader, sent, routed):
    assert reader.post(URL, json=sent | {"device": written(new_device_token())}).status_code == 200
    assert not routed
    assert reader.post(URL, json=sent, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_a_token_is_kept_as_every_other_cookie_is(reader, sent):
    device = new_device_token()
    answer = reader.post(URL, json=sent | {"device": written(device)}, headers=OURS)
    ordinary = Response()
    cookies.put(ordinary, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)
    assert answer.headers["set-cookie"] == ordinary.headers["set-cookie"]


def test_the_cookie_is_found_among_others_and_comes_before_the_body(returning, sent, routed):
    first = returning.post(URL, json=sent, headers=OURS).json()
    returning.cookies.set("another", "1")
    again = returning.post(URL, json=sent | {"device": written(new_device_token())}, headers=OURS).json()
    assert again == first
    assert not routed


@pytest.mark.parametrize(
    "change",
    [
        {"code": "0000-0000-0000-00000"},
        {"code": "0000000000000000Z"},
        {"visit": "0b0f4c1e-3f5a-4c52-9f1c-111111111111"},
        {"surplus": 1},
        {"seen": "x" * 20_000},
        {"companions": 2, "children": 3},
        {"device": "x"},
        {"device": None},
    ],
    ids=str,
)
def test_a_refusal_is_the_route_s_whichever_way_it_came(reader, sent, routed, change):
    asked = sent | {"device": written(new_device_token())} | change
    answers = [reader.post(URL, json=asked, headers=headers) for headers in (OURS, *OTHERWISE[:1])]
    assert len(routed) == 2
    assert 400 <= answers[0].status_code < 500
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
    assert without_id(answers[0]) == without_id(answers[1])


def test_a_page_of_another_site_is_sent_away(returning, sent):
    assert returning.post(URL, json=sent, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_plain_check_in_has_a_line_in_the_log(returning, sent, capfd):
    logs.configure("info")
    try:
        answer = returning.post(URL, json=sent, headers=OURS)
        refused = returning.post(URL, json=sent | {"surplus": 1}, headers=OURS)
        returning.get("/livez")
    finally:
        logs.configure("warning")
    sys.stderr.flush()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if "check-ins" in line]
    assert [line["id"] for line in lines] == [a.headers["x-request-id"] for a in (answer, refused)]
    assert [line["status"] for line in lines] == [200, 422]
    assert {(line["method"], line["route"], line["event"], line["level"]) for line in lines} == {
        ("POST", URL, "request", "info")
    }
    assert all(line["milliseconds"] >= 0 and line["timestamp"].endswith("Z") for line in lines)


def test_a_body_in_pieces_and_one_that_never_comes_go_the_ordinary_way(monkeypatch):
    monkeypatch.setattr(check_ins, "SECONDS", 0.05)
    device = written(new_device_token()).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"sec-fetch-site", b"none"),
        (b"cookie", b"__Host-device=" + device),
    ]

    ghe = SimpleNamespace(recorder=SimpleNamespace(crowded=False))

    def scope():
        return {
            "type": "http",
            "path": URL,
            "method": "POST",
            "headers": headers,
            "state": {"ghe": ghe},
        }

    received = []

    async def ordinary(scope, receive, send):
        fault = scope["ghe.fault"]
        if not isinstance(fault, TimeoutError):
            received.extend([await receive(), await receive()])
        received.append(type(fault).__name__)

    parts = [
        {"type": "http.request", "body": b'{"co', "more_body": True},
        {"type": "http.request", "body": b'de":1}', "more_body": False},
    ]
    coming = iter(parts)

    async def in_pieces():
        return next(coming)

    async def never():
        await asyncio.Event().wait()

    async def both():
        plain = check_ins.PlainCheckIns(ordinary, https=False)
        await plain(scope(), in_pieces, None)
        await plain(scope(), never, None)

    loops.run(both())
    assert received == [*parts, "_InPieces", "TimeoutError"]

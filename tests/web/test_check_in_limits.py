"""A check-in under load, from slow phones, and behind a proxy."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.store.recorder import Recorder
from app.vault.tokens import new_device_token, written
from app.web.bodies import BodyInTime
from tests import loops


@pytest.fixture
def full(monkeypatch):
    """The queue of every recorder is full."""

    monkeypatch.setattr(Recorder, "crowded", True)


@pytest.fixture
def sent(door):
    code = door.rpartition("/")[2]
    return {
        "code": code,
        "visit": "0196a5b0-0000-7000-8000-000000000000",
        "device": written(new_device_token()),
    }


def test_whom_a_full_queue_sends_away_comes_back_at_times_of_their_own(reader, full, sent):
    answers = [reader.post("/api/v1/check-ins", json=sent) for _ in range(30)]
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["type"] for answer in answers} == {"/problems/not-now"}
    waits = {int(answer.headers["retry-after"]) for answer in answers}
    assert len(waits) > 1
    assert {answer.headers["x-content-type-options"] for answer in answers} == {"nosniff"}
    in_vietnamese = reader.post("/api/v1/check-ins", json=sent, headers={"accept-language": "vi"})
    assert in_vietnamese.json()["title"] != answers[0].json()["title"]
    assert min(waits) >= 2
    assert max(waits) <= 9


def test_a_form_is_sent_away_with_a_page(reader, full, door, sent):
    answer = reader.post(door, data=sent)
    assert answer.status_code == 503
    assert 2 <= int(answer.headers["retry-after"]) <= 9
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_does_not_say_that_it_is_json_is_not_read_as_json(reader, sent, kind):
    answer = reader.post("/api/v1/check-ins", content=str(sent), headers={"content-type": kind})
    assert answer.status_code == 422


def test_a_body_that_is_too_large_is_refused(reader, sent):
    answer = reader.post("/api/v1/check-ins", json=sent | {"seen": "x" * 20_000})
    assert answer.status_code == 413


def test_the_description_names_what_is_sent_and_what_is_answered(reader):
    described = reader.get("/api/v1/openapi.json").json()
    post = described["paths"]["/api/v1/check-ins"]["post"]
    reference = post["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert reference.endswith("/NewCheckIn")
    assert post["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/ReceiptOut")
    assert post["tags"] == ["check-in"]


async def _talk(app, talk, **options):
    """Run a server on a port of its own, and something that talks to it."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1, **options)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.005)
    try:
        return await talk(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        await serving


async def _whole(request):
    return PlainTextResponse(str(len(await request.body())))


def test_a_body_that_dribbles_is_cut_off_and_one_in_time_is_not():
    app = Starlette(routes=[Route("/", _whole, methods=["POST"])])
    app.add_middleware(BodyInTime, seconds=0.1)

    async def send(port, *parts):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.04)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n"), 5)
        writer.close()
        return answer.split()[1]

    async def talk(port):
        return [
            await send(port, *parts) for parts in ([b"body"], [b"bo", b"dy"], [b"b", b"o", b"d", b""], [])
        ]

    assert loops.run(_talk(app, talk)) == [b"200", b"200", b"408", b"408"]


async def _who(request):
    return PlainTextResponse(f"{request.client.host} {request.url.scheme}")


async def _proxy(port, said):
    """A reverse proxy of the smallest kind: it hands on one request with what it says about its client."""

    async def hand_on(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", port)
        back.write(head.removesuffix(b"\r\n") + said + b"Connection: close\r\n\r\n")
        writer.write(await there.read())
        await writer.drain()
        writer.close()
        back.close()

    return await asyncio.start_server(hand_on, "127.0.0.1", 0)


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [("127.0.0.1", "203.0.113.9 https"), ("192.0.2.1", "127.0.0.1 http"), ("192.0.2.0/24", "127.0.0.1 http")],
)
def test_only_a_proxy_that_is_trusted_says_who_comes(trusted, seen):
    said = b"X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"

    async def talk(port):
        proxy = await _proxy(port, said)
        at = proxy.sockets[0].getsockname()[1]
        async with proxy, httpx2.AsyncClient() as client:
            return (await client.get(f"http://127.0.0.1:{at}/")).text

    app = Starlette(routes=[Route("/", _who)])
    assert loops.run(_talk(app, talk, proxy_headers=True, forwarded_allow_ips=trusted)) == seen

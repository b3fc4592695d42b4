"""The door over real connections: who is sent away, how, and that nothing else is taken for a check-in."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.web import crowd
from app.web.crowd import Door
from tests import loops

BODY = b'{"code": "x"}'


def check_in(*more: bytes, body: bytes = BODY) -> bytes:
    head = [b"POST /api/v1/check-ins HTTP/1.1", b"Host: here", b"Content-Length: %d" % len(body), *more]
    return b"\r\n".join([*head, b"", body])


async def until(holds):
    while not holds():  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.005)


class Line:
    """A connection, its answers read one after the other."""

    def __init__(self, streams):
        self.reader, self.writer = streams

    async def say(self, *pieces: bytes):
        for number, piece in enumerate(pieces):
            if number:
                await asyncio.sleep(0.02)
            self.writer.write(piece)
        return await self.hear()

    async def hear(self):
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        first, *lines = head.decode().strip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        body = await self.reader.readexactly(int(headers["content-length"]))
        return int(first.split()[1]), headers, body.decode()

    async def hears_nothing(self):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(self.reader.read(1), 0.15)


@pytest.fixture
def talk(monkeypatch):
    """Run a conversation with a service that answers 200 once it is `let_go`, through a door."""
    monkeypatch.setattr(crowd, "_crowd", crowd._Crowd())

    def run(words, *, door=Door):
        async def whole():
            there = SimpleNamespace(crowded=False, let_go=asyncio.Event(), reads=True, seen=0)
            there.let_go.set()

            async def keep(request):
                there.seen += 1
                if there.reads:
                    await request.body()
                await there.let_go.wait()
                return PlainTextResponse("kept")

            @asynccontextmanager
            async def lifespan(_app):
                settings = SimpleNamespace(public_url="https://here")
                yield {"ghe": SimpleNamespace(recorder=there, settings=settings)}

            app = Starlette(
                routes=[Route(path, keep, methods=["POST"]) for path in ("/api/v1/check-ins", "/other")],
                lifespan=lifespan,
            )
            server = uvicorn.Server(
                uvicorn.Config(app, port=0, log_level="error", http=door, timeout_graceful_shutdown=1)
            )
            serving = asyncio.create_task(server.serve())
            await until(lambda: server.started)
            port = server.servers[0].sockets[0].getsockname()[1]
            lines = []

            async def line():
                lines.append(Line(await asyncio.open_connection("127.0.0.1", port)))
                return lines[-1]

            there.stop = lambda: setattr(server, "should_exit", True)
            try:
                await words(there, line)
            finally:
                there.let_go.set()
                for one in lines:
                    one.writer.close()
                server.should_exit = True
                await serving

        loops.run(whole())

    return run


def test_who_comes_while_the_recorder_takes_no_more_is_told_when_to_come_again(talk):
    async def words(there, line):
        phone = await line()
        assert (await phone.say(check_in()))[0] == 200
        there.crowded = True
        answers = [await phone.say(check_in(b"Accept-Language: en")) for _ in range(8)]
        assert {status for status, _, _ in answers} == {503}
        assert {headers["retry-after"] for _, headers, _ in answers} == set("23456789")
        _, headers, body = answers[0]
        assert headers["content-type"] == "application/problem+json"
        assert headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" in headers
        assert '"type":"/problems/not-now"' in body
        assert "Too many people at once" in body
        assert "Too many people at once" not in (await phone.say(check_in()))[2]
        asking = check_in().replace(b"/check-ins ", b"/check-ins?lang=en ")
        assert "Too many people at once" in (await phone.say(asking))[2]
        assert there.seen == 1
        there.crowded = False
        assert (await phone.say(check_in()))[0] == 200

    talk(words)


def test_no_more_are_let_in_than_there_are_places_and_who_leaves_makes_room(talk, monkeypatch):
    monkeypatch.setattr(crowd, "_MOST_INSIDE", 2)

    async def words(there, line):
        there.let_go.clear()
        first, second, third = [await line() for _ in range(3)]
        for phone in (first, second):
            phone.writer.write(check_in())
        await until(lambda: there.seen == 2)
        assert (await third.say(check_in()))[0] == 503
        first.writer.close()
        await asyncio.sleep(0.05)
        third.writer.write(check_in())
        await until(lambda: there.seen == 3)
        there.let_go.set()
        assert [(await phone.hear())[0] for phone in (second, third)] == [200, 200]
        assert crowd._crowd.inside == 0

    talk(words)


@pytest.mark.parametrize(
    "pieces",
    [
        (check_in()[:40], check_in()[40:]),
        (check_in()[: -len(BODY)], BODY),
        (check_in(b"Content-Length: 13"),),
        (check_in(b"Connection: close"),),
        (
            check_in()
            .replace(b"Content-Length: 13", b"Transfer-Encoding: chunked")
            .replace(BODY, b"0\r\n\r\n"),
        ),
        (check_in().replace(b"/api/v1/check-ins", b"/other"),),
        (check_in().replace(b"HTTP/1.1", b"HTTP/1.0"),),
    ],
    ids=[
        *("head in pieces", "body apart", "two lengths", "last of its connection", "chunked", "elsewhere"),
        "an older HTTP",
    ],
)
def test_what_is_not_plainly_one_whole_check_in_goes_the_usual_way(talk, pieces):
    async def words(there, line):
        there.crowded = True
        status, _, body = await (await line()).say(*pieces)
        assert (status, body) == (200, "kept") or status == 400

    talk(words)


class Forgetful(Door):
    """What this door would be if it did not watch where a request ends."""

    def on_message_begin(self):
        super().on_message_begin()
        self._between = True


@pytest.mark.parametrize("door", [Door, Forgetful])
def test_a_body_that_looks_like_a_check_in_is_no_request(talk, door):
    async def words(there, line):
        there.reads, there.crowded = False, True  # answered before its body is there, as early refusals are
        phone, inner = await line(), check_in()
        outer = b"POST /other HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % len(inner)
        assert (await phone.say(outer))[0] == 200
        phone.writer.write(inner)
        if door is Door:
            await phone.hears_nothing()
        else:
            assert (await phone.hear())[0] == 503  # the answer of whoever comes next on this connection

    talk(words, door=door)


def test_who_does_not_wait_for_an_answer_gets_them_in_order(talk):
    async def words(there, line):
        there.crowded = True
        phone = await line()
        phone.writer.write(check_in())
        await asyncio.sleep(0.005)
        there.crowded = False
        phone.writer.write(check_in())
        assert [(await phone.hear())[0] for _ in range(2)] == [503, 200]
        phone.writer.write(check_in() * 3)
        assert [(await phone.hear())[0] for _ in range(3)] == [200] * 3

    talk(words)


@pytest.mark.parametrize("door", [Door, HttpToolsProtocol])
def test_a_busy_connection_is_told_before_it_is_closed(talk, door):
    async def words(there, line):
        phone = await line()
        await phone.say(check_in())
        there.stop()
        told = [{}]

        async def goes_on():
            while True:
                status, headers, _ = await phone.say(check_in())
                assert status == 200
                told.append(headers)
                await asyncio.sleep(0.01)

        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await goes_on()
        assert (told[-1].get("connection") == "close") is (door is Door)

    talk(words, door=door)

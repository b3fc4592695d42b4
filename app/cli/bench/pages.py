"""How long pages take in a large city: every page of officials, owners and maps, asked as a browser asks."""

from __future__ import annotations

import html
import http.client
import re
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from app.cli.bench.check_in_server import OURS, Server, serving
from app.cli.bench.cores import use_of
from app.cli.bench.figures import Figure
from app.cli.bench.page_ways import ANYBODY, EPIDEMIOLOGIST, OWNER, PERSON, Way, addresses
from app.cli.bench.pages_beside import check_ins_beside
from app.cli.bench.pages_kept import staged
from app.cli.scratch_postgres import postgres
from app.web import cookies

MOST_MS: Final = 300
_FIRST: Final = 180.0
"""Seconds that numbers computed beside a page may take; what takes longer is given up and counts as slow."""
_ANSWERS: Final = {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
_BESIDE: Final = "check-ins"
_FRAME: Final = re.compile(rb'<iframe [^>]*src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Timed:
    """One page asked several times. Times in milliseconds."""

    way: Way
    address: str
    times: list[float]
    """Of every answer, those that say that numbers are being computed among them."""
    computed: float
    """Until its numbers were there the first time, or were given up."""
    kilobytes: float
    processor: float
    """Milliseconds of the server's processor time an answer: what an idle core would take at least."""

    @property
    def p95(self) -> float:
        """95 of 100 answers came within."""
        return float(np.percentile(self.times, 95))

    @property
    def is_slow(self) -> bool:
        """Whether it is to be mended."""
        return self.p95 > MOST_MS or self.computed > _FIRST * 1000


def pages(
    scale: Annotated[float, typer.Option(min=0.0001, help="1: 300,000 cases, a million venues.")] = 0.1,
    times: Annotated[int, typer.Option(min=2, help="How often each page is asked.")] = 20,
    url: Annotated[
        str, typer.Option(help="An empty PostgreSQL database; `postgres`: one of its own; else SQLite.")
    ] = "",
    keep: Annotated[
        Path | None, typer.Option(help="A folder: the city stays there, and is used again if it is there.")
    ] = None,
    only: Annotated[
        str, typer.Option(help="Only addresses in which this stands; `check-ins`: only those beside.")
    ] = "",
) -> list[Figure]:
    """Every page of officials, owners and maps on many cases, contacts and venues."""
    with ExitStack() as stack:
        folder = (keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if url == "postgres":
            server = stack.enter_context(postgres())
            server.make_template()
            url = server.url(server.new_database())
        url = url or f"sqlite:///{folder / 'ghe.db'}"
        city, its_cookies = staged(folder, url, scale)
        with serving(OURS, folder, url) as service:
            time.sleep(3)  # what is loaded beside the first requests is not what is measured
            found = [
                _timed(service, its_cookies, way, address, times)
                for _, way, address in addresses(city.facts)
                if only in address
            ]
            resident = use_of(service.process).resident / 1e6
            database = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
            what = f"{city.counts['cases']:,} cases, {database}"
            beside: list[Figure] = []
            if only in _BESIDE:
                asks = partial(_status, service, its_cookies)
                beside = check_ins_beside(service, folder, url, asks, what)
    return (_told(found, resident, what, large=scale >= 1) if found else []) + beside


def _told(found: list[Timed], resident: float, what: str, *, large: bool) -> list[Figure]:
    """Every page in a line, the slowest first, and what is kept of them."""
    for one in sorted(found, key=lambda one: -one.p95):
        _say(one)
    slow = [one for one in found if one.is_slow]
    print(f"{len(found)} pages, {len(slow)} over {MOST_MS} ms; the server holds {resident:,.0f} MB")
    slowest, first = max(found, key=lambda one: one.p95), max(found, key=lambda one: one.times[0])
    asked, latest = MOST_MS if large else None, max(one.computed for one in found)
    return [
        Figure("pages", f"slowest p95, {what}: {_name(slowest)}", slowest.p95, "ms", most=asked),
        Figure("pages", f"median p95, {what}", float(np.median([one.p95 for one in found])), "ms"),
        Figure("pages", f"slowest first answer, {what}: {_name(first)}", first.times[0], "ms"),
        Figure("pages", f"over {MOST_MS} ms, {what}", float(len(slow)), "pages", most=0 if asked else None),
        Figure("pages", f"numbers first computed in at most, {what}", latest, "ms"),
        Figure("pages", f"memory of the server, {what}", resident, "MB"),
    ]


def _timed(server: Server, cookies_: dict[str, str], way: Way, address: str, times: int) -> Timed:
    address = _framed(server, cookies_, way, address)
    taken: list[float] = []
    before, began = use_of(server.process).seconds, time.perf_counter()
    computed, size = 0.0, 0
    while len(taken) < times or not computed:
        sent = time.perf_counter()
        status, body = _ask(server, cookies_, way, address)
        now = time.perf_counter()
        taken.append((now - sent) * 1000)
        if status not in _ANSWERS:
            raise RuntimeError(f"{status} of {address} for {way.who}")
        size = len(body)
        if status == HTTPStatus.OK:
            computed = computed or (now - began) * 1000
        elif now - began > _FIRST:
            computed = (now - began) * 1000
            break
        else:
            time.sleep(0.5)
    processor = (use_of(server.process).seconds - before) * 1000 / len(taken)
    return Timed(way, address, taken, computed, size / 1000, processor)


def _framed(server: Server, cookies_: dict[str, str], way: Way, address: str) -> str:
    """The address itself; of a map in its frame the one that its page gives, once it has its numbers."""
    page, is_framed, rest = address.partition("/frame")
    if not is_framed:
        return address
    began = time.perf_counter()
    status, body = _ask(server, cookies_, way, page + rest)
    while status == HTTPStatus.SERVICE_UNAVAILABLE and time.perf_counter() - began < _FIRST:
        time.sleep(0.5)
        status, body = _ask(server, cookies_, way, page + rest)
    found = _FRAME.search(body)
    if found is None:
        raise RuntimeError(f"{status} of {page}{rest}, without a frame")
    return html.unescape(found[1].decode())


def _ask(server: Server, cookies_: dict[str, str], way: Way, address: str) -> tuple[int, bytes]:
    """Status and body. A connection of its own each time, as a browser that comes back has."""
    names = {OWNER: cookies.OWNER, PERSON: cookies.DEVICE}
    headers = {"Host": server.host, "Accept-Language": "vi"}
    if way.who != ANYBODY:
        headers["Cookie"] = f"{names.get(way.who, cookies.OFFICIAL)}={cookies_[way.who]}"
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        line.request("GET", address, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def _status(server: Server, cookies_: dict[str, str], address: str) -> int:
    return _ask(server, cookies_, Way(EPIDEMIOLOGIST, address), address)[0]


def _name(one: Timed) -> str:
    path = one.address.partition("?")[0].split("/")
    plain = "/".join("…" if len(part) == 36 else part for part in path)  # noqa: PLR2004 - an id
    return f"{plain} {one.way.words}".strip()


def _say(one: Timed) -> None:
    p50 = float(np.median(one.times))
    first = f"  computed in {one.computed:,.0f} ms" if one.computed > 2 * one.p95 else ""
    print(
        f"  p50 {p50:7.1f}  p95 {one.p95:7.1f}  first {one.times[0]:7.1f} ms  "
        f"processor {one.processor:7.1f} ms  {one.kilobytes:7.0f} kB  {one.way.who:13} {_name(one)}{first}"
    )

"""How long check-ins take while the same process computes the numbers of a large city's pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlmodel import col, select

from app.cli.bench.check_in_requests import Door, requests, visitors_for
from app.cli.bench.check_in_server import Server
from app.cli.bench.check_in_stock import VENUES, Stock
from app.cli.bench.figures import Figure
from app.cli.bench.open_loop import offer
from app.domain.codes import Code, make_code
from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import city
from app.store.db import Database, open_database
from app.store.tables import CodeRow
from app.vault.keystore import KeyStore

_MOST_P99: Final = 50
"""Milliseconds."""
_RATE: Final = 200
_ROUND: Final = 5
"""Seconds of check-ins between two looks whether numbers are still being computed."""
_ROUNDS_ALONE: Final = 3
_MOST_ROUNDS: Final = 36
_NEW: Final = "&days=13"
"""Days that no way of `page_ways` asks for: nobody has computed them yet."""
_LOOK_AGAIN: Final = 2
"""Seconds, as the page itself says to a browser."""
_ANSWERS: Final = {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
_COMPUTED: Final = (
    *(f"/official/map?map={one}{_NEW}" for one in ("clusters", "compliance", "density", "venues", "network")),
    f"/official/outbreak/clusters?disease=covid-19{_NEW}",
    f"/official/outbreak?disease=covid-19{_NEW}",
    "/official/chains?disease=covid-19",
)


class _Visitors(Stock):
    """Browsers at venues that are there already."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.policy, self.database, self.keys = Policy(), database, keys
        codes = select(CodeRow.code, CodeRow.venue).where(col(CodeRow.zone).is_(None)).limit(VENUES)
        with database.writing() as session:
            known = session.exec(codes).all()
            self._basis = city.basis_id(session, self.policy.basis, now=datetime.now(UTC))
        self.codes = [Code(code) for code, _ in known]
        self.revoked = [make_code(0)]  # nobody's: refused as well
        self._venues = [VenueId(venue) for _, venue in known]


def check_ins_beside(
    server: Server, folder: Path, url: str, ask: Callable[[str], int], what: str
) -> list[Figure]:
    """Check-ins at a modest fixed rate, first alone, then while numbers of pages are computed, one by one.

    `ask` asks for a page and gives its status.
    """
    database = open_database(url)
    try:
        stock = _Visitors(database, KeyStore(folder / "keys"))
        _round(server, stock)  # warm
        alone = np.concatenate([_round(server, stock) for _ in range(_ROUNDS_ALONE)])
        beside: list[NDArray[np.float64]] = []
        began = time.perf_counter()
        with ThreadPoolExecutor(1) as asking:
            computing = asking.submit(_compute, ask)
            while not computing.done() and len(beside) < _MOST_ROUNDS:
                beside.append(_round(server, stock))
            computing.result()
        lasted = time.perf_counter() - began
    finally:
        database.close()
    found = []
    for words, times in (("alone", alone), ("while numbers are computed", np.concatenate(beside))):
        p50, p99, p999 = np.percentile(times, (50, 99, 99.9), method="higher").tolist()
        print(
            f"  {_RATE} check-ins/s {words}: p50 {p50:.1f}  p99 {p99:.1f}  p99.9 {p999:.1f}  "
            f"max {times.max():.1f} ms of {len(times):,}"
        )
        found.append(Figure("pages", f"{_RATE} check-ins/s {words}, p99, {what}", p99, "ms", most=_MOST_P99))
    print(f"  computed in {lasted:.0f} s: {', '.join(one.rpartition('/')[2] for one in _COMPUTED)}")
    return found


def _compute(ask: Callable[[str], int]) -> None:
    waiting = list(_COMPUTED)
    while waiting:
        told = {address: ask(address) for address in waiting}
        if wrong := {address: status for address, status in told.items() if status not in _ANSWERS}:
            raise RuntimeError(f"not answered: {wrong}")
        waiting = [address for address, status in told.items() if status != HTTPStatus.OK]
        time.sleep(_LOOK_AGAIN)


def _round(server: Server, stock: Stock) -> NDArray[np.float64]:
    """Milliseconds from when each was due; those not acknowledged waited for ever, a wrong code apart."""
    count, now = _RATE * _ROUND, datetime.now(UTC)
    visitors = stock.add_visitors(visitors_for(count), now)
    today = stock.keys.day(local_day(now, stock.policy.zone))
    door = Door(server.host, stock.codes, stock.revoked, today)
    made = [one.data for one in requests(door, visitors, count, now=datetime.now(UTC), seconds=_ROUND)]
    found = offer(server.url, made, rate=_RATE, seconds=_ROUND, connections=16)
    answered = found.status < HTTPStatus.BAD_REQUEST
    told = answered | (found.status >= HTTPStatus.INTERNAL_SERVER_ERROR) | (found.status == 0)
    return np.asarray(np.where(answered, (found.answered - found.due) * 1000, np.inf)[told])

"""The server's clock jumps: an hour back, a day ahead, and to and fro at every look."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from itertools import cycle
from uuid import UUID

from sqlalchemy import select
from starlette.testclient import TestClient

from app.domain.spans import local_day
from app.main import _keep_up, create_app
from app.settings import Settings
from app.store.tables import VisitRow
from app.usecases.end_retention import end_retention
from app.web.state import Installation
from tests.reliability.ledger import Ledger, Verdict
from tests.reliability.town import Town, as_json, someone

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
WILD = (timedelta(), -HOUR, timedelta(), DAY, timedelta(minutes=-4))
"""Where the clock stands against the true time, look by look."""
NAMED = {"entry-in-future", "entry-too-old"}


@dataclass
class Stepped:
    verdict: Verdict
    answers: list[tuple[str, timedelta, str]] = field(default_factory=list)
    """How far the clock was off, how old the check-in was, and `kept` or the name of the refusal."""
    destroyed: int = 0
    """Visits that the housekeeping destroyed under a clock a month ahead."""
    without_guard: int = 0
    """The same without the guard that asks whether the clock can be believed."""


class _Clock:
    """Shows the true time and what it is off by."""

    def __init__(self) -> None:
        self.true, self.off = NOW, cycle([timedelta()])

    def __call__(self) -> datetime:
        return self.true + next(self.off)


def step(town: Town, *, wild: int = 40) -> Stepped:
    """Check in under a clock that is right, behind, ahead, right again; then `wild` more under a mad one."""
    clock, ledger, chance = _Clock(), Ledger(), random.Random(1)
    told = Stepped(Verdict(0, 0, 0, 0))
    settings = Settings(
        _env_file=None,
        database_url=town.url,
        keys=town.folder / "keys",
        posters=town.folder / "posters",
        public_url="https://testserver",
    )
    with TestClient(create_app(settings, clock=clock), base_url="https://testserver") as service:
        # With its first cookie one browser would stand for all of them.
        service.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

        def send(command, off: str, age: timedelta = timedelta()) -> str:
            ledger.sent.add(command.visit)
            answer = service.post("/api/v1/check-ins", json=as_json(command))
            said = "kept" if answer.status_code == 200 else answer.json()["type"].removeprefix("/problems/")
            if said == "kept":
                ledger.acknowledges(UUID(answer.json()["visit"]))
            told.answers.append((off, age, said))
            return said

        early = [someone(chance, town, NOW) for _ in range(3)]
        for name, off in (
            ("right", timedelta()),
            ("an hour back", -HOUR),
            ("a day ahead", DAY),
            ("right", timedelta()),
        ):
            clock.off = cycle([off])
            for command in early:  # a repeat of what is kept is kept, whatever the clock says
                send(command, name)
            for age in (timedelta(), 47 * HOUR, 49 * HOUR):
                send(someone(chance, town, NOW - age), name, age)
        clock.off = cycle(WILD)
        crowd = [someone(chance, town, NOW) for _ in range(wild)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda command: send(command, "at every look"), crowd))
        clock.off = cycle([timedelta()])
        for command in crowd:
            send(command, "right")
        told.verdict = ledger.at(town.url)
        ghe = service.app_state["ghe"]
        _keep_up(ghe)
        clock.off = cycle([MONTH])
        before = _openable(ghe)
        _keep_up(ghe)
        told.destroyed = before - _openable(ghe)
        end_retention(ghe.database, ghe.keys, policy=ghe.policy, now=clock())
        told.without_guard = before - _openable(ghe)
    return told


def _openable(ghe: Installation) -> int:
    """How many visits are there with the keys of their day."""
    with ghe.database.reading() as session:
        entered = session.execute(select(VisitRow.entered_at)).scalars().all()
    return sum(ghe.keys.has(local_day(at, ghe.policy.zone)) for at in entered)

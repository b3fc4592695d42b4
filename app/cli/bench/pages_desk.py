"""What else lies on the desks of a city to look at: the audit chain, counts, events, cards, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from sqlalchemy import update

from app.cli.bench.bulk_rows import Row, micros, put_rows
from app.cli.bench.pages_cases import WORTH
from app.cli.bench.pages_decisions import CaseWork
from app.cli.bench.pages_places import Places
from app.domain.areas import CASE_COUNTS
from app.domain.audit import AuditAction, Entry
from app.domain.ids import CaseId, EventId, OfficialId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import audit, city, imports
from app.store.db import Session
from app.store.tables import (
    AuditHeadRow,
    AuditRow,
    CardRow,
    CaseCountRow,
    EventExposureRow,
    EventRow,
    EventTraceRow,
    VisitRow,
)
from app.vault.chain import link

_MINUTE: Final = 60_000_000
_COUNTED_DAYS: Final = 180
_AT_EVENT: Final = 300


def add_audit(
    session: Session, work: CaseWork, *, entries: int, officials: list[OfficialId], now: datetime
) -> None:
    """A chain whose hashes hold: mostly cases that were read."""
    end = audit.end(session)
    last: list[Any] = [end.number, end.hash]

    def chained() -> Iterator[Row]:
        for n in range(entries):
            number, at = last[0] + 1, now - timedelta(seconds=(entries - n) * 5)
            case, who = CaseId(UUID(bytes=work.cases[n % len(work.cases)])), officials[n % len(officials)]
            entry = Entry(number, at, who, AuditAction.CASE_READ.value, case, {})
            last[:] = number, link(last[1], entry)
            yield number, micros(at), who.bytes, entry.action, case.bytes, "{}", last[1]

    put_rows(session, AuditRow, ["number", "at", "actor", "action", "case", "detail", "hash"], chained())
    session.execute(update(AuditHeadRow).values(number=last[0], hash=last[1]))


def add_counts(
    session: Session, rng: np.random.Generator, places: Places, *, policy: Policy, now: datetime
) -> None:
    """Cases by ward and day for half a year, as a city gets them from elsewhere."""
    taken = imports.add(session, CASE_COUNTS, "bench.csv", rng.bytes(32), _COUNTED_DAYS, now=now)
    today = local_day(now, policy.zone)
    rows = (
        (disease, (today - timedelta(days=ago)).isoformat(), ward, int(rng.poisson(8)), taken.id)
        for disease in ("covid-19", "influenza", "measles")
        for ago in range(_COUNTED_DAYS, -1, -1)
        for ward in places.wards
    )
    put_rows(session, CaseCountRow, ["disease", "day", "area_code", "cases", "import_id"], rows)


def add_events(
    session: Session,
    rng: np.random.Generator,
    work: CaseWork,
    places: Places,
    *,
    events: int,
    tracer: OfficialId,
    series: str = "EV",
    now: datetime,
) -> EventId:
    """Gatherings, half of them approved; the newest one is traced."""
    end = micros(now)
    ids = [rng.bytes(16) for _ in range(events)]
    columns = "id reference venue disease starts_at ends_at reason opened_by opened_at approved_by"
    put_rows(
        session,
        EventRow,
        columns.split(),
        (
            (
                *(event, f"{series}-{n:06d}", places.ids[n % len(places.ids)], "covid-19"),
                *(end - (n + 600) * _MINUTE, end - (n + 480) * _MINUTE, "", tracer.bytes),
                *(end - n * 30 * _MINUTE, tracer.bytes if n % 2 == 0 else None),
            )
            for n, event in enumerate(ids)
        ),
    )
    trace = rng.bytes(16)
    columns = "id event number rule made_by made_at"
    put_rows(session, EventTraceRow, columns.split(), [(trace, ids[0], 1, "dose-1", tracer.bytes, end)])
    columns = "trace person number venue starts_at ends_at assumed assurance flags"
    there = (
        (
            *(trace, person, 1, places.ids[0], end - 600 * _MINUTE, end - 480 * _MINUTE),
            *(False, "static", 0, *WORTH.values()),
        )
        for person in work.persons[:_AT_EVENT]
    )
    put_rows(session, EventExposureRow, [*columns.split(), *WORTH], there)
    return EventId(UUID(bytes=ids[0]))


def add_cards(session: Session, rng: np.random.Generator, *, cards: int, now: datetime) -> None:
    """Blank cards."""
    issued, ends = now.date().isoformat(), (now + timedelta(days=700)).date().isoformat()
    rows = ((rng.bytes(32), issued, ends) for _ in range(cards))
    put_rows(session, CardRow, ("number_mac", "issued_on", "expires_on"), rows)


def add_visits(
    session: Session, rng: np.random.Generator, places: Places, *, visits: int, policy: Policy, now: datetime
) -> None:
    """Check-ins of the kept days, some of them now at the owner's branch."""
    basis = city.basis_id(session, policy.basis, now=now)
    at = micros(now) - (rng.uniform(0, 14 * 24 * 60, visits) * _MINUTE).astype(np.int64)
    at[:200] = micros(now) - rng.integers(1, 20, min(200, visits)) * _MINUTE
    venue = (len(places.ids) * rng.random(visits) ** 3).astype(np.int64)
    branch = places.ids.index(places.branch.bytes)
    venue[:200] = branch
    columns = "venue entered_at id pseudonym received_at assurance flags basis version"
    rows = (
        (places.ids[place], entered, rng.bytes(16), rng.bytes(16), entered, "static", 0, basis, 1)
        for place, entered in zip(venue.tolist(), at.tolist(), strict=True)
    )
    put_rows(session, VisitRow, columns.split(), rows)

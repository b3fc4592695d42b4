"""A city to look at: 300,000 cases, 1,000,000 contacts and 1,000,000 venues, written straight into tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import text
from sqlmodel import col, select

from app.cli.bench.page_ways import WARD
from app.cli.bench.pages_cases import add_cases
from app.cli.bench.pages_decisions import CaseWork
from app.cli.bench.pages_desk import add_audit, add_cards, add_counts, add_events, add_visits
from app.cli.bench.pages_places import Places, add_places
from app.domain.ids import EventId, OfficialId, OwnerId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.simulation.wards import wards
from app.store import officials, partitions, sessions
from app.store.db import Database, Session
from app.store.tables import CaseRow, EventRow, ExposureRow, TraceRow
from app.usecases.add_demo_city import add_wards
from app.usecases.release_demo import release_demo
from app.vault.keystore import KeyStore
from app.vault.tokens import digest, new_session_token, written

CASES: Final = 300_000
CONTACTS: Final = 1_000_000
VENUES: Final = 1_000_000
FEWEST: Final = (200, 500, 1200)
"""Of these three, whatever the scale."""
_VISITS: Final = 300_000
_AUDIT: Final = 500_000
_EVENTS: Final = 3_000
_FEWEST_EVENTS: Final = 130
_CARDS: Final = 100_000
_KEPT_DAYS: Final = 21


@dataclass(frozen=True, slots=True)
class PagesCity:
    """What was made, who is signed in, and what the pages are asked about."""

    counts: dict[str, int]
    cookies: dict[str, str]
    """Of a new official of each role for the whole city, of `ward`, of `owner`, and of `person`."""
    places: Places
    work: CaseWork
    event: EventId
    officials: dict[str, OfficialId]

    @property
    def case(self) -> UUID:
        """The case with the long list."""
        return self.work.heavy

    @property
    def person(self) -> str:
        """The cookie of somebody on a list."""
        return written(self.work.persons[0])


def make_city(
    database: Database,
    keys: KeyStore,
    *,
    scale: float,
    policy: Policy,
    now: datetime,
    seed: int = 7,
    progress: Callable[[str], None] = lambda _words: None,
) -> PagesCity:
    """Fill an empty, migrated database; every count is `scale` times what stands above.

    One transaction a part. Nothing is checked: what is written obeys the keys and nobody reads it but pages.
    """
    rng = np.random.default_rng(seed)
    partitions.ensure_partitions(database, policy.zone, now=now, back=_KEPT_DAYS)
    sized = {
        name: max(fewest, round(whole * scale))
        for name, whole, fewest in zip(
            ("cases", "contacts", "venues"), (CASES, CONTACTS, VENUES), FEWEST, strict=True
        )
    }
    with database.writing() as session:
        add_wards(session, now)
        everyone = _add_officials(session, now)
    progress("venues")
    with database.writing() as session:
        places = add_places(session, rng, venues=sized["venues"], now=now)
    progress("cases and contacts")
    with database.writing() as session:
        work = add_cases(
            session,
            rng,
            places,
            keys,
            cases=sized["cases"],
            contacts=sized["contacts"],
            tracer=everyone[Role.TRACER.value],
            now=now,
        )
    progress("audit, counts, events, cards, visits")
    event = _add_desk(database, rng, places, work, list(everyone.values()), scale, policy, now)
    progress("statistics and the public map")
    _analyse(database)
    release_demo(database, policy=policy, now=now)
    counts = sized | {"contacts": work.contacts, "exposures": work.exposures}
    return PagesCity(counts, {}, places, work, event, everyone)


def _add_officials(session: Session, now: datetime) -> dict[str, OfficialId]:
    """One of each role for the whole city, and a tracer of one ward."""
    ones = [(role.value, role, None) for role in Role] + [(WARD, Role.TRACER, wards()[0].code)]
    everyone = {name: OfficialId(uuid4()) for name, *_ in ones}
    for name, role, ward in ones:
        official = Official(everyone[name], f"bench-{name}", f"Bench {name}", role, ward)
        officials.add(session, official, now=now)
    return everyone


def sign_in(database: Database, city: PagesCity, *, now: datetime) -> PagesCity:
    """The city with new sessions: those of an official end when nobody uses them."""
    with database.writing() as session:
        found = signed_in(session, city.officials, city.places.owner, now=now)
    return replace(city, cookies=found | {"person": city.person})


def signed_in(
    session: Session, officials_: dict[str, OfficialId], owner: OwnerId, *, now: datetime
) -> dict[str, str]:
    """Cookies of new sessions, by role, of `ward` and of `owner`."""
    found = {role: _signed_in(session, SignedIn(who, None, now, now)) for role, who in officials_.items()}
    return found | {"owner": _signed_in(session, SignedIn(None, owner, now, now))}


def _add_desk(
    database: Database,
    rng: np.random.Generator,
    places: Places,
    work: CaseWork,
    everyone: list[OfficialId],
    scale: float,
    policy: Policy,
    now: datetime,
) -> EventId:
    with database.writing() as session:
        add_audit(session, work, entries=max(200, round(_AUDIT * scale)), officials=everyone, now=now)
        add_counts(session, rng, places, policy=policy, now=now)
        events = max(_FEWEST_EVENTS, round(_EVENTS * scale))
        event = add_events(session, rng, work, places, events=events, tracer=everyone[0], now=now)
        add_cards(session, rng, cards=max(10, round(_CARDS * scale)), now=now)
        visits = max(400, round(_VISITS * scale))
        add_visits(session, rng, places, visits=visits, policy=policy, now=now)
    return event


def _signed_in(session: Session, signed_in: SignedIn) -> str:
    cookie = new_session_token()
    sessions.add(session, digest(cookie), signed_in)
    return written(cookie)


def _analyse(database: Database) -> None:
    """What a server's autovacuum does by itself within minutes of so much new data; not on SQLite."""
    if database.is_sqlite:
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def facts_of(database: Database, city: PagesCity) -> dict[str, str]:
    """What stands in for the names in the addresses of `page_ways`."""
    met = (
        select(ExposureRow.venue)
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .where(TraceRow.case == city.case)
    )
    with database.reading() as session:
        return {
            "case": str(city.case),
            "light": str(UUID(bytes=city.work.cases[1])),
            "contact": str(city.work.contact),
            "event": str(city.event),
            "name": quote(city.work.names[0]),
            "old_name": quote(city.work.names[-1]),
            "phone": "0900000000",
            "deep_open": _deep(
                session, select(CaseRow.reported_at, CaseRow.id).where(CaseRow.state == "open")
            ),
            "deep_closed": _deep(
                session, select(CaseRow.reported_at, CaseRow.id).where(CaseRow.state == "closed")
            ),
            "deep_events": _deep(session, select(EventRow.opened_at, EventRow.id)),
            "met": str(session.exec(met).first()),
            "branch": str(city.places.branch),
            "zone": str(city.places.zone),
        }


def _deep(session: Session, rows: Any) -> str:  # noqa: ANN401 - a select of a moment and an id
    """The cursor of a page near the end of a list: after its oldest rows but a few."""
    moment, last = session.exec(rows.order_by(*rows.selected_columns).offset(120)).first()
    return quote(f"{moment.isoformat()}_{last}")


def grow(database: Database, keys: KeyStore, city: PagesCity, *, policy: Policy, now: datetime) -> None:
    """Three times as much of everything that a list or a map could read too much of; for tests."""
    rng, tracer = np.random.default_rng(8), city.officials[Role.TRACER.value]
    with database.writing() as session:
        places = add_places(session, rng, venues=2 * city.counts["venues"], now=now)
        work = add_cases(
            session,
            rng,
            places,
            keys,
            cases=2 * city.counts["cases"],
            contacts=2 * city.counts["contacts"],
            tracer=tracer,
            series="MORE",
            now=now,
        )
        add_audit(session, work, entries=400, officials=[tracer], now=now)
        add_events(session, rng, work, places, events=260, tracer=tracer, series="MORE", now=now)
        add_visits(session, rng, places, visits=800, policy=policy, now=now)

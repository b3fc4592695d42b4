"""A scratch installation with venues, codes and browsers that have been here before."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from app.cli.bench.bulk_rows import micros, put_rows
from app.cli.bench.check_in_requests import Visitor
from app.domain.assurance import Assurance
from app.domain.codes import Code, make_code
from app.domain.ids import PersonId, VenueId, new_visit_id
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import OpeningHours
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.registrations import register
from app.domain.spans import local_day
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.store import city, venues
from app.store.db import Database, Session
from app.store.tables import DeviceTokenRow, PersonRow, VisitRow
from app.usecases.keep_house import keep_house
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms
from app.vault.tokens import digest

VENUES: Final = 2_000
_REVOKED: Final = 20
_OF_VISITS: Final = ("venue", "entered_at", "id", "pseudonym", "left_at", "received_at")
_SAME_OF_ALL: Final = ("assurance", "flags", "basis", "version", "companions", "children")


class Stock:
    """Venues and visitors of one migrated scratch database."""

    def __init__(self, database: Database, keys: KeyStore, now: datetime) -> None:
        self.policy = Policy()
        self.database, self.keys = database, keys
        keep_house(database, keys, policy=self.policy, now=now)
        self._venues = [VenueId(UUID(bytes=secrets.token_bytes(16))) for _ in range(VENUES)]
        said = register(
            name="Quán cà phê Bến Thành",
            address="12 Lê Lợi, Phường Bến Thành",
            kind=VenueKind.CAFE,
            capacity=60,
            hours=OpeningHours(),
        )
        made = [Venue(venue, said, None, VenueState.OPEN, now, None) for venue in self._venues]
        codes = [_code(venue, number, now) for number, venue in enumerate(self._venues)]
        gone = [
            _code(venue, VENUES + number, now, revoked=True)
            for number, venue in enumerate(self._venues[:_REVOKED])
        ]
        with database.writing() as session:
            venues.add_many(session, made, [*codes, *gone])
            self._basis = city.basis_id(session, self.policy.basis, now=now)
        self.codes = [code.code for code in codes]
        self.revoked = [code.code for code in gone]

    def add_visitors(self, count: int, now: datetime) -> list[Visitor]:
        """Browsers that were here before: of three one has an open visit today, one has left one."""
        found = [
            Visitor(
                DeviceToken(secrets.token_bytes(32)),
                PersonId(UUID(bytes=secrets.token_bytes(16))),
                None if number % 3 == 2 else secrets.randbelow(len(self._venues)),  # noqa: PLR2004 - the last of three
            )
            for number in range(count)
        ]
        day = local_day(now, self.policy.zone).isoformat()
        with self.database.writing() as session:
            put_rows(
                session,
                PersonRow,
                ("id", "first_day", "guardian"),
                ((one.person.bytes, day, False) for one in found),
            )
            put_rows(
                session,
                DeviceTokenRow,
                ("token_sha256", "person"),
                ((digest(one.token), one.person.bytes) for one in found),
            )
            self._add_visits(session, found, now)
        return found

    def _add_visits(self, session: Session, visitors: Sequence[Visitor], now: datetime) -> None:
        entered = now - timedelta(hours=2)
        link = self.keys.day(local_day(entered, self.policy.zone)).link
        names = pseudonyms(link, [one.person for one in visitors])
        at, left = micros(entered) // 1000 * 1000, micros(now - timedelta(hours=1)) // 1000 * 1000
        put_rows(
            session,
            VisitRow,
            (*_OF_VISITS, *_SAME_OF_ALL),
            (
                (
                    *(self._venues[one.before].bytes, at, new_visit_id(entered, secrets.randbits(74)).bytes),
                    *(name.bytes, None if number % 3 == 0 else left, at),
                    *(Assurance.STATIC.value, 0, self._basis, 1, 0, 0),
                )
                for number, (one, name) in enumerate(zip(visitors, names, strict=True))
                if one.before is not None
            ),
        )

    def rows_since(self, moment: datetime) -> list[UUID]:
        """The ids of the visits that were entered since then, each as often as there is a row."""
        with self.database.reading() as session:
            found = session.execute(
                text("SELECT id FROM visits WHERE entered_at >= :since"),
                {"since": micros(moment) if self.database.is_sqlite else moment},
            )
            return [UUID(bytes=row) if isinstance(row, bytes) else row for (row,) in found]


def _code(venue: VenueId, number: int, now: datetime, *, revoked: bool = False) -> IssuedCode:
    return IssuedCode(
        Code(make_code(secrets.randbits(80))),
        make_typed_code(number),
        venue,
        None,
        now - timedelta(days=30),
        revoked_at=now - timedelta(days=1) if revoked else None,
    )

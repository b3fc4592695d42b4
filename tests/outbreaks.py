"""A town of a few venues whose every visit is written by the test: who met whom is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4

from app.domain.assurance import Assurance
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, new_visit_id
from app.domain.officials import Official
from app.domain.opening_hours import OpeningHours
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.roles import Role
from app.domain.spans import days_between, local_day
from app.domain.subjects import Subject
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.store import city, officials, people, venues, visits
from app.store.db import Database
from app.usecases.issue_release_code import issue_release_code
from app.usecases.release_visits import release_visits
from app.usecases.report_case import report_case
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym
from app.vault.tokens import digest


def person_of(number: int) -> PersonId:
    return PersonId(UUID(int=number + 1))


def device_of(number: int) -> DeviceToken:
    return DeviceToken((number + 1).to_bytes(32, "big"))


@dataclass
class Town:
    """Visits are kept for three weeks back; people are numbers, days count back from today."""

    database: Database
    keys: KeyStore
    policy: Policy
    now: datetime
    _seen: set[int] = field(default_factory=set)
    _ids: count = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.keys.ensure(days_between(self.day(21), self.day(-1)))

    def day(self, ago: int) -> date:
        return local_day(self.now, self.policy.zone) - timedelta(days=ago)

    def at(self, ago: int, hour: float) -> datetime:
        midnight = datetime.combine(self.day(ago), time(), tzinfo=self.policy.zone)
        return midnight.astimezone(UTC) + timedelta(hours=hour)

    def venue(self, name: str, *, ward: str | None = None, phone: str = "+842838297943") -> VenueId:
        said = register(
            name=name,
            address="260C Pasteur, Phường Xuân Hòa",
            kind=VenueKind.RESTAURANT,
            capacity=80,
            hours=OpeningHours(),
            position=Position(10.7870, 106.6890),
            phone=phone,
        )
        venue = VenueId(uuid4())
        with self.database.writing() as session:
            venues.add(
                session, Venue(venue, said, None, VenueState.OPEN, self.now - timedelta(days=30), ward)
            )
        return venue

    def walk(self, *stays: tuple[int | Sequence[int], VenueId, int, float, float]) -> None:
        """Visits: who (one or several), where, how many days ago, from and to which hour."""
        rows, new = [], {}
        with self.database.writing() as session:
            basis = city.basis_id(session, self.policy.basis, now=self.now)
            for who, venue, ago, start, end in stays:
                for number in [who] if isinstance(who, int) else who:
                    entered = self.at(ago, start)
                    link = self.keys.day(self.day(ago)).link
                    if number not in self._seen:
                        new[digest(device_of(number))] = person_of(number)
                        self._seen.add(number)
                    rows.append(
                        Visit(
                            venue=venue,
                            id=new_visit_id(entered, next(self._ids)),
                            pseudonym=pseudonym(link, person_of(number)),
                            assurance=Assurance.STATIC,
                            received_at=entered,
                            basis=basis,
                            left_at=self.at(ago, end),
                        )
                    )
            people.add(session, new, today=self.day(21))
            visits.add_many(session, rows)

    def official(self, role: Role = Role.TRACER, jurisdiction: str | None = None) -> Official:
        user = f"u{uuid4().hex[:8]}"
        new = Official(OfficialId(uuid4()), user, f"Cán bộ {user}", role, jurisdiction)
        with self.database.writing() as session:
            officials.add(session, new, now=self.now)
        return new

    def case(
        self,
        official: Official,
        number: int,
        onset: int,
        *,
        isolated: int | None = None,
        disease: str = "covid-19",
        phone: str | None = None,
        birth_year: int = 1980,
        shares: bool = True,
        reported: int = 0,
    ) -> CaseId:
        """A case with its onset so many days ago; it shares its visits by a release code."""
        today = self.day(reported)
        now = self.now - timedelta(days=reported)
        dates = checked_dates(
            Onset(self.day(onset)), None, None if isolated is None else self.day(isolated), today=today
        )
        case = CaseId(uuid4())
        with self.database.writing() as session:
            report_case(
                session,
                official,
                case,
                Subject(f"Người bệnh {number}", phone, birth_year, "12 Lê Lợi"),
                disease_slug=disease,
                classification=Classification.CONFIRMED,
                dates=dates,
                ward=None,
                lab_reference=None,
                keys=self.keys,
                policy=self.policy,
                now=now,
            )
        if shares:
            self.share(official, case, number)
        return case

    def share(self, official: Official, case: CaseId, number: int) -> None:
        given = {"keys": self.keys, "policy": self.policy, "now": self.now}
        with self.database.writing() as session:
            issued = issue_release_code(session, official, case, **given)
            release_visits(session, issued.code, device_of(number), not_mine=set(), missing="", **given)

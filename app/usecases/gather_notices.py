"""What is known before people are told: who can be told of an exposure, and what they were told so far.

The first half of every use case about notices, for a case and for an event alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.cases import CaseState
from app.domain.contacts import Standing
from app.domain.diseases import Disease
from app.domain.errors import EventUnknown
from app.domain.ids import CaseId, EventId, PersonId
from app.domain.notices import Ground, Sending, Told
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.science.tracing import Exposure
from app.store import contacts, diseases, event_traces, exposures, notices, people, traces
from app.store.db import Session
from app.usecases.find_case import find_case
from app.usecases.find_event import find_event


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice of this case or event would reach."""

    ground: Ground
    reference: str
    disease: Disease
    is_open: bool
    """Whether anything new may be sent: the case is open, or the event is approved."""
    exposed: Mapping[PersonId, date]
    """Contacts with a browser, each with the day of the last exposure."""
    without_person: int
    """Contacts that were never a check-in: a neighbour, a colleague."""
    without_browser: int
    """Contacts with a printed card only."""
    without_exposure: int
    """Contacts whom the trace in force does not list."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One notice with its versions, the newest first; those taken back unseen are not among them."""

    versions: tuple[Sending, ...]
    holding: Mapping[PersonId, tuple[Sending, Told]]
    """For whom it stands, with the version that each of them has; whom it was withdrawn from is not here."""

    @property
    def head(self) -> Sending:
        """The newest version."""
        return self.versions[0]


def find_reach(session: Session, official: Official, ground: Ground, policy: Policy) -> Reach:
    """Whom a notice would reach.

    Raises:
        CaseUnknown, EventUnknown: none, or another jurisdiction's.
    """
    if ground.case is not None:
        return _of_case(session, official, ground.case, policy)
    if ground.event is None:
        raise EventUnknown("none")
    return _of_event(session, official, ground.event, policy)


def _of_case(session: Session, official: Official, case: CaseId, policy: Policy) -> Reach:
    found = find_case(session, case, official)
    decided = contacts.of_case(session, case)
    names = people.canonical(session, (c.person for c in decided if c.person is not None))
    standing = {names[c.person]: c.standing for c in decided if c.person is not None}
    chosen = {person for person, what in standing.items() if what is Standing.CONTACT}
    made = traces.of_case(session, case)
    last = exposures.last_starts(session, made[0].id) if made else {}
    days = {person: local_day(last[person], policy.zone) for person in chosen & last.keys()}
    dated, browsing = _sorted_out(session, chosen, days)
    return Reach(
        ground=Ground(case=case),
        reference=found.reference,
        disease=diseases.by_slug(session, found.disease),
        is_open=found.state is CaseState.OPEN,
        exposed=browsing,
        without_person=sum(c.person is None and c.standing is Standing.CONTACT for c in decided),
        without_browser=len(dated) - len(browsing),
        without_exposure=len(chosen) - len(dated),
    )


def _of_event(session: Session, official: Official, event: EventId, policy: Policy) -> Reach:
    found, _ = find_event(session, event, official)
    made = event_traces.in_force(session, event) if found.approved_by is not None else None
    shared = event_traces.exposures(session, made.id) if made else []
    days = _last_days(shared, policy)
    dated, browsing = _sorted_out(session, set(days), days)
    return Reach(
        ground=Ground(event=event),
        reference=found.reference,
        disease=diseases.by_slug(session, found.disease),
        is_open=found.approved_by is not None,
        exposed=browsing,
        without_person=0,
        without_browser=len(dated) - len(browsing),
        without_exposure=0,
    )


def _last_days(shared: Iterable[Exposure], policy: Policy) -> dict[PersonId, date]:
    days: dict[PersonId, date] = {}
    for exposure in shared:
        day = local_day(exposure.span.start, policy.zone)
        person = PersonId(exposure.who)
        days[person] = max(day, days.get(person, day))
    return days


def _sorted_out(
    session: Session, chosen: set[PersonId], days: Mapping[PersonId, date]
) -> tuple[set[PersonId], dict[PersonId, date]]:
    """Who of the chosen has an exposure, and who of these a browser, each with the day."""
    dated = chosen & set(days)
    return dated, {person: days[person] for person in sorted(notices.with_browser(session, dated))}


def find_threads(session: Session, ground: Ground) -> list[Thread]:
    """Every notice of a case or an event that was not taken back whole, the newest first."""
    threads: dict[UUID, list[Sending]] = {}
    for sending in notices.sendings(session, ground):
        if sending.taken_back_at is None:
            threads.setdefault(sending.thread, []).append(sending)
    told: dict[UUID, list[Told]] = {}
    for sent_in, one in notices.told_in(session, [s.id for some in threads.values() for s in some]):
        told.setdefault(sent_in, []).append(one)
    names = people.canonical(session, (one.person for some in told.values() for one in some))
    return [Thread(tuple(some), _holding(some, told, names)) for some in threads.values()]


def _holding(
    versions: list[Sending], told: Mapping[UUID, list[Told]], names: Mapping[PersonId, PersonId]
) -> dict[PersonId, tuple[Sending, Told]]:
    last: dict[PersonId, tuple[Sending, Told]] = {}
    for sending in sorted(versions, key=lambda version: version.version):
        last |= {names[one.person]: (sending, one) for one in told.get(sending.id, [])}
    return {person: held for person, held in last.items() if not held[0].withdraws}


def thread_of(threads: Iterable[Thread], sending: UUID) -> Thread | None:
    """The notice whose newest version this is."""
    return next((thread for thread in threads if thread.head.id == sending), None)


def untold(reach: Reach, threads: Iterable[Thread]) -> dict[PersonId, date]:
    """Who can be told and has no notice of this case or event that stands."""
    holding = {person for thread in threads for person in thread.holding}
    return {person: day for person, day in reach.exposed.items() if person not in holding}


def strayed(reach: Reach, thread: Thread) -> set[PersonId]:
    """For whom the notice stands though they are no longer among those to be told."""
    return set(thread.holding) - set(reach.exposed)


def is_shown(thread: Thread, now: datetime) -> bool:
    """Whether the newest version can be read."""
    return thread.head.is_published(now)

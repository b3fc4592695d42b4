"""An official reads a case: what is known, where the case was, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.cases import Case, CaseState, CaseVisit
from app.domain.contacts import Contact
from app.domain.diseases import Disease, disease
from app.domain.ids import CaseId, PersonId, VenueId
from app.domain.officials import Official
from app.domain.releases import Release
from app.domain.subjects import Subject
from app.domain.venues import Venue
from app.domain.visits import Flag
from app.science.tracing import Change, Exposure, Listed, compared, ranked
from app.store import audit, cases, contacts, people, releases, subjects, traces, venues
from app.store.db import Session
from app.store.traces import Trace
from app.usecases.case_file import name_index, opened_subject, opened_words, phone_index
from app.usecases.report_case import find_case
from app.vault.keystore import KeyStore

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release and the patient's own words with it."""

    release: Release
    missing: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the page of a case shows."""

    case: Case
    disease: Disease
    subject: Subject
    visits: list[CaseVisit]
    venues: dict[VenueId, Venue]
    releases: list[ReleaseView]
    trace: Trace | None
    listed: list[Listed]
    """Co-present people in the order in which to call, without those whose flags are left out."""
    flag_counts: dict[Flag, int]
    """People with at least one exposure under each flag: the groups an official includes or leaves out."""
    reachable: set[PersonId]
    """Who left contact details on any day."""
    contacts: dict[PersonId, Contact]
    change: Change | None
    """Against the trace before, when there is one."""
    outdated: bool
    """Whether the case has changed since the trace in force was made."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of cases."""

    case: Case
    subject: Subject


def list_cases(
    session: Session,
    official: Official,
    *,
    state: CaseState,
    keys: KeyStore,
    after: tuple[datetime, UUID] | None = None,
    text: str = "",
) -> list[CaseLine]:
    """The official's cases, the newest first; with `text`, of people with that name or phone number."""
    wanted = None
    if text.strip():
        wanted = subjects.with_index(session, name_index(text, keys))
        wanted += subjects.with_index(session, phone_index(text, keys))
    found = cases.page(
        session,
        jurisdiction=official.jurisdiction,
        state=state,
        after=after,
        subjects=wanted,
        limit=PAGE + 1,
    )
    sealed = subjects.by_ids(session, [case.subject for case in found])
    return [CaseLine(case, opened_subject(sealed[case.subject], keys)) for case in found]


def view_case(
    session: Session,
    official: Official,
    case: CaseId,
    *,
    keys: KeyStore,
    leave_out: Collection[Flag] = (),
) -> CaseView:
    """The page of a case.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    found = find_case(session, case, official)
    walked = cases.visits_of(session, case)
    made = traces.of_case(session, case)
    shared = traces.exposures(session, made[0].id) if made else []
    illness = disease(found.disease)
    listed = ranked([e for _, e in shared if not any(e.flags & flag for flag in leave_out)], illness)
    before = traces.exposures(session, made[1].id) if len(made) > 1 else None
    decided = {c.person: c for c in contacts.of_case(session, case) if c.person is not None}
    places = {visit.venue for visit in walked} | {e.venue for _, e in shared}
    return CaseView(
        case=found,
        disease=illness,
        subject=opened_subject(subjects.get(session, found.subject), keys),
        visits=walked,
        venues=venues.by_ids(session, places),
        releases=_releases(session, case, keys),
        trace=made[0] if made else None,
        listed=listed,
        flag_counts=_flag_counts(shared),
        reachable=people.with_contact(session, {person for person, _ in shared}),
        contacts=decided,
        change=None if before is None else compared(_minutes(before), _minutes(shared)),
        outdated=bool(made) and (made[0].case_version != found.version),
    )


def record_reading(session: Session, official: Official, case: CaseId, *, now: datetime) -> None:
    """Write down that an official read a case file."""
    audit.record(session, actor=official.id, action=AuditAction.CASE_READ, case=case, now=now)


def _releases(session: Session, case: CaseId, keys: KeyStore) -> list[ReleaseView]:
    return [
        ReleaseView(
            release,
            ""
            if missing is None
            else opened_words(missing, release.id, table="release_codes", column="missing", keys=keys),
        )
        for release, missing in releases.of_case(session, case)
    ]


def _flag_counts(shared: list[tuple[PersonId, Exposure]]) -> dict[Flag, int]:
    return {
        flag: count for flag in Flag if (count := len({person for person, e in shared if e.flags & flag}))
    }


def _minutes(shared: list[tuple[PersonId, Exposure]]) -> dict[UUID, timedelta]:
    found: dict[UUID, timedelta] = {}
    for person, exposure in shared:
        found[person] = found.get(person, timedelta()) + exposure.together + exposure.after
    return found

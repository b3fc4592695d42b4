"""An official reads a case: what is known, where the case was, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.assurance import Flag
from app.domain.audit import AuditAction
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.science.comparing import Change, compared
from app.science.ranking import Listed, ranked
from app.store import (
    audit,
    cards,
    case_visits,
    contacts,
    diseases,
    exposures,
    people,
    releases,
    subjects,
    trace_lists,
    traces,
    venues,
    zones,
)
from app.store.db import Session
from app.store.raw_ids import uuids
from app.store.traces import Trace
from app.usecases.case_file import opened_subject, opened_words
from app.usecases.case_view import CaseView, ReleaseView
from app.usecases.find_case import find_case
from app.usecases.order_list import people_under_flags, time_shared
from app.vault.keystore import KeyStore


def view_case(
    session: Session,
    official: Official,
    case: CaseId,
    *,
    keys: KeyStore,
    leave_out: Collection[Flag] = (),
    shown: slice = slice(None),
) -> CaseView:
    """The page of a case.

    Venues, zones and who can be reached are looked up for the `shown` part of the list only: a list may have
    thousands of people and a page has a hundred.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    found = find_case(session, case, official)
    walked = case_visits.visits_of(session, case)
    made = traces.of_case(session, case)
    listed, count, flag_counts = _list_of(session, made[0], leave_out, shown) if made else ([], 0, {})
    illness = diseases.by_slug(session, found.disease)
    theirs = [(c.person, c) for c in contacts.of_case(session, case) if c.person is not None]
    names = people.canonical(session, (person for person, _ in theirs))
    listed_people = {PersonId(one.who) for one in listed}
    seen = [exposure for one in listed for exposure in one.exposures]
    places = {visit.venue for visit in walked} | {exposure.venue for exposure in seen}
    in_zones = {visit.zone for visit in walked} | {exposure.zone for exposure in seen}
    return CaseView(
        case=found,
        disease=illness,
        subject=opened_subject(subjects.get(session, found.subject), keys),
        visits=walked,
        venues=venues.by_many_ids(session, places),
        zone_names=zones.names(session, in_zones - {None}),
        releases=_releases(session, case, keys),
        trace=made[0] if made else None,
        listed=listed,
        count=count,
        flag_counts=flag_counts,
        reachable=people.with_contact(session, listed_people) | cards.with_details(session, listed_people),
        contacts={names[person]: contact for person, contact in theirs},
        change=_change(session, made),
        outdated=bool(made) and (made[0].case_version != found.version),
    )


def record_reading(session: Session, official: Official, case: CaseId, *, now: datetime) -> None:
    """Write down that an official reads a case file, before it is read.

    In a transaction of its own: drawing a long list must not hold the writer that check-ins wait for.

    Raises:
        CaseUnknown: none, or another jurisdiction's; nothing is written then.
    """
    find_case(session, case, official)
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


def _list_of(
    session: Session, trace: Trace, leave_out: Collection[Flag], shown: slice
) -> tuple[list[Listed], int, Mapping[Flag, int]]:
    """The shown part of a trace's list, how many are on it, and how many under each flag.

    In the order that was kept with it; where something is left out all are ranked again.
    """
    kept = None if leave_out else trace_lists.get(session, trace.id)
    if kept is not None:
        some = [PersonId(who) for who in uuids(kept.persons[shown])]
        found = {one.who: one for one in ranked(exposures.of_names(session, trace.id, some))}
        return [found[who] for who in some], len(kept.persons), kept.flag_counts
    shared = [exposure for _, exposure in exposures.exposures(session, trace.id)]
    listed = ranked([e for e in shared if not any(e.flags & flag for flag in leave_out)])
    return listed[shown], len(listed), people_under_flags(shared)


def _change(session: Session, made: Sequence[Trace]) -> Change | None:
    """Against the trace before, when there is one."""
    return compared(*(_lengths(session, trace) for trace in made[1::-1])) if len(made) > 1 else None


def _lengths(session: Session, trace: Trace) -> Mapping[UUID, timedelta]:
    kept = trace_lists.get(session, trace.id)
    if kept is None:
        return time_shared([exposure for _, exposure in exposures.exposures(session, trace.id)])
    lengths = (timedelta(microseconds=length) for length in kept.shared.tolist())
    return dict(zip(uuids(kept.persons), lengths, strict=True))

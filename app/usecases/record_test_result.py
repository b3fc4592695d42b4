"""A tracer notes how the test of a followed contact came out, for the day when thresholds are fitted.

The contact's exposures are frozen beside the result as they are listed now. Recorded again, a result takes
the place of the one before, until retention empties the case: from then on nothing leads from it to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from app.domain.audit import AuditAction
from app.domain.cases import Case
from app.domain.contacts import Contact, Standing
from app.domain.errors import ContactUnknown, NothingToLearn
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.test_results import KeptResult, Result, checked_sample, week_of
from app.science.learning import features_of
from app.science.ranking import Listed, ranked
from app.store import audit, contacts, exposures, people, test_results, traces, venues
from app.store.db import Session
from app.store.traces import Trace
from app.usecases.find_case import find_case
from app.usecases.find_presences import spaces_of


@dataclass(frozen=True, slots=True)
class FollowedContact:
    """One contact as the newest trace that lists it shows it."""

    case: Case
    contact: Contact
    trace: Trace
    listed: Listed
    kept: KeptResult | None
    """What was recorded before."""


def find_followed(session: Session, official: Official, case: CaseId, contact: UUID) -> FollowedContact:
    """A contact of a case, with its exposures. The case may be closed: results come late.

    Raises:
        CaseUnknown, ContactUnknown: not this case's contact, or only excluded from it.
        NothingToLearn: no trace in force lists it.
    """
    found = find_case(session, case, official)
    followed = contacts.get(session, case, contact)
    if followed.standing is not Standing.CONTACT:
        raise ContactUnknown(str(contact))
    who = None if followed.person is None else people.canonical(session, [followed.person])[followed.person]
    for trace in traces.of_case(session, case):
        theirs = [] if who is None else exposures.of_person(session, trace.id, who)
        if theirs:
            (listed,) = ranked(theirs)
            kept = test_results.of_contact(session, contact)
            return FollowedContact(found, followed, trace, listed, kept)
    raise NothingToLearn(str(contact))


def record_test_result(
    session: Session,
    official: Official,
    case: CaseId,
    contact: UUID,
    *,
    result: Result,
    sampled_on: date | None,
    policy: Policy,
    now: datetime,
) -> KeptResult:
    """Keep how the test came out; the same again changes nothing.

    Raises:
        CaseUnknown, ContactUnknown, NothingToLearn.
        InputRefused: the day of the sample is missing or cannot be.
    """
    followed = find_followed(session, official, case, contact)
    spans = [exposure.span for exposure in followed.listed.exposures]
    today = local_day(now, policy.zone)
    days = checked_sample(
        result,
        sampled_on,
        first=local_day(min(span.start for span in spans), policy.zone),
        last=local_day(max(span.end for span in spans), policy.zone),
        today=today,
    )
    wanted = {exposure.venue for exposure in followed.listed.exposures}
    kept = KeptResult(
        id=followed.kept.id if followed.kept else uuid4(),
        contact=contact,
        disease=followed.case.disease,
        rule=followed.trace.rule,
        result=result,
        week=week_of(today),
        features=features_of(
            followed.listed,
            spaces_of(session, wanted, venues.by_ids(session, wanted)),
            generation=followed.contact.generation,
            days_to_sample=days,
        ),
    )
    if followed.kept is not None and replace(kept, week=followed.kept.week) == followed.kept:
        return followed.kept
    test_results.put(session, kept)
    # Neither the result nor the id of its row: the chain is kept for years, and would lead back.
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.TEST_RESULT_RECORDED,
        case=case,
        detail={"contact": contact},
        now=now,
    )
    return kept

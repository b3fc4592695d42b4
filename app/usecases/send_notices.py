"""An official tells contacts of an exposure, or corrects what they were told.

What is sent shows ten minutes later, so that a slip can be taken back before anybody reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.errors import CaseClosed
from app.domain.ids import PersonId
from app.domain.notice_errors import EventNotApproved, NobodyToTell, NoticeNotShown, NoticeUnknown
from app.domain.notices import UNDO_WITHIN, Draft, Ground, Sending, Told, told
from app.domain.officials import Official
from app.domain.policy import Policy
from app.store import audit, notices
from app.store.db import Session
from app.usecases.gather_notices import Reach, Thread, find_reach, find_threads, is_shown, thread_of, untold


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent to whom."""

    reach: Reach
    told: list[Told]
    corrects: Thread | None
    disease: str | None


def preview_notices(
    session: Session,
    official: Official,
    ground: Ground,
    draft: Draft,
    *,
    corrects: UUID | None,
    policy: Policy,
    now: datetime,
) -> Preview:
    """Who would read this, without sending it. Raises as `send_notices`."""
    reach = find_reach(session, official, ground, policy)
    if not reach.is_open:
        raise (EventNotApproved if ground.case is None else CaseClosed)(reach.reference)
    threads = find_threads(session, ground)
    disease = reach.disease.slug if policy.notices_name_disease else None
    if corrects is None:
        people = _dated(untold(reach, threads), draft)
        thread = None
    else:
        thread = thread_of(threads, corrects)
        if thread is None:
            raise NoticeUnknown(str(corrects))
        if not is_shown(thread, now):
            raise NoticeNotShown(str(corrects))
        people = _changed(reach, thread, draft, disease)
    if not people:
        raise NobodyToTell(reach.reference)
    return Preview(reach, people, thread, disease)


def send_notices(
    session: Session,
    official: Official,
    ground: Ground,
    draft: Draft,
    *,
    sending: UUID,
    corrects: UUID | None = None,
    policy: Policy,
    now: datetime,
) -> Sending:
    """Tell people. The same `sending` again changes nothing; `corrects` is the newest version of a notice.

    Raises:
        CaseUnknown, EventUnknown: none, or another jurisdiction's.
        CaseClosed, EventNotApproved: nothing new may be sent for it.
        NoticeUnknown: there is nothing of this id to correct.
        NoticeNotShown: the version to correct can still be taken back.
        NobodyToTell: nobody would read anything new.
    """
    made = notices.sending(session, sending)
    if made is not None and made.ground == ground:
        find_reach(session, official, ground, policy)
        return made
    ready = preview_notices(session, official, ground, draft, corrects=corrects, policy=policy, now=now)
    thread = ready.corrects
    sent = Sending(
        id=sending,
        ground=ground,
        thread=sending if thread is None else thread.head.thread,
        version=1 if thread is None else next_version(session, thread),
        withdraws=False,
        draft=draft,
        disease=ready.disease,
        sent_by=official.id,
        sent_at=now,
        published_at=now + UNDO_WITHIN,
        people=len(ready.told),
    )
    notices.put_sending(session, sent, ready.told)
    record(session, official, sent, AuditAction.NOTICES_SENT, now=now)
    return sent


def next_version(session: Session, thread: Thread) -> int:
    """The number of a notice's next version; one that was taken back keeps its own."""
    head = thread.head
    return max(s.version for s in notices.sendings(session, head.ground) if s.thread == head.thread) + 1


def record(
    session: Session, official: Official, sending: Sending, action: AuditAction, *, now: datetime
) -> None:
    """Write down what was done with a sending: ids and counts, never what was written."""
    event = {} if sending.ground.event is None else {"event": sending.ground.event}
    audit.record(
        session,
        actor=official.id,
        action=action,
        case=sending.ground.case,
        detail={
            "sending": sending.id,
            "version": sending.version,
            "advice": sending.draft.advice.value,
            "people": sending.people,
            **event,
        },
        now=now,
    )


def _dated(days: dict[PersonId, date], draft: Draft) -> list[Told]:
    return [told(person, day, draft.days) for person, day in days.items()]


def _changed(reach: Reach, thread: Thread, draft: Draft, disease: str | None) -> list[Told]:
    """Who of those who hold the notice would read something else now."""
    found = []
    for person, (sending, before) in thread.holding.items():
        day = reach.exposed.get(person)
        if day is None:
            continue
        after = told(person, day, draft.days)
        same_words = (sending.draft.advice, sending.draft.place, sending.disease) == (
            draft.advice,
            draft.place,
            disease,
        )
        same_days = (before.exposed_on, before.until_on) == (after.exposed_on, after.until_on)
        if not (same_words and same_days):
            found.append(after)
    return found

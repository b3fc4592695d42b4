"""An official takes a notice back: unseen within ten minutes, afterwards as a version that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.contacts import checked_reason
from app.domain.notice_errors import NobodyToTell, NoticeNotShown, NoticeShown, NoticeUnknown
from app.domain.notices import Ground, Sending
from app.domain.officials import Official
from app.domain.policy import Policy
from app.store import notices
from app.store.db import Session
from app.usecases.gather_notices import find_reach, find_threads, is_shown, strayed, thread_of
from app.usecases.send_notices import next_version, record


def take_back_notices(
    session: Session, official: Official, ground: Ground, sending: UUID, *, policy: Policy, now: datetime
) -> None:
    """Take a sending back before anybody can read it; a repeat changes nothing.

    Raises:
        CaseUnknown, EventUnknown: none, or another jurisdiction's.
        NoticeUnknown: no such sending here.
        NoticeShown: it can be read already.
    """
    find_reach(session, official, ground, policy)
    found = notices.sending(session, sending)
    if found is None or found.ground != ground:
        raise NoticeUnknown(str(sending))
    if found.taken_back_at is not None:
        return
    if not found.can_be_taken_back(now):
        raise NoticeShown(str(sending))
    notices.take_back(session, found, now=now)
    record(session, official, found, AuditAction.NOTICES_TAKEN_BACK, now=now)


def withdraw_notices(
    session: Session,
    official: Official,
    ground: Ground,
    sending: UUID,
    *,
    only_strayed: bool,
    reason: str,
    withdrawal: UUID,
    policy: Policy,
    now: datetime,
) -> Sending:
    """Say to people that their notice no longer counts: at once, for nobody should stay at home in vain.

    `sending` is the newest version; `only_strayed` leaves it standing for those who are contacts still.
    The same `withdrawal` again changes nothing. A closed case's notices can be withdrawn too.

    Raises:
        CaseUnknown, EventUnknown: none, or another jurisdiction's.
        NoticeUnknown: no such newest version here.
        NoticeNotShown: nobody can read it yet, so it is taken back instead.
        NobodyToTell: it stands for none of them.
        InputRefused: no reason.
    """
    reach = find_reach(session, official, ground, policy)
    made = notices.sending(session, withdrawal)
    if made is not None and made.ground == ground:
        return made
    reason = checked_reason(reason)
    thread = thread_of(find_threads(session, ground), sending)
    if thread is None:
        raise NoticeUnknown(str(sending))
    if not is_shown(thread, now):
        raise NoticeNotShown(str(sending))
    gone = strayed(reach, thread) if only_strayed else set(thread.holding)
    told = [one for person, (_, one) in thread.holding.items() if person in gone]
    if not told:
        raise NobodyToTell(reach.reference)
    sent = replace(
        thread.head,
        id=withdrawal,
        version=next_version(session, thread),
        withdraws=True,
        draft=replace(thread.head.draft, reason=reason),
        sent_by=official.id,
        sent_at=now,
        published_at=now,
        people=len(told),
    )
    notices.put_sending(session, sent, told)
    record(session, official, sent, AuditAction.NOTICES_WITHDRAWN, now=now)
    return sent

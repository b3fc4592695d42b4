"""Who is told what: on the outbreak of the case line, and on the wedding of the event line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain.errors import CaseClosed, CaseUnknown, EventUnknown
from app.domain.ids import PersonId
from app.domain.joins import Kind
from app.domain.notice_errors import EventNotApproved, NobodyToTell, NoticeShown, NoticeUnknown
from app.domain.notices import Ground, draft
from app.domain.people import DeviceToken
from app.domain.roles import Role
from app.domain.spans import local_day
from app.store import notices
from app.usecases.approve_event import approve_event
from app.usecases.close_case import close_case
from app.usecases.end_retention import end_retention
from app.usecases.join_browsers import join_browsers, show_join_code
from app.usecases.read_notices import count_unread, current, note_shown, read_notices
from app.usecases.send_notices import send_notices
from app.usecases.trace_event import trace_event
from app.usecases.view_notices import view_notices
from app.usecases.withdraw_notices import take_back_notices, withdraw_notices
from tests.usecases.test_case_line import (  # noqa: F401
    CASE,
    FRIEND,
    PASSER,
    city,
    decide,
    look,
    traced,
    tracer,
)
from tests.usecases.test_event_line import gathering, hired  # noqa: F401

STAY = draft("stay_home", "14", "", "F1")
SOON = timedelta(minutes=10)


def listed(do, case):
    return [PersonId(person.who) for person in look(do, case).listed]


@pytest.fixture
def told(traced, do):  # noqa: F811
    """The friend is a contact and has been told; the passer-by is only co-present."""
    decide(do, traced, listed(do, traced)[0])
    send(do, traced)
    return traced


def send(do, case, written=STAY, **named):
    sending = named.pop("sending", None) or uuid4()
    return do(send_notices, case.official, Ground(case=case.case), written, sending=sending, **named)


def view(do, case):
    return do(view_notices, case.official, Ground(case=case.case))


def rows(database, table):
    with database.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - a test's own word


def test_only_contacts_are_told_each_with_the_days_of_their_own_exposure(told, do, now, policy):
    assert [do(count_unread, who, at=now + SOON) for who in (FRIEND, PASSER, CASE)] == [1, 0, 0]
    [notice] = do(read_notices, FRIEND, at=now + SOON)
    yesterday = local_day(now - timedelta(days=1), policy.zone)
    assert (notice.exposed_on, notice.until_on) == (yesterday, yesterday + timedelta(days=14))
    assert notice.sending.disease is None, "unless the policy says so"
    assert do(read_notices, FRIEND, at=now + SOON - timedelta(microseconds=1)) == []


def test_the_disease_is_named_where_the_policy_says_so(traced, do, policy, now):  # noqa: F811
    decide(do, traced, listed(do, traced)[0])
    send(do, traced, policy=replace(policy, notices_name_disease=True))
    [notice] = do(read_notices, FRIEND, at=now + SOON)
    assert notice.sending.disease == "covid-19"


def test_who_cannot_read_a_notice_is_counted(traced, do, database):  # noqa: F811
    decide(do, traced, listed(do, traced)[0])
    with database.writing() as session:
        session.execute(text("DELETE FROM device_tokens"))
    found = view(do, traced)
    assert (found.untold, found.reach.without_browser) == (0, 1)
    with pytest.raises(NobodyToTell):
        send(do, traced)


def test_a_contact_who_left_the_trace_is_not_told_a_day_that_is_gone(told, do, database):
    with database.writing() as session:
        session.execute(text("UPDATE traces SET undone_at = made_at"))
    found = view(do, told)
    assert (found.untold, found.reach.without_exposure, found.threads[0].strayed) == (0, 1, 1)


def test_one_human_with_two_browsers_is_told_once_and_reads_it_in_either(traced, do, now):  # noqa: F811
    for person in listed(do, traced):
        decide(do, traced, person)
    sent = send(do, traced)
    assert sent.people == 2
    code = do(show_join_code, FRIEND).code
    do(join_browsers, code, PASSER, kind=Kind.BROWSER)
    later = now + SOON
    assert [do(count_unread, who, at=later) for who in (FRIEND, PASSER)] == [1, 1]
    [one] = current(do(read_notices, PASSER, at=later))
    do(note_shown, PASSER, until=later, at=later)
    assert [do(count_unread, who, at=later) for who in (FRIEND, PASSER)] == [0, 0]
    counts = view(do, traced).threads[0].counts[sent.id]
    assert (counts.sent, counts.read_in_time, counts.never_fetched) == (2, 2, 0)
    assert one.notice.kind == notices.EXPOSURE


def test_what_was_published_after_the_page_was_made_is_not_read(told, do, now):
    made = now + SOON - timedelta(seconds=1)
    do(note_shown, FRIEND, until=made, at=now + timedelta(hours=1))
    assert do(count_unread, FRIEND, at=now + timedelta(hours=1)) == 1


def test_whoever_was_withdrawn_from_can_be_told_again(told, do, now):
    ground, later = Ground(case=told.case), now + SOON
    [thread] = view(do, told).threads
    do(
        withdraw_notices,
        told.official,
        ground,
        thread.thread.head.id,
        only_strayed=False,
        reason="wrong case",
        withdrawal=uuid4(),
        at=later,
    )
    [one] = current(do(read_notices, FRIEND, at=later))
    assert (one.is_withdrawn, one.before.sending.version) == (True, 1)
    assert view(do, told).untold == 1
    send(do, told, at=later)
    assert len(current(do(read_notices, FRIEND, at=later + SOON))) == 2


def test_a_correction_taken_back_leaves_the_version_before(told, do, now):
    later = now + SOON
    [thread] = view(do, told).threads
    fixed = send(do, told, replace(STAY, days=10), corrects=thread.thread.head.id, at=later)
    assert fixed.version == 2
    do(take_back_notices, told.official, fixed.ground, fixed.id, at=later)
    again = send(do, told, replace(STAY, days=9), corrects=thread.thread.head.id, at=later)
    assert again.version == 3
    [one] = current(do(read_notices, FRIEND, at=later + SOON))
    assert (one.notice.sending.version, one.before.sending.version) == (3, 1)
    with pytest.raises(NoticeUnknown):
        send(do, told, replace(STAY, days=8), corrects=thread.thread.head.id, at=later + SOON)
    with pytest.raises(NoticeShown):
        do(take_back_notices, told.official, again.ground, again.id, at=later + SOON)


def test_another_jurisdiction_neither_sends_nor_sees_nor_takes_back(told, do):
    [thread] = view(do, told).threads
    stranger = tracer("Người lạ", "26734")
    ground = Ground(case=told.case)
    with pytest.raises(CaseUnknown):
        do(view_notices, stranger, ground)
    with pytest.raises(CaseUnknown):
        do(send_notices, stranger, ground, STAY, sending=thread.thread.head.id)
    with pytest.raises(CaseUnknown):
        do(take_back_notices, stranger, ground, thread.thread.head.id)


def test_a_closed_case_sends_nothing_and_can_still_withdraw(told, do, now):
    do(close_case, told.official, told.case)
    [thread] = view(do, told).threads
    with pytest.raises(CaseClosed):
        send(do, told)
    done = do(
        withdraw_notices,
        told.official,
        Ground(case=told.case),
        thread.thread.head.id,
        only_strayed=False,
        reason="closed by mistake",
        withdrawal=uuid4(),
        at=now + SOON,
    )
    assert done.people == 1


def test_notices_of_a_case_are_gone_with_its_copies(told, do, database, keys, policy, now):
    do(close_case, told.official, told.case)
    end_retention(database, keys, policy=policy, now=now + timedelta(days=28))
    assert (rows(database, "notices"), rows(database, "notice_sendings")) == (1, 1)
    end_retention(database, keys, policy=policy, now=now + timedelta(days=28, seconds=1))
    assert (rows(database, "notices"), rows(database, "notice_sendings")) == (0, 0)


def test_an_event_tells_everybody_who_was_there_once_it_is_approved(
    gathering,  # noqa: F811
    do,
    hired,  # noqa: F811
    database,
    keys,
    policy,
    now,
):
    ground, opener = Ground(event=gathering.event.id), gathering.opener
    do(trace_event, opener, gathering.event.id)
    with pytest.raises(EventNotApproved):
        do(send_notices, opener, ground, STAY, sending=uuid4())
    do(approve_event, gathering.approver, gathering.event.id)
    sent = do(send_notices, opener, ground, STAY, sending=uuid4())
    guests = [DeviceToken(bytes([number]) * 32) for number in (1, 2, 3, 4, 9)]
    reading = [do(count_unread, who, at=now + SOON) for who in guests]
    assert (reading[1], reading[3:], sum(reading)) == (1, [0, 0], sent.people)
    with pytest.raises(EventUnknown):
        do(view_notices, hired(Role.TRACER, "26734"), ground)
    end_retention(database, keys, policy=policy, now=now + timedelta(days=29))
    assert (rows(database, "notices"), rows(database, "notice_sendings")) == (0, 0)

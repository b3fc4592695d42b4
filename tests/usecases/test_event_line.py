"""The line of an event from opening to approval, on a gathering whose guests are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.events import Event
from app.domain.ids import EventId, OfficialId, new_visit_id
from app.domain.officials import Official
from app.domain.people import DeviceToken
from app.domain.roles import Role
from app.domain.spans import Span
from app.science.ranking import Band
from app.store import officials, venue_wards
from app.usecases.approve_event import approve_event
from app.usecases.change_visit import check_out
from app.usecases.check_in import check_in
from app.usecases.end_retention import end_retention
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.list_events import list_events
from app.usecases.open_event import find_venues, open_event
from app.usecases.register_venue import Registered
from app.usecases.trace_event import trace_event
from app.usecases.undo_event_trace import undo_event_trace
from app.usecases.verify_audit import verify_audit
from app.usecases.view_event import record_event_reading, view_event
from tests.squares import CODES, take_in, written

STAYS = {"early": (-60, 5), "guest": (10, 110), "late": (130, 150), "after": (200, 260)}
"""When people came and left, in minutes from the beginning of an event of two hours."""


@dataclass
class Gathering:
    """A wedding of two hours yesterday."""

    opener: Official
    approver: Official
    venue: Registered
    window: Span
    event: Event


@pytest.fixture
def hired(database, now):
    def hire(role: Role, jurisdiction: str | None = None) -> Official:
        user = f"u{uuid4().hex[:8]}"
        new = Official(OfficialId(uuid4()), user, f"Cán bộ {user}", role, jurisdiction)
        with database.writing() as session:
            officials.add(session, new, now=now)
        return new

    return hire


def stay(do, venue: Registered, number: int, start: datetime, end: datetime) -> None:
    device = DeviceToken(bytes([number]) * 32)
    (receipt,) = do(check_in, [CheckIn(venue.code.code, new_visit_id(start, number), device)], at=start)
    key = VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)
    do(check_out, key, at=end)


@pytest.fixture
def gathering(do, new_venue, hired, now):
    hall, elsewhere = new_venue("Tiệc cưới Hoa Sen"), new_venue("Cà phê O'Brien")
    begins = now - timedelta(days=1)
    for number, (start, end) in enumerate(STAYS.values(), start=1):
        stay(do, hall, number, begins + timedelta(minutes=start), begins + timedelta(minutes=end))
    stay(do, elsewhere, 9, begins, begins + timedelta(hours=2))
    opener = hired(Role.TRACER)
    window = Span(begins, begins + timedelta(hours=2))
    return Gathering(opener, hired(Role.APPROVER), hall, window, opened(do, opener, hall, window))


def opened(do, official: Official, venue: Registered, window: Span, **changed) -> Event:
    given = {"disease": "covid-19", "start": window.start, "end": window.end, "reason": "bốn khách bị sốt"}
    event = changed.pop("event", EventId(uuid4()))
    return do(open_event, official, event, venue.venue.id, **given | changed)


def seen(do, official, gathering):
    return do(view_event, official, gathering.event.id)


@pytest.fixture
def traced(do, gathering):
    do(trace_event, gathering.opener, gathering.event.id)
    return gathering


def test_an_event_traces_as_a_case_that_was_there_the_whole_time(do, traced):
    do(approve_event, traced.approver, traced.event.id)
    listed = seen(do, traced.opener, traced).listed
    shared = sorted((p.together.total_seconds() / 60, p.after.total_seconds() / 60) for p in listed)
    assert shared == [(0, 20), (5, 0), (100, 0)], "the last one came after the air was gone"
    for person in listed:
        (exposure,) = person.exposures
        assert exposure.venue == traced.venue.venue.id
        assert exposure.parts.infectiousness == pytest.approx(1)
        assert not exposure.assumed


def test_before_approval_only_counts_are_seen_and_by_the_approver_never_more(do, traced):
    for official in (traced.opener, traced.approver):
        view = seen(do, official, traced)
        assert view.listed is None
        assert view.count == 3
        assert sum(view.by_band.values()) == 3
        assert list(view.by_band) == [Band.VERY_STRONG, Band.STRONG, Band.MODERATE, Band.SLIGHT]
    do(approve_event, traced.approver, traced.event.id)
    assert seen(do, traced.approver, traced).listed is None
    assert len(seen(do, traced.opener, traced).listed) == 3


def test_who_opens_an_event_does_not_approve_it(do, traced):
    same_person = replace(traced.opener, role=Role.APPROVER)
    with pytest.raises(errors.OwnEvent):
        do(approve_event, same_person, traced.event.id)
    assert seen(do, traced.opener, traced).listed is None


def test_an_approval_is_written_down_once(do, traced, database, hired):
    do(approve_event, traced.approver, traced.event.id)
    again = do(approve_event, hired(Role.APPROVER), traced.event.id)
    assert again.approved_by == traced.approver.id
    with database.reading() as session:
        actions = session.execute(text("SELECT action FROM audit ORDER BY number")).scalars().all()
    assert actions == ["event_opened", "event_traced", "event_approved"]
    assert do(verify_audit).first_bad is None


def test_reading_an_event_is_written_down_with_the_event_and_no_person(do, traced, database):
    do(record_event_reading, traced.approver, traced.event.id)
    with database.reading() as session:
        details = (
            session.execute(text("SELECT detail FROM audit WHERE action = 'event_read'")).scalars().all()
        )
    assert len(details) == 1
    assert str(traced.event.id) in str(details[0])


def test_nothing_can_be_opened_from_an_event(do, traced, database):
    do(approve_event, traced.approver, traced.event.id)
    with database.reading() as session:
        for table in ("contacts", "traces", "exposures", "notices"):
            held = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - a test's own word
            assert held == 0, table


def test_undoing_a_trace_brings_back_the_one_before(do, traced):
    do(trace_event, traced.opener, traced.event.id)
    assert seen(do, traced.opener, traced).trace.number == 2
    do(undo_event_trace, traced.opener, traced.event.id)
    assert seen(do, traced.opener, traced).trace.number == 1
    do(undo_event_trace, traced.opener, traced.event.id)
    view = seen(do, traced.opener, traced)
    assert (view.trace, view.count) == (None, 0)
    with pytest.raises(errors.NothingToTrace):
        do(undo_event_trace, traced.opener, traced.event.id)


def test_a_gathering_where_nobody_checked_in_is_an_answer_too(do, gathering, new_venue):
    empty = new_venue("Nhà văn hóa")
    event = opened(do, gathering.opener, empty, gathering.window)
    do(trace_event, gathering.opener, event.id)
    view = do(view_event, gathering.opener, event.id)
    assert view.trace is not None
    assert view.count == 0


def test_the_form_sent_twice_opens_one_event_and_anothers_id_is_unknown(do, gathering, hired):
    same = gathering.event.id
    assert opened(do, gathering.opener, gathering.venue, gathering.window, event=same) == gathering.event
    with pytest.raises(errors.EventUnknown):
        opened(do, hired(Role.TRACER), gathering.venue, gathering.window, event=same)
    assert len(do(list_events, gathering.opener)) == 1


def test_a_disease_that_is_not_active_is_refused(do, gathering):
    for slug in ("ebola", "no-such-disease"):
        with pytest.raises(errors.InputRefused):
            opened(do, gathering.opener, gathering.venue, gathering.window, disease=slug)


def test_the_list_goes_on_after_its_last_line(do, gathering, new_venue):
    later = [opened(do, gathering.opener, new_venue(f"Hội trường {n}"), gathering.window) for n in range(3)]
    every = [line.event for line in do(list_events, gathering.opener)]
    assert {event.id for event in every} == {gathering.event.id, *(event.id for event in later)}
    rest = do(list_events, gathering.opener, after=(every[1].opened_at, every[1].id))
    assert [line.event.id for line in rest] == [event.id for event in every[2:]]


@pytest.mark.abuse("AB-25")
def test_another_ward_learns_nothing_of_an_event_and_an_area_around_does(
    do, traced, database, hired, tmp_path, now
):
    take_in(database, written(tmp_path / "w.json"), now)
    with database.writing() as session:
        session.execute(text(f"UPDATE areas SET parent_code = '760' WHERE code = '{CODES[0]}'"))  # noqa: S608
        venue_wards.set_wards(session, {traced.venue.venue.id: CODES[0]})
    for jurisdiction in (CODES[0], "760", None):
        near = hired(Role.TRACER, jurisdiction)
        assert [line.event.id for line in do(list_events, near)] == [traced.event.id]
        assert do(view_event, near, traced.event.id).count == 3
        assert do(find_venues, near, "hoa sen")
    for jurisdiction in (CODES[1], "761"):
        far = hired(Role.TRACER, jurisdiction)
        assert do(list_events, far) == []
        assert do(find_venues, far, "hoa sen") == []
        for usecase in (view_event, trace_event, undo_event_trace, record_event_reading):
            with pytest.raises(errors.EventUnknown):
                do(usecase, far, traced.event.id)
        with pytest.raises(errors.EventUnknown):
            do(approve_event, hired(Role.APPROVER, jurisdiction), traced.event.id)
        with pytest.raises(errors.InputRefused):
            opened(do, far, traced.venue, traced.window)


def test_what_a_trace_copied_dies_28_days_after_it_was_made(do, traced, database, keys, policy, now):
    def held():
        with database.reading() as session:
            return session.execute(text("SELECT count(*) FROM event_exposures")).scalar_one()

    again = now + timedelta(days=3)
    do(trace_event, traced.opener, traced.event.id, at=again)
    assert held() == 6
    in_time = end_retention(database, keys, policy=policy, now=now + timedelta(days=28))
    assert (in_time.event_traces, held()) == (0, 6)
    first = end_retention(database, keys, policy=policy, now=now + timedelta(days=28, seconds=1))
    assert (first.event_traces, held()) == (1, 3)
    second = end_retention(database, keys, policy=policy, now=again + timedelta(days=28, seconds=1))
    assert (second.event_traces, held()) == (1, 0)
    assert seen(do, traced.opener, traced).trace is None

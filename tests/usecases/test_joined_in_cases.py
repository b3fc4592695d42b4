"""What officials see of somebody with several browsers: one person, wherever persons are read."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain import errors
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.contacts import Standing
from app.domain.ids import CaseId, EventId, OfficialId
from app.domain.joins import Kind
from app.domain.officials import Official
from app.domain.people import ContactDetails, DeviceToken
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.store import officials
from app.usecases.change_visit import check_out
from app.usecases.choose_disease import choose_disease
from app.usecases.count_second_contacts import count_second_contacts
from app.usecases.decide_contact import decide_contact
from app.usecases.find_on_list import find_on_list
from app.usecases.issue_release_code import issue_release_code
from app.usecases.join_browsers import join_browsers, show_join_code
from app.usecases.leave_contact import leave_contact
from app.usecases.list_openings import list_openings
from app.usecases.list_people import list_people
from app.usecases.open_contact import open_contact
from app.usecases.open_event import open_event
from app.usecases.read_notices import read_notices
from app.usecases.release_visits import release_visits
from app.usecases.report_case import report_case
from app.usecases.see_request import see_request
from app.usecases.show_own_visits import show_own_visits
from app.usecases.trace_case import trace_case
from app.usecases.trace_event import trace_event
from app.usecases.view_case import view_case
from app.usecases.view_event import view_event
from tests.usecases.own_data import CAMERA, CHAT, STRANGER, arrive, key

ILL, ILL_CHAT = DeviceToken(b"i" * 32), DeviceToken(b"j" * 32)


@pytest.fixture
def tracer(database, now):
    official = Official(OfficialId(uuid4()), "tran.duc", "Trần Văn Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, official, now=now)
    return official


@pytest.fixture
def link(do):
    def link(shows, types, kind=Kind.CHAT_APP):
        do(join_browsers, do(show_join_code, shows).code, types, kind=kind)

    return link


@pytest.fixture
def visit(do, now):
    """Somebody stays for an hour, yesterday."""
    numbers = iter(range(1, 100))

    def visit(device, venue, *, minute=0):
        at = now - timedelta(days=1) + timedelta(minutes=minute)
        receipt = arrive(do, device, venue, at, number=next(numbers))
        return do(check_out, key(receipt), at=at + timedelta(hours=1))

    return visit


@pytest.fixture
def case(do, tracer, policy, now):
    """Report somebody as ill and release the visits of a browser."""

    def case(device, *, not_mine=frozenset()):
        today = local_day(now, policy.zone)
        made = CaseId(uuid4())
        do(
            report_case,
            tracer,
            made,
            Subject(f"Nguyễn {made}", "+84901234567", 1980, "12 Lê Lợi"),
            disease_slug="covid-19",
            classification=Classification.CONFIRMED,
            dates=checked_dates(Onset(today - timedelta(days=1)), None, None, today=today),
            ward=None,
            lab_reference="XN-1",
        )
        code = do(issue_release_code, tracer, made).code
        do(release_visits, code, device, not_mine=set(not_mine), missing="")
        return made

    return case


def test_a_patient_hands_over_the_visits_of_all_linked_browsers(do, link, visit, case, tracer, new_venue):
    noodles, market = new_venue("Phở Hòa"), new_venue("Chợ Bến Thành")
    visit(ILL, noodles)
    visit(ILL_CHAT, market, minute=90)
    link(ILL_CHAT, ILL)
    made = case(ILL)
    view = do(view_case, tracer, made)
    assert sorted(view.venues[v.venue].name for v in view.visits) == ["Chợ Bến Thành", "Phở Hòa"]
    visit(ILL, noodles, minute=300)  # not handed over
    copied = [own.in_case_file for own in do(show_own_visits, ILL_CHAT)]
    assert copied == [False, True, True]  # the newest first
    asked = do(see_request, do(issue_release_code, tracer, made).code, ILL)
    assert [one.kind for one in asked.joined] == [Kind.CHAT_APP]


def test_nobody_is_co_present_with_themselves_in_another_browser(do, link, visit, case, tracer, new_venue):
    noodles = new_venue("Phở Hòa")
    visit(ILL, noodles)
    visit(ILL_CHAT, noodles, minute=5)
    made = case(ILL)
    do(trace_case, tracer, made)
    assert len(do(view_case, tracer, made).listed) == 1  # not linked, the system cannot know
    link(ILL, ILL_CHAT)
    do(trace_case, tracer, made)
    assert do(view_case, tracer, made).listed == []
    visit(CAMERA, new_venue("Chợ Bến Thành"))
    link(CAMERA, ILL)  # a third browser whose person they become: the case's own rows keep the old name
    do(trace_case, tracer, made)
    assert do(view_case, tracer, made).listed == []


@pytest.fixture
def met(do, visit, case, tracer, new_venue):
    """A case met one human in the camera's browser at one place and in the chat app's at another."""
    noodles, market = new_venue("Phở Hòa"), new_venue("Chợ Bến Thành")
    for device, minute in ((ILL, 0), (CAMERA, 10)):
        visit(device, noodles, minute=minute)
    for device, minute in ((ILL, 120), (CHAT, 130)):
        visit(device, market, minute=minute)
    made = case(ILL)
    do(trace_case, tracer, made)
    return made


def listed(do, tracer, case):
    return [(len(one.exposures), one.who) for one in do(view_case, tracer, case).listed]


@pytest.mark.parametrize("again", [True, False])
def test_two_browsers_of_one_human_are_one_line_with_both_meetings(do, link, met, tracer, again):
    assert [count for count, _ in listed(do, tracer, met)] == [1, 1]
    link(CHAT, CAMERA)
    if again:
        do(trace_case, tracer, met)  # else the rows of the trace before, under the names of then
    [(count, who)] = listed(do, tracer, met)
    assert count == 2
    assert do(find_on_list, tracer, met, who) == 1


@pytest.mark.parametrize("left_in", [CAMERA, CHAT], ids=["camera", "chat"])
def test_details_left_in_either_browser_are_found_opened_and_told(
    do, link, met, tracer, new_venue, visit, database, keys, policy, now, left_in
):
    receipt = visit(left_in, new_venue("Quán Cây Đa"), minute=240)
    do(leave_contact, key(receipt), ContactDetails("Lê Hoàng Nam", "+84987654321"))
    link(CHAT, CAMERA)
    view = do(view_case, tracer, met)
    (one,) = view.listed
    assert view.reachable == {one.who}
    contact = do(
        decide_contact, tracer, met, one.who, standing=Standing.CONTACT, reason="cùng chợ", keys=keys
    )
    named = {"reason": "gọi", "keys": keys, "policy": policy, "now": now}
    opened = open_contact(database, tracer, met, contact.id, **named)
    assert opened.details == ContactDetails("Lê Hoàng Nam", "+84987654321")
    for device in (CAMERA, CHAT):
        assert len(do(read_notices, device)) == 1
        (opening,) = do(list_openings, device)
        assert (opening.unit, opening.disease.slug, opening.at) == (policy.unit, "covid-19", now)
    assert do(view_case, tracer, met).contacts[one.who].id == contact.id


def test_a_decision_made_before_the_link_stays_the_persons(
    do, link, met, tracer, keys, database, policy, now
):
    decided = [
        do(decide_contact, tracer, met, who, standing=Standing.CONTACT, reason="một", keys=keys)
        for _, who in listed(do, tracer, met)
    ]
    link(CHAT, CAMERA)
    view = do(view_case, tracer, met)
    (one,) = view.listed
    assert view.contacts[one.who].id in {contact.id for contact in decided}
    again = do(decide_contact, tracer, met, one.who, standing=Standing.EXCLUDED, reason="hai", keys=keys)
    assert again.id in {contact.id for contact in decided}
    assert do(view_case, tracer, met).contacts[one.who].standing is Standing.EXCLUDED
    with pytest.raises(errors.ContactUnknown):
        do(decide_contact, tracer, met, uuid4(), standing=Standing.CONTACT, reason="x", keys=keys)


def test_details_resealed_before_the_link_still_open(
    do, link, met, tracer, keys, database, policy, now, visit, new_venue
):
    receipt = visit(CHAT, new_venue("Quán Cây Đa"), minute=240)
    do(leave_contact, key(receipt), ContactDetails("Lê Hoàng Nam", "+84987654321"))
    view = do(view_case, tracer, met)
    (who,) = view.reachable
    do(decide_contact, tracer, met, who, standing=Standing.CONTACT, reason="một", keys=keys)
    link(CAMERA, CHAT)
    keys.destroy_before(local_day(now, policy.zone) + timedelta(days=1))  # what was left opens no more
    (one,) = do(view_case, tracer, met).listed
    kept = do(decide_contact, tracer, met, one.who, standing=Standing.CONTACT, reason="hai", keys=keys)
    named = {"reason": "gọi", "keys": keys, "policy": policy, "now": now}
    assert open_contact(database, tracer, met, kept.id, **named).details is not None


def test_somebody_on_two_lists_by_two_browsers_stands_on_both(
    do, link, visit, case, tracer, new_venue, policy, now
):
    noodles, market = new_venue("Phở Hòa"), new_venue("Chợ Bến Thành")
    for device, venue in ((ILL, noodles), (CAMERA, noodles), (STRANGER, market), (CHAT, market)):
        visit(device, venue)
    for device in (ILL, STRANGER):
        do(trace_case, tracer, case(device))

    def several():
        return do(list_people, tracer, do(choose_disease, "covid-19").disease).people

    assert several() == []
    link(CHAT, CAMERA)
    (one,) = several()
    assert len(one.lists) == 2


def test_those_whom_both_browsers_met_are_counted_once(
    do, link, met, tracer, keys, database, policy, now, visit, new_venue
):
    late = new_venue("Quán Cây Đa")
    visit(STRANGER, late, minute=300)
    visit(CAMERA, late, minute=310)
    visit(CHAT, late, minute=320)
    link(CHAT, CAMERA)
    (_, who), *_ = listed(do, tracer, met)
    do(decide_contact, tracer, met, who, standing=Standing.CONTACT, reason="một", keys=keys)
    counted = count_second_contacts(database, tracer, met, keys=keys, policy=policy, now=now)
    assert counted.contacts == 1
    assert counted.people == 1  # the stranger: neither browser met the other


def test_an_event_counts_a_human_once(do, link, visit, tracer, new_venue, now):
    hall = new_venue("Nhà hát")
    visit(CAMERA, hall)
    visit(CHAT, hall, minute=20)
    visit(STRANGER, hall, minute=20)
    event = EventId(uuid4())
    start = now - timedelta(days=1)
    do(
        open_event,
        tracer,
        event,
        hall.venue.id,
        disease="covid-19",
        start=start,
        end=start + timedelta(hours=2),
        reason="buổi hòa nhạc",
    )
    do(trace_event, tracer, event)
    assert do(view_event, tracer, event).count == 3
    link(CHAT, CAMERA)
    assert do(view_event, tracer, event).count == 2
    do(trace_event, tracer, event)
    assert do(view_event, tracer, event).count == 2

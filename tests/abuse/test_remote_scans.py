"""A poster's photo used from afar, and a number that belongs to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import signature
from uuid import uuid4

import pytest

from app.domain.assurance import Flag
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.contacts import Standing
from app.domain.ids import CaseId, OfficialId, VenueId, new_visit_id
from app.domain.officials import Official
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.people import ContactDetails, DeviceToken
from app.domain.registrations import register
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.domain.venue_kinds import VenueKind
from app.store import officials
from app.usecases.add_interview_visit import add_interview_visit
from app.usecases.change_visit import check_out
from app.usecases.check_in import check_in
from app.usecases.decide_contact import decide_contact
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.leave_contact import leave_contact
from app.usecases.open_contact import open_contact
from app.usecases.register_venue import register_venue
from app.usecases.report_case import report_case
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case

DAYTIME = OpeningHours(((Hours(6 * 60, 22 * 60),),) * 7)


@pytest.fixture
def do(database, keys, policy, now):
    """Run a use case in a transaction of its own."""

    def do(usecase, *args, at=now, **named):
        given = {"keys": keys, "policy": policy, "now": at}
        takes = signature(usecase).parameters
        with database.writing() as session:
            return usecase(session, *args, **{k: v for k, v in given.items() if k in takes} | named)

    return do


@dataclass
class Shop:
    venue: VenueId
    code: str
    official: Official
    case: CaseId
    four: datetime
    """Four in the morning of today, in the city."""


@pytest.fixture
def shop(do, database, now):
    """A small shop that is shut at night, and a case that guarded it through the night and the morning."""
    four = now - timedelta(hours=6)
    there = register(name="Tạp hóa", address="1 Lê Lợi", kind=VenueKind.SHOP, capacity=20, hours=DAYTIME)
    registered = do(register_venue, VenueId(uuid4()), there, None, at=four - timedelta(days=9))
    official = Official(OfficialId(uuid4()), f"u{uuid4().hex[:8]}", "Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, official, now=now)
    zone = do(lambda session, policy: policy).zone
    today = local_day(now, zone)
    case = CaseId(uuid4())
    do(
        report_case,
        official,
        case,
        Subject("Nguyễn Văn Bảo", None, None, ""),
        disease_slug="covid-19",
        classification=Classification.CONFIRMED,
        dates=checked_dates(Onset(today), None, None, today=today),
        ward=None,
        lab_reference="",
    )
    do(
        add_interview_visit,
        official,
        case,
        registered.venue.id,
        entered=four - timedelta(hours=1),
        left=four + timedelta(hours=5),
    )
    return Shop(registered.venue.id, registered.code.code, official, case, four)


def scan(do, shop, device, at, left=None):
    [receipt] = do(
        check_in, [CheckIn(shop.code, new_visit_id(at, device[0] << 8 | device[1]), device)], at=at
    )
    key = VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)
    if left is not None:
        do(check_out, key, at=left)
    return key


def device(number: int) -> DeviceToken:
    return DeviceToken(number.to_bytes(2, "big") * 16)


@pytest.mark.abuse("AB-02")
def test_two_hundred_remote_scans_at_four_in_the_morning_are_one_counted_group_to_leave_out(do, shop):
    at = shop.four
    commands = [CheckIn(shop.code, new_visit_id(at, n), device(n)) for n in range(200)]
    assert len(do(check_in, commands, at=at)) == 200, "nothing is refused: the crowded late bar would vanish"
    honest = shop.four + timedelta(hours=3)
    scan(do, shop, device(999), honest, honest + timedelta(minutes=30))

    do(trace_case, shop.official, shop.case)
    view = do(view_case, shop.official, shop.case)
    assert len(view.listed) == 201
    assert view.flag_counts == {Flag.CLOSED_HOURS: 200, Flag.BURST: 200}
    for flag in (Flag.CLOSED_HOURS, Flag.BURST):
        left = do(view_case, shop.official, shop.case, leave_out=[flag])
        assert len(left.listed) == 1, "whoever came by day stays"


@pytest.mark.abuse("AB-02")
def test_as_many_guests_as_fit_by_day_carry_no_flag(do, shop):
    by_day = shop.four + timedelta(hours=3)
    commands = [CheckIn(shop.code, new_visit_id(by_day, n), device(n)) for n in range(80)]
    do(check_in, commands, at=by_day)
    do(trace_case, shop.official, shop.case)
    view = do(view_case, shop.official, shop.case)
    assert (len(view.listed), view.flag_counts) == (80, {})


@pytest.mark.abuse("AB-07")
def test_whoever_gives_another_persons_number_makes_it_no_more_than_a_claim(
    do, shop, database, keys, policy, now
):
    by_day = shop.four + timedelta(hours=3)
    key = scan(do, shop, device(7), by_day, by_day + timedelta(minutes=50))
    victim = ContactDetails("Trần Thị Nạn Nhân", "+84909999999")
    do(leave_contact, key, victim, at=by_day)
    do(trace_case, shop.official, shop.case)
    [person] = do(view_case, shop.official, shop.case).listed
    contact = do(
        decide_contact,
        shop.official,
        shop.case,
        person.who,
        standing=Standing.CONTACT,
        reason="cùng quầy",
    )
    opened = open_contact(
        database, shop.official, shop.case, contact.id, reason="gọi", keys=keys, policy=policy, now=now
    )
    assert opened.details == victim
    assert not opened.verified, "no message was sent to the number, so nobody knows whose it is"

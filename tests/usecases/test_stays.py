"""Companions, zones and shifts, from the check-in to the trace."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app.domain.assurance import Assurance, Flag
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.corrections import Correction
from app.domain.errors import CodeRevoked, InputRefused, VenueUnknown
from app.domain.ids import CaseId, OfficialId, OwnerId, new_visit_id
from app.domain.officials import Official
from app.domain.people import ContactDetails, DeviceToken
from app.domain.positions import Position
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.stay_errors import ShiftLinkUnknown, TooManyShiftLinks, TooManyZones, ZoneUnknown
from app.domain.subjects import Subject
from app.domain.visits import correct_leaving
from app.store import officials, owners, visits
from app.store.tables import PersonRow
from app.usecases import arrange_zones, issue_shift_link
from app.usecases.change_visit import bring, check_out, show, stay
from app.usecases.check_in import check_in
from app.usecases.export_case import export_case
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.issue_release_code import issue_release_code
from app.usecases.leave_contact import leave_contact
from app.usecases.open_poster_address import open_poster_address
from app.usecases.open_shift import open_shift
from app.usecases.release_visits import release_visits
from app.usecases.replace_code import replace_code
from app.usecases.report_case import report_case
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from app.usecases.view_chains import young_among
from app.usecases.view_venue import view_venue

ILL, MOTHER, WAITER = (DeviceToken(bytes([n]) * 32) for n in (1, 2, 3))


@pytest.fixture
def owner(database, now):
    new = OwnerId(uuid4())
    with database.writing() as session:
        owners.add(session, new, b"o" * 32, now=now)
    return new


@pytest.fixture
def cafe(new_venue, owner):
    return new_venue("Cà phê Vợt", owner)


@pytest.fixture
def arrive(do, cafe, now):
    """Check in somewhere, at the café unless a code is given."""

    def arrive(device, *, at=now, code=None, n=0, **more):
        visit = new_visit_id(at, n or secrets.randbits(70))
        [result] = do(check_in, [CheckIn(code or cafe.code.code, visit, device, **more)], at=at)
        if isinstance(result, Exception):
            raise result
        return result

    return arrive


def key(receipt):
    return VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)


@pytest.fixture
def kept(database):
    def kept(receipt):
        with database.reading() as session:
            return visits.get(session, receipt.visit.venue, receipt.visit.id)

    return kept


# ---- companions ----


def test_companions_told_later_survive_every_repeat_of_the_check_in(do, arrive, kept, now):
    first = arrive(MOTHER, n=7)
    do(bring, key(first), 3, 2)
    assert arrive(MOTHER, n=7, companions=9).visit == kept(first)
    assert (kept(first).companions, kept(first).children) == (3, 2)


def test_companions_can_come_with_the_check_in_and_out_of_reason_nothing_is_kept(arrive, kept):
    assert kept(arrive(MOTHER, companions=4, children=4)).children == 4
    with pytest.raises(InputRefused):
        arrive(WAITER, companions=61)


@pytest.mark.parametrize("details_first", [True, False])
def test_a_number_left_beside_children_is_a_guardians(do, arrive, database, details_first):
    def guardians():
        with database.reading() as session:
            return list(session.exec(select(PersonRow.id).where(PersonRow.guardian)))

    receipt = arrive(MOTHER)
    steps = [
        lambda: do(leave_contact, key(receipt), ContactDetails("Lê Thị Hoa", "+84987654321")),
        lambda: do(bring, key(receipt), 2, 1),
    ]
    first, second = steps if details_first else reversed(steps)
    first()
    assert guardians() == []
    second()
    assert guardians() == [receipt.person]


def test_companions_fill_the_place_and_staff_do_not(do, arrive, cafe, owner, now):
    arrive(MOTHER, companions=3)
    arrive(WAITER, assurance=Assurance.STAFF)
    assert do(view_venue, cafe.venue.id, owner).present == 4
    assert do(issue_shift_link.shifts_of, cafe.venue.id, owner)[2] == 1


# ---- corrections ----


def test_a_correction_is_kept_whole_and_no_later_message_undoes_it(do, arrive, kept, database, policy, now):
    receipt = arrive(MOTHER, at=now - timedelta(hours=2), n=5)
    do(check_out, key(receipt), at=now - timedelta(hours=1))
    before = kept(receipt)
    told = correct_leaving(
        before, at=now - timedelta(minutes=90), reason=Correction.LEFT_EARLIER, now=now, policy=policy
    )
    with database.writing() as session:
        visits.save(session, told)
    assert kept(receipt) == told
    assert (told.first_left_at, told.flags) == (before.left_at, before.flags | Flag.EDITED)
    arrive(MOTHER, at=now - timedelta(hours=2), n=5)
    do(check_out, key(receipt), at=now)
    do(stay, key(receipt))
    assert kept(receipt) == told


# ---- zones ----


def test_tables_are_made_in_one_step_and_none_twice(do, cafe, owner):
    do(arrange_zones.add_zone, cafe.venue.id, owner, "Bàn  2", 4)
    assert do(arrange_zones.add_tables, cafe.venue.id, owner, "Bàn", 12) == 11
    _, coded = do(arrange_zones.zones_of, cafe.venue.id, owner)
    names = [zone.name for zone, _ in coded]
    assert sorted(names, key=lambda name: int(name.split()[1])) == [f"Bàn {n}" for n in range(1, 13)]
    assert names.index("Bàn 10") > names.index("Bàn 9") > names.index("Bàn 3"), "ten comes after nine"
    assert len({code.code for _, code in coded}) == 12
    assert do(arrange_zones.add_tables, cafe.venue.id, owner, "Bàn", 12) == 0


def test_a_zone_needs_a_name_of_its_own_and_there_are_at_most_two_hundred(do, cafe, owner):
    zone = do(arrange_zones.add_zone, cafe.venue.id, owner, "Sân vườn", None)
    for name, capacity, kind in [("", None, "missing"), ("SAN VUON", None, "zone_twice"), ("A", 0, "range")]:
        with pytest.raises(InputRefused) as refused:
            do(arrange_zones.add_zone, cafe.venue.id, owner, name, capacity)
        assert refused.value.problems[0].kind == kind
    assert do(arrange_zones.rename_zone, cafe.venue.id, owner, zone.id, "Sân Vườn", 30).capacity == 30
    do(arrange_zones.add_tables, cafe.venue.id, owner, "Bàn", 199)
    with pytest.raises(TooManyZones):
        do(arrange_zones.add_zone, cafe.venue.id, owner, "Gác", None)


def test_a_zones_code_leads_to_the_zone_until_the_zone_is_removed(do, arrive, cafe, owner, database, now):
    zone = do(arrange_zones.add_zone, cafe.venue.id, owner, "Tầng 2", 20)
    _, _, code = do(arrange_zones.find_zone, cafe.venue.id, owner, zone.id)
    receipt = arrive(MOTHER, code=code.code)
    assert (receipt.visit.zone, receipt.zone_name) == (zone.id, "Tầng 2")
    door = do(open_poster_address, code.code, WAITER)
    assert (door.zone_name, door.here) == ("Tầng 2", None)

    do(arrange_zones.remove_zone, cafe.venue.id, owner, zone.id)
    with pytest.raises(CodeRevoked):
        arrive(WAITER, code=code.code)
    with pytest.raises(ZoneUnknown):
        do(arrange_zones.find_zone, cafe.venue.id, owner, zone.id)
    assert do(show, key(receipt)).zone_name == "Tầng 2", "what was recorded there keeps its name"
    do(arrange_zones.add_zone, cafe.venue.id, owner, "Tầng 2", 20)  # the name is free again


def test_the_venues_own_code_is_never_that_of_a_zone(do, cafe, owner, policy, now):
    do(arrange_zones.add_zone, cafe.venue.id, owner, "Tầng 2", None)
    assert [c.zone for c in do(view_venue, cafe.venue.id, owner).codes] == [None]
    do(replace_code, cafe.venue, stolen=True)
    [(_, code)] = do(arrange_zones.zones_of, cafe.venue.id, owner)[1]
    assert code.revoked_at is None, "a stolen poster of the door leaves the tables alone"


def test_at_another_table_the_door_asks_again_and_at_the_same_shows_the_receipt(do, arrive, cafe, owner):
    do(arrange_zones.add_tables, cafe.venue.id, owner, "Bàn", 2)
    [(_, one), (_, two)] = do(arrange_zones.zones_of, cafe.venue.id, owner)[1]
    first = arrive(MOTHER, code=one.code)
    assert do(open_poster_address, one.code, MOTHER).here.visit.id == first.visit.id
    assert do(open_poster_address, cafe.code.code, MOTHER).here.zone_name == "Bàn 1"
    assert do(open_poster_address, two.code, MOTHER).here is None


def test_zones_of_others_are_as_unknown_as_none(do, cafe, owner, new_venue):
    zone = do(arrange_zones.add_zone, cafe.venue.id, owner, "Tầng 2", None)
    other = new_venue("Quán khác", owner)
    stranger = OwnerId(uuid4())
    with pytest.raises(ZoneUnknown):
        do(arrange_zones.remove_zone, other.venue.id, owner, zone.id)
    for usecase in (arrange_zones.find_zone, arrange_zones.remove_zone):
        with pytest.raises(VenueUnknown):
            do(usecase, cafe.venue.id, stranger, zone.id)
    assert do(arrange_zones.find_zone, cafe.venue.id, owner, zone.id)[1].name == "Tầng 2"


# ---- shifts ----


def test_a_shift_begins_by_its_link_and_by_nothing_else(do, arrive, cafe, owner, kept, now):
    link = do(issue_shift_link.issue_shift_link, cafe.venue.id, owner)
    shift = do(open_shift, link.lower().replace("-", " "), None)
    assert (shift.venue.id, shift.here) == (cafe.venue.id, None)
    guest = arrive(WAITER, code=shift.code, at=now - timedelta(minutes=1))
    assert do(open_shift, link, WAITER).here is None, "a guest is on no shift"
    begun = arrive(WAITER, code=shift.code, assurance=Assurance.STAFF)
    assert begun.visit.id != guest.visit.id
    assert do(open_shift, link, WAITER).here.visit.id == begun.visit.id
    do(check_out, key(begun), at=now + timedelta(hours=7))
    assert do(open_shift, link, WAITER, at=now + timedelta(hours=8)).here is None
    assert kept(begun).assurance is Assurance.STAFF


def test_a_link_that_was_ended_begins_nothing_and_there_are_twenty_at_most(do, cafe, owner):
    link = do(issue_shift_link.issue_shift_link, cafe.venue.id, owner)
    [(digest, listed)] = do(issue_shift_link.shifts_of, cafe.venue.id, owner)[1]
    assert link.endswith(listed.ending)
    with pytest.raises(VenueUnknown):
        do(issue_shift_link.end_shift_link, cafe.venue.id, OwnerId(uuid4()), digest)
    do(open_shift, link, None)
    do(issue_shift_link.end_shift_link, cafe.venue.id, owner, digest)
    with pytest.raises(ShiftLinkUnknown):
        do(open_shift, link, None)
    for _ in range(20):
        do(issue_shift_link.issue_shift_link, cafe.venue.id, owner)
    with pytest.raises(TooManyShiftLinks):
        do(issue_shift_link.issue_shift_link, cafe.venue.id, owner)


# ---- the trace ----


@pytest.fixture
def case(do, database, arrive, now):
    """Somebody ill with two at the café for an hour yesterday, a mother with three, and the waiter."""
    start = now - timedelta(days=1)
    ill = arrive(ILL, at=start, companions=2, children=1)
    do(check_out, key(ill), at=start + timedelta(minutes=60))
    arrive(MOTHER, at=start + timedelta(minutes=5), companions=3, children=2)
    arrive(WAITER, at=start - timedelta(hours=1), assurance=Assurance.STAFF)
    tracer = Official(OfficialId(uuid4()), f"u{uuid4().hex[:8]}", "Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, tracer, now=now)
    today = local_day(now, do(lambda session, policy: policy).zone)
    case = CaseId(uuid4())
    do(
        report_case,
        tracer,
        case,
        Subject("Nguyễn Văn A", None, None, ""),
        disease_slug="covid-19",
        classification=Classification.CONFIRMED,
        dates=checked_dates(Onset(today - timedelta(days=1)), None, None, today=today),
        ward=None,
        lab_reference="",
    )
    issued = do(issue_release_code, tracer, case)
    do(release_visits, issued.code, ILL, not_mine=set(), missing="")
    return tracer, case


def test_a_trace_tells_who_came_along_and_who_worked_there_and_counts_neither(do, case, now):
    tracer, which = case
    do(trace_case, tracer, which)
    view = do(view_case, tracer, which)
    assert [(v.companions, v.children) for v in view.visits] == [(2, 1)]
    listed = {(e.companions, e.children, e.on_shift) for p in view.listed for e in p.exposures}
    assert listed == {(3, 2, False), (0, 0, True)}
    assert len(view.listed) == 2, "companions are told, not listed"


def test_the_table_has_two_columns_for_companions(do, case):
    tracer, which = case
    do(trace_case, tracer, which)
    table = do(export_case, tracer, which, word=str)
    found = [
        (row[table.header.index("People with them")], row[table.header.index("Under 16")])
        for row in table.rows
    ]
    assert sorted(found) == [(0, 0), (3, 2)]


def test_the_trace_names_the_table(do, case, arrive, cafe, owner, now):
    tracer, which = case
    zone = do(arrange_zones.add_zone, cafe.venue.id, owner, "Bàn 7", None)
    _, _, code = do(arrange_zones.find_zone, cafe.venue.id, owner, zone.id)
    arrive(DeviceToken(b"g" * 32), at=now - timedelta(hours=23, minutes=40), code=code.code)
    do(trace_case, tracer, which)
    table = do(export_case, tracer, which, word=str)
    assert sorted(row[table.header.index("Zone")] for row in table.rows) == ["", "", "Bàn 7"]


def test_a_case_from_a_guardians_phone_stands_in_no_picture_of_a_chain(do, case, arrive, keys, policy, now):
    tracer, which = case
    found = do(view_case, tracer, which).case

    def young(session, keys, policy, now):
        return young_among(session, [found], keys, policy, now)

    assert do(young) == frozenset()
    ill = arrive(ILL, children=1, companions=1)
    do(leave_contact, key(ill), ContactDetails("Lê Thị Hoa", "+84987654321"))
    assert do(young) == {which}


def test_a_trace_doubts_bursts_and_ways_that_nobody_travels(do, case, arrive, new_venue, now):
    tracer, which = case
    start = now - timedelta(days=1)
    hanoi = new_venue("Phở Hà Nội", position=Position(21.0285, 105.8542))
    arrive(MOTHER, at=start + timedelta(minutes=35), code=hanoi.code.code)
    do(trace_case, tracer, which)
    view = do(view_case, tracer, which)
    assert view.flag_counts[Flag.IMPOSSIBLE_TRAVEL] == 1
    assert Flag.BURST not in view.flag_counts
    do_left_out = do(view_case, tracer, which, leave_out=[Flag.IMPOSSIBLE_TRAVEL])
    assert [e.on_shift for p in do_left_out.listed for e in p.exposures] == [True]

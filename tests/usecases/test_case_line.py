"""The case line from report to export, on a small outbreak whose answer is known."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlmodel import select

from app.domain import errors
from app.domain.assurance import Flag
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.contacts import Standing
from app.domain.ids import CaseId, OfficialId, PersonId, new_visit_id
from app.domain.officials import Official
from app.domain.people import ContactDetails, DeviceToken
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.store import exposures, notices, officials
from app.store.tables import ExposureRow
from app.usecases.add_interview_visit import add_interview_visit, find_venues
from app.usecases.change_visit import check_out
from app.usecases.check_in import check_in
from app.usecases.close_case import close_case
from app.usecases.correct_dates import correct_dates
from app.usecases.decide_contact import decide_contact
from app.usecases.export_case import export_case
from app.usecases.find_case import find_case
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.issue_release_code import issue_release_code
from app.usecases.leave_contact import leave_contact
from app.usecases.list_cases import list_cases
from app.usecases.open_contact import Outcome, open_contact
from app.usecases.release_visits import release_visits
from app.usecases.remove_visit import remove_visit
from app.usecases.report_case import report_case
from app.usecases.see_request import see_request
from app.usecases.trace_case import trace_case
from app.usecases.undo_trace import undo_trace
from app.usecases.verify_audit import verify_audit
from app.usecases.view_case import view_case
from app.usecases.withdraw_release import withdraw_release
from app.usecases.write_table import as_csv, as_xlsx

SUBJECT = Subject("Nguyễn Thị Hương", "+84901234567", 1980, "12 Lê Lợi")
CASE, FRIEND, PASSER, STRANGER = (DeviceToken(bytes([n]) * 32) for n in range(1, 5))


def tracer(name: str = "Trần Văn Đức", jurisdiction: str | None = None) -> Official:
    return Official(OfficialId(uuid4()), f"u{uuid4().hex[:8]}", name, Role.TRACER, jurisdiction)


@dataclass
class City:
    """One case, a friend at the same table, a passer-by after the case left, a stranger elsewhere."""

    official: Official
    case: CaseId
    receipts: dict


@pytest.fixture
def do(database, keys, policy, now):
    """Run a use case in a transaction of its own."""

    def do(usecase, *args, at=now, **named):
        wanted = usecase.__kwdefaults__ or {}
        takes = usecase.__code__.co_varnames[
            : usecase.__code__.co_argcount + usecase.__code__.co_kwonlyargcount
        ]
        given = {"keys": keys, "policy": policy, "now": at}
        with database.writing() as session:
            return usecase(session, *args, **{k: v for k, v in given.items() if k in takes} | wanted | named)

    return do


@pytest.fixture
def city(database, new_venue, do, now):
    noodles, cafe = new_venue("Phở Hòa Pasteur", phone="+842838297943"), new_venue("Cà phê O'Brien")
    people = {
        "case": (CASE, noodles, 0, 60),
        "friend": (FRIEND, noodles, 10, 50),
        "passer": (PASSER, noodles, 70, 95),
        "stranger": (STRANGER, cafe, 0, 60),
    }
    receipts = {}
    yesterday = now - timedelta(days=1)
    for n, (name, (device, venue, start, end)) in enumerate(people.items(), start=1):
        entered, left = yesterday + timedelta(minutes=start), yesterday + timedelta(minutes=end)
        (receipt,) = do(check_in, [CheckIn(venue.code.code, new_visit_id(entered, n), device)], at=entered)
        do(check_out, key(receipt), at=left)
        receipts[name] = receipt
    do(leave_contact, key(receipts["friend"]), ContactDetails("Lê Hoàng Nam", "+84987654321"))
    official = tracer()
    with database.writing() as session:
        officials.add(session, official, now=now)
    case = CaseId(uuid4())
    do(report_case, official, case, SUBJECT, **illness(now))
    return City(official, case, receipts)


def key(receipt) -> VisitKey:
    return VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)


def illness(now, days_ago: int = 1) -> dict:
    today = local_day(now, Policy().zone)
    return {
        "disease_slug": "covid-19",
        "classification": Classification.CONFIRMED,
        "dates": checked_dates(Onset(today - timedelta(days=days_ago)), None, None, today=today),
        "ward": None,
        "lab_reference": "XN-1",
    }


@pytest.fixture
def traced(city, do):
    issued = do(issue_release_code, city.official, city.case)
    do(release_visits, issued.code, CASE, not_mine=set(), missing="")
    do(trace_case, city.official, city.case)
    return city


def look(do, city, **named):
    return do(view_case, city.official, city.case, **named)


def test_the_trace_lists_who_was_there_with_the_reason_and_nobody_else(traced, do):
    view = look(do, traced)
    assert [
        (round(p.together.total_seconds() / 60), round(p.after.total_seconds() / 60)) for p in view.listed
    ] == [
        (40, 0),
        (0, 20),
    ]
    assert view.venues[view.listed[0].exposures[0].venue].name == "Phở Hòa Pasteur"
    assert [p.who in view.reachable for p in view.listed] == [True, False]


def test_a_second_report_of_the_same_form_opens_one_case(city, do, now, database):
    again = do(report_case, city.official, city.case, SUBJECT, **illness(now))
    assert again.id == city.case
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM cases")).scalar_one() == 1


def test_a_name_is_found_without_marks_and_stands_nowhere_in_the_clear(city, do, database):
    found = do(list_cases, city.official, state="open", text="nguyen thi huong")
    assert [line.subject for line in found] == [SUBJECT]
    assert do(list_cases, city.official, state="open", text="nguyen") == []
    with database.reading() as session:
        (stored,) = session.execute(text("SELECT details FROM subjects")).scalars()
    assert "Hương".encode() not in bytes(stored)


def test_another_jurisdiction_learns_nothing_of_the_case(city, do, database, now):
    elsewhere = tracer(jurisdiction="26734")
    with database.writing() as session:
        officials.add(session, elsewhere, now=now)
    with pytest.raises(errors.CaseUnknown):
        do(find_case, city.case, elsewhere)
    assert do(list_cases, elsewhere, state="open") == []


def test_the_phone_shows_who_asks_before_anything_is_shared(city, do):
    issued = do(issue_release_code, city.official, city.case)
    asked = do(see_request, issued.code, CASE)
    assert asked.asked_by == "Trần Văn Đức"
    assert [asked.venues[stay.venue].name for stay in asked.stays] == ["Phở Hòa Pasteur"]
    assert look(do, city).visits == []


def test_a_release_code_works_once_for_an_hour_and_for_a_phone_with_visits(city, do, now):
    issued = do(issue_release_code, city.official, city.case)
    with pytest.raises(errors.ReleaseExpired):
        do(see_request, issued.code, CASE, at=now + timedelta(minutes=60))
    with pytest.raises(errors.NoVisitsHere):
        do(see_request, issued.code, DeviceToken(b"x" * 32))
    do(release_visits, issued.code, CASE, not_mine=set(), missing="")
    with pytest.raises(errors.ReleaseUsed):
        do(release_visits, issued.code, FRIEND, not_mine=set(), missing="")


def test_what_is_not_me_is_not_shared_and_the_tracer_sees_how_many_were(city, do):
    issued = do(issue_release_code, city.official, city.case)
    do(release_visits, issued.code, CASE, not_mine={0}, missing="Chợ Bến Thành, sáng thứ bảy")
    view = look(do, city)
    (release,) = view.releases
    assert (release.release.shared, release.release.offered) == (0, 1)
    assert release.missing == "Chợ Bến Thành, sáng thứ bảy"
    assert view.visits == []


def test_a_release_can_be_taken_back_by_the_same_phone_for_a_day(city, do, now):
    issued = do(issue_release_code, city.official, city.case)
    done = do(release_visits, issued.code, CASE, not_mine=set(), missing="").release
    with pytest.raises(errors.ReleaseUnknown):
        do(withdraw_release, done.id, FRIEND)
    with pytest.raises(errors.ReleaseExpired):
        do(withdraw_release, done.id, CASE, at=now + timedelta(hours=24, seconds=1))
    assert len(look(do, city).visits) == 1
    do(withdraw_release, done.id, CASE, at=now + timedelta(hours=23))
    assert look(do, city).visits == []


def test_a_remembered_visit_traces_like_a_released_one(city, do, now):
    (venue,) = do(find_venues, "pho hoa")
    start = now - timedelta(days=1)
    do(
        add_interview_visit,
        city.official,
        city.case,
        venue.id,
        entered=start,
        left=start + timedelta(minutes=60),
    )
    do(trace_case, city.official, city.case)
    # The patient's own phone is not known here, so it is listed too; the official excludes it.
    assert len(look(do, city).listed) == 3


def test_removing_a_visit_and_tracing_again_shows_what_changed(traced, do, now):
    (venue,) = do(find_venues, "ca phe o'brien")
    start = now - timedelta(days=1)
    visit = do(
        add_interview_visit,
        traced.official,
        traced.case,
        venue.id,
        entered=start,
        left=start + timedelta(minutes=60),
    )
    do(trace_case, traced.official, traced.case)
    assert len(look(do, traced).change.added) == 1
    do(remove_visit, traced.official, traced.case, visit.id)
    do(trace_case, traced.official, traced.case)
    assert len(look(do, traced).change.removed) == 1


def test_undoing_a_trace_brings_back_the_one_before(traced, do):
    do(trace_case, traced.official, traced.case)
    assert look(do, traced).trace.number == 2
    do(undo_trace, traced.official, traced.case)
    assert look(do, traced).trace.number == 1
    do(undo_trace, traced.official, traced.case)
    assert look(do, traced).trace is None
    with pytest.raises(errors.NothingToTrace):
        do(undo_trace, traced.official, traced.case)


def test_correcting_the_onset_marks_the_trace_as_outdated_and_changes_the_next(traced, do, now):
    today = local_day(now, Policy().zone)
    dates = checked_dates(Onset(today - timedelta(days=1)), None, today - timedelta(days=2), today=today)
    do(correct_dates, traced.official, traced.case, dates)
    assert look(do, traced).outdated
    with pytest.raises(errors.NothingToTrace):  # isolated the day before, the case met nobody
        do(trace_case, traced.official, traced.case)


def test_a_closed_case_is_only_read(traced, do):
    do(close_case, traced.official, traced.case)
    with pytest.raises(errors.CaseClosed):
        do(trace_case, traced.official, traced.case)
    assert len(look(do, traced).listed) == 2


def friend_of(do, city) -> PersonId:
    return PersonId(look(do, city).listed[0].who)


def decide(do, city, person, standing=Standing.CONTACT, reason="cùng bàn"):
    return do(decide_contact, city.official, city.case, person, standing=standing, reason=reason)


def test_only_a_decision_makes_a_contact(traced, do):
    assert look(do, traced).contacts == {}
    contact = decide(do, traced, friend_of(do, traced))
    assert look(do, traced).contacts[contact.person].reason == "cùng bàn"
    with pytest.raises(errors.ContactUnknown):
        decide(do, traced, PersonId(uuid4()))
    with pytest.raises(errors.InputRefused):
        decide(do, traced, friend_of(do, traced), reason="  ")


def test_opening_a_contact_shows_the_details_tells_the_person_and_stays_on_record(
    traced, do, database, keys, policy, now
):
    contact = decide(do, traced, friend_of(do, traced))
    opened = open_contact(
        database,
        traced.official,
        traced.case,
        contact.id,
        reason="gọi lần đầu",
        keys=keys,
        policy=policy,
        now=now,
    )
    assert opened.details == ContactDetails("Lê Hoàng Nam", "+84987654321")
    with database.reading() as session:
        assert [n.kind for n in notices.of_persons(session, [contact.person], now=now)] == ["contact_opened"]
        actions = session.execute(text("SELECT action FROM audit ORDER BY number")).scalars().all()
    assert actions[-2:] == ["contact_opening_asked", "contact_opened"]
    assert do(verify_audit).first_bad is None


def test_the_case_key_opens_the_details_after_the_day_is_destroyed(traced, do, database, keys, policy, now):
    contact = decide(do, traced, friend_of(do, traced))
    keys.destroy_before(local_day(now, policy.zone) + timedelta(days=1))
    named = {"reason": "x", "keys": keys, "policy": policy, "now": now}
    assert open_contact(database, traced.official, traced.case, contact.id, **named).outcome is Outcome.OPENED
    keys.destroy_case(traced.case)
    destroyed = open_contact(database, traced.official, traced.case, contact.id, **named)
    assert (destroyed.outcome, destroyed.details) == (Outcome.DESTROYED, None)


def test_somebody_who_left_no_details_is_said_so(traced, do, database, keys, policy, now):
    passer = PersonId(look(do, traced).listed[1].who)
    contact = decide(do, traced, passer)
    opened = open_contact(
        database, traced.official, traced.case, contact.id, reason="x", keys=keys, policy=policy, now=now
    )
    assert (opened.outcome, opened.details) == (Outcome.NO_DETAILS, None)


def test_an_excluded_person_and_one_over_the_quota_are_not_opened(traced, do, database, keys, policy, now):
    excluded = decide(do, traced, friend_of(do, traced), Standing.EXCLUDED)
    named = {"reason": "x", "keys": keys, "now": now}
    with pytest.raises(errors.ContactUnknown):
        open_contact(database, traced.official, traced.case, excluded.id, policy=policy, **named)
    contact = decide(do, traced, friend_of(do, traced))
    frugal = replace(policy, openings_a_day=1)
    open_contact(database, traced.official, traced.case, contact.id, policy=frugal, **named)
    with pytest.raises(errors.QuotaReached):
        open_contact(database, traced.official, traced.case, contact.id, policy=frugal, **named)
    tomorrow = named | {"now": now + timedelta(days=1)}
    open_contact(database, traced.official, traced.case, contact.id, policy=frugal, **tomorrow)


def test_flagged_visits_are_counted_and_left_out_only_on_request(city, do, now, new_venue):
    late = now - timedelta(hours=20)
    venue = new_venue("Quán bar")
    do(check_in, [CheckIn(venue.code.code, new_visit_id(late, 71), STRANGER)])
    do(
        add_interview_visit,
        city.official,
        city.case,
        venue.venue.id,
        entered=late,
        left=late + timedelta(hours=1),
    )
    do(trace_case, city.official, city.case)
    view = look(do, city)
    assert view.flag_counts == {Flag.OFFLINE: 1}
    assert len(view.listed) == 1
    assert look(do, city, leave_out=[Flag.OFFLINE]).listed == []


def test_the_export_is_byte_exact_and_names_nobody(traced, do):
    decide(do, traced, friend_of(do, traced), reason="=HYPERLINK(1)")
    table = do(export_case, traced.official, traced.case, word=lambda t: t)
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))))
    assert len(rows) == 3
    named = dict(zip(rows[0], rows[1], strict=True))
    assert named["Venue"] == "Phở Hòa Pasteur"
    assert 0 < float(named["At least"]) < float(named["Hours"]) < float(named["At most"])
    parts = float(named["Through the air"]) + float(named["Close by"])
    assert parts == pytest.approx(float(named["Hours"]), abs=0.02)
    assert rows[1][4] == "'=HYPERLINK(1)"
    assert rows[1][3] == "contact"
    assert rows[2][3] == "co-present"
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    assert sheet.cell(2, rows[0].index("Venue") + 1).value == "Phở Hòa Pasteur"
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=HYPERLINK(1)", "s")
    for cell in (cell for row in rows for cell in row):
        assert "Nam" not in cell
        assert "8498" not in cell


def test_a_trace_of_the_first_rule_is_still_read(traced, do, database):
    # Before there were doses a row held nothing but its minutes.
    with database.writing() as session:
        for row in session.exec(select(ExposureRow)):
            for name in exposures.DOSE:
                setattr(row, name, None)
    view = look(do, traced)
    assert [round(person.hours * 60) for person in view.listed] == [40, 10]
    assert all(person.exposures[0].parts is None for person in view.listed)

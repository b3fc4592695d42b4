"""What is learnt from the test of a followed contact, and that nothing leads back to anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain import test_results as domain
from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.contacts import Contact, Standing
from app.domain.ids import CaseId, OfficialId, PersonId, new_visit_id
from app.domain.officials import Official
from app.domain.people import DeviceToken
from app.domain.roles import Role
from app.domain.spaces import SpaceKind
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.science.tracing import RULE
from app.store import officials, test_results
from app.usecases.add_interview_visit import add_interview_visit
from app.usecases.change_visit import check_out
from app.usecases.check_in import check_in
from app.usecases.close_case import close_case
from app.usecases.decide_contact import decide_contact
from app.usecases.end_retention import end_retention
from app.usecases.export_test_results import COLUMNS, export_test_results
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.record_test_result import find_followed, record_test_result
from app.usecases.report_case import report_case
from app.usecases.trace_case import trace_case
from app.usecases.undo_trace import undo_trace
from app.usecases.verify_audit import verify_audit
from app.usecases.view_case import view_case

POSITIVE, NEGATIVE, NOT_TESTED = domain.Result


@dataclass
class Followed:
    """A case, and one contact who sat there for 40 minutes yesterday."""

    official: Official
    case: CaseId
    contact: Contact
    other: Contact
    """Somebody who was excluded."""


@pytest.fixture
def followed(do, database, new_venue, policy, now):
    venue, yesterday = new_venue(), now - timedelta(days=1)
    for number, length in ((1, 40), (2, 5)):
        command = CheckIn(venue.code.code, new_visit_id(yesterday, number), DeviceToken(bytes([number]) * 32))
        (receipt,) = do(check_in, [command], at=yesterday)
        key = VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)
        do(check_out, key, at=yesterday + timedelta(minutes=length))
    official = Official(OfficialId(uuid4()), "tracer", "Trần Văn Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, official, now=now)
    case, today = CaseId(uuid4()), local_day(now, policy.zone)
    do(
        report_case,
        official,
        case,
        Subject("Nguyễn Thị Hương", None, None, ""),
        disease_slug="covid-19",
        classification=Classification.CONFIRMED,
        dates=checked_dates(Onset(today - timedelta(days=1)), None, None, today=today),
        ward=None,
        lab_reference=None,
    )
    place = venue.venue.id
    do(
        add_interview_visit,
        official,
        case,
        place,
        entered=yesterday,
        left=yesterday + timedelta(hours=1),
    )
    do(trace_case, official, case)
    nearest, other = (PersonId(p.who) for p in do(view_case, official, case).listed)

    def decided(person, standing):
        return do(decide_contact, official, case, person, standing=standing, reason="cùng bàn")

    return Followed(official, case, decided(nearest, Standing.CONTACT), decided(other, Standing.EXCLUDED))


@pytest.fixture
def record(do, followed, policy, now):
    """Record a result of the contact; `days_ago` is when the sample was taken."""

    def record(result, days_ago=None, *, contact=None, at=now):
        sampled = None if days_ago is None else local_day(now, policy.zone) - timedelta(days=days_ago)
        return do(
            record_test_result,
            followed.official,
            followed.case,
            contact or followed.contact.id,
            result=result,
            sampled_on=sampled,
            at=at,
        )

    return record


def rows(database, columns="*"):
    with database.reading() as session:
        return session.execute(text(f"SELECT {columns} FROM test_results")).all()  # noqa: S608 - a test's own words


def test_a_result_is_kept_with_what_the_tracer_saw(do, followed, record):
    listed = do(find_followed, followed.official, followed.case, followed.contact.id).listed
    kept = record(POSITIVE, 0)
    assert (kept.disease, kept.rule, kept.result, kept.week) == ("covid-19", RULE, POSITIVE, "2026-W48")
    features = kept.features
    assert (features.minutes_together, features.exposures, features.days_to_sample) == (40, 1, 1)
    assert features.minutes_by_space == {SpaceKind.ROOM: 40}
    assert features.band == int(listed.band)
    assert features.hours == pytest.approx(listed.hours, rel=0.01)
    assert 0 < features.least < features.hours < features.most


def test_read_again_it_is_the_same(do, followed, record):
    kept = record(NEGATIVE, 0)
    again = do(find_followed, followed.official, followed.case, followed.contact.id).kept
    assert again == kept


def test_recorded_twice_it_is_one_and_written_down_once_even_weeks_later(database, record, now):
    kept = record(NEGATIVE, 0)
    assert record(NEGATIVE, 0, at=now + timedelta(days=8)) == kept
    with database.reading() as session:
        said = session.execute(
            text("SELECT count(*) FROM audit WHERE action = 'test_result_recorded'")
        ).scalar_one()
    assert (len(rows(database)), said) == (1, 1)


def test_a_correction_takes_the_place_of_what_was_recorded(database, record):
    first = record(NEGATIVE, 0)
    corrected = record(POSITIVE, 0)
    assert (corrected.id, corrected.result) == (first.id, POSITIVE)
    untested = record(NOT_TESTED)
    assert untested.features.days_to_sample is None
    assert rows(database, "result") == [("not_tested",)]


def test_the_audit_chain_holds_neither_the_result_nor_a_way_to_its_row(do, database, followed, record):
    kept = record(POSITIVE, 0)
    with database.reading() as session:
        (detail,) = session.execute(
            text("SELECT detail FROM audit WHERE action = 'test_result_recorded'")
        ).scalars()
    held = detail if isinstance(detail, dict) else json.loads(detail)
    assert held == {"contact": str(followed.contact.id)}
    assert str(kept.id) not in str(detail)
    assert do(verify_audit).first_bad is None


def test_a_result_without_a_day_or_before_the_exposure_is_refused(database, record):
    for days_ago, kind in ((None, "missing"), (2, "before_exposure"), (-1, "future")):
        with pytest.raises(errors.InputRefused) as refused:
            record(POSITIVE, days_ago)
        assert [p.kind for p in refused.value.problems] == [kind]
    assert rows(database) == []


def test_only_a_followed_contact_of_the_case_has_a_result(do, followed, record):
    for contact in (followed.other.id, uuid4()):
        with pytest.raises(errors.ContactUnknown):
            record(NEGATIVE, 0, contact=contact)
    elsewhere = replace(followed.official, jurisdiction="26734")
    with pytest.raises(errors.CaseUnknown):
        do(find_followed, elsewhere, followed.case, followed.contact.id)


def test_without_a_trace_there_is_nothing_to_learn(do, followed, record):
    do(undo_trace, followed.official, followed.case)
    with pytest.raises(errors.NothingToLearn):
        record(NEGATIVE, 0)


def test_results_come_in_after_a_case_is_closed(do, followed, record):
    do(close_case, followed.official, followed.case)
    assert record(NEGATIVE, 0).result is NEGATIVE


def test_retention_cuts_the_link_and_keeps_the_row(do, database, followed, record, keys, policy, now):
    before = record(POSITIVE, 0)
    do(close_case, followed.official, followed.case)
    in_time = end_retention(database, keys, policy=policy, now=now + timedelta(days=28))
    assert in_time.cases == 0
    assert [contact is not None for (contact,) in rows(database, "contact")] == [True]
    end_retention(database, keys, policy=policy, now=now + timedelta(days=28, seconds=1))
    assert rows(database, "contact, result") == [(None, "positive")]
    with pytest.raises(errors.NothingToLearn):
        record(NEGATIVE, 0)
    with database.reading() as session:
        (kept,) = test_results.every(session)
    assert kept == replace(before, contact=None)


def test_a_row_holds_no_person_case_venue_official_or_date(database, followed, record, now):
    record(POSITIVE, 0)
    end = [str(value) for value in rows(database, "disease, rule, result, week, features")[0]]
    known = (followed.case, followed.official.id, followed.contact.person, followed.contact.id)
    for telling in (*map(str, known), *(one.hex for one in known), "Phở", "2026-11", f"{now:%d/%m}"):
        assert telling not in " ".join(end)


def test_the_export_has_a_documented_column_for_everything_and_no_id(do, record, followed):
    kept = record(POSITIVE, 0)
    table = do(export_test_results)
    assert table.header == list(COLUMNS)
    (row,) = table.rows
    line = dict(zip(table.header, row, strict=True))
    assert (line["result"], line["week"], line["days_to_sample"]) == ("positive", "2026-W48", 1)
    assert (line["minutes_room"], line["minutes_hall"], line["minutes_together"]) == (40, 0, 40)
    assert line["assurance"] == "static"
    for telling in (kept.id, followed.contact.id, followed.case):
        assert str(telling) not in str(row)
    record(NOT_TESTED)
    (row,) = do(export_test_results).rows
    assert dict(zip(table.header, row, strict=True))["days_to_sample"] == ""

"""Case work over HTTP: from the report to the export, as a tracer and a patient walk it."""

from __future__ import annotations

import csv
import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.store import officials, sessions
from app.store.db import open_database
from app.vault.tokens import digest, new_session_token, written
from tests.web.conftest import Page, Phone
from tests.web.statements import selects

ILL = {
    "name": "Nguyễn Thị Hương",
    "phone": "0901 234 567",
    "birth_year": "1980",
    "disease": "covid-19",
    "classification": "confirmed",
    "onset-day": "22",
    "onset-month": "11",
    "onset-year": "2026",
}


@pytest.fixture
def tracer(client, database_url, clock):
    """A tracer's browser, signed in."""
    cookie, official = (
        new_session_token(),
        Official(OfficialId(uuid4()), "tracer", "Trần Văn Đức", Role.TRACER, None),
    )
    database = open_database(database_url)
    with database.writing() as session:
        officials.add(session, official, now=clock.now)
        sessions.add(session, digest(cookie), SignedIn(official.id, None, clock.now, clock.now))
    database.close()
    phone = Phone(client)
    phone.cookies.set("__Host-official", written(cookie))
    return phone


@pytest.fixture
def case(tracer):
    """The address of a case that was just reported."""
    answer = tracer.send(tracer.open("/official/cases/new").form("/official/cases/new"), **ILL)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def check_in(phone, venue):
    return phone.press(phone.open(f"/v/{venue.code}").form("/v/"))


@pytest.fixture
def crowd(phone, other_phone, venue, clock):
    """The patient and a friend at the same table; the patient left after ten minutes."""
    mine = check_in(phone, venue)
    theirs = check_in(other_phone, venue)
    other_phone.press(theirs.form("/visit/contact"), name="Lê Hoàng Nam", phone="0987 654 321")
    clock.pass_by(minutes=10)
    phone.press(mine.form("/visit/leave"))
    return phone, other_phone


def released(tracer, case, patient):
    page = Page(tracer.send(tracer.open(case).form(f"{case}/release-codes")).text)
    code = re.search(r"\d{3} \d{3} \d{4}", page.text)[0]
    asked = patient.press(patient.open("/release").form("/release"), code=code)
    return asked, patient.press(asked.form("/release/share"))


@pytest.fixture
def traced(tracer, case, crowd):
    released(tracer, case, crowd[0])
    assert tracer.send(tracer.open(case).form(f"{case}/trace")).status_code == 303
    return case


def test_a_report_keeps_what_was_typed_and_names_every_problem(tracer):
    answer = tracer.send(
        tracer.open("/official/cases/new").form("/official/cases/new"),
        name="Hương",
        phone="12",
        disease="plague",
    )
    page = Page(answer.text)
    assert answer.status_code == 400
    assert page.form("/official/cases/new").value("name") == "Hương"
    assert {href for href in page.links() if href.startswith("#")} >= {"#phone", "#disease", "#onset"}


def test_the_form_sent_twice_opens_one_case(tracer):
    form = tracer.open("/official/cases/new").form("/official/cases/new")
    one, other = tracer.send(form, **ILL), tracer.send(form, **ILL)
    assert one.headers["location"] == other.headers["location"]


def test_an_empty_case_says_what_to_do_next(tracer, case):
    page = tracer.open(case)
    assert "No visits yet" in page.text
    assert "Not traced yet" in page.text
    answer = tracer.send(page.form(f"{case}/trace"))
    assert answer.status_code == 400
    assert "Add a visit in the infectious days first" in Page(answer.text).text


def test_the_patient_sees_who_asks_and_shares_and_takes_back(tracer, case, crowd):
    patient = crowd[0]
    asked, done = released(tracer, case, patient)
    assert "Trần Văn Đức" in asked.text
    assert "Phở Hòa Pasteur" in asked.text
    assert "1 of 1 visits shared" in done.text
    assert "1 of 1 visits shared" in tracer.open(case).text
    patient.press(done.form("/release/"))
    assert "taken the shared visits back" in tracer.open(case).text


def test_a_wrong_release_code_is_told_at_the_field(phone):
    answer = phone.send(phone.open("/release").form("/release"), code="0000000000")
    assert answer.status_code == 404
    assert "This code is not right" in Page(answer.text).text


def test_the_trace_gives_the_friend_with_the_reason(tracer, traced):
    page = tracer.open(traced)
    assert "1 co-present people" in page.text
    assert "10 min together and 30 min in the air left behind, Phở Hòa Pasteur" in page.text
    assert "Lê Hoàng Nam" not in page.text


def decide(tracer, case, standing="contact", **typed):
    page = tracer.open(case)
    form = page.form(f"{case}/decisions")
    (person,) = re.findall(r'name="person" value="([0-9a-f-]{36})"', tracer.get(case).text)
    return tracer.send(form, person=person, standing=standing, **{"reason": "cùng bàn"} | typed)


def test_a_contact_is_made_with_a_reason_and_opened_with_another(tracer, traced, crowd):
    assert decide(tracer, traced).status_code == 303
    page = tracer.open(traced)
    assert "Contact F1" in page.text
    (link,) = [href for href in page.links() if re.search(r"/contacts/[^/]+$", href)]
    ask = tracer.open(link)
    assert "Lê Hoàng Nam" not in ask.text
    refused = tracer.send(ask.form(link))
    assert refused.status_code == 400
    opened = tracer.press(ask.form(link), reason="gọi lần đầu")
    assert "Lê Hoàng Nam" in opened.text
    assert "+84987654321" in opened.text
    assert "Nobody has checked this number" in opened.text
    assert "opened your name and phone number" in crowd[1].open("/notices").text
    assert "No notice" in crowd[0].open("/notices").text


def test_a_decision_without_a_reason_or_a_person_changes_nothing(tracer, traced):
    assert decide(tracer, traced, reason="").status_code == 400
    nobody = tracer.send(tracer.open(traced).form(f"{traced}/decisions"), standing="contact", reason="x")
    assert nobody.status_code == 400
    assert "Tick at least one person" in Page(nobody.text).text
    assert "Contact F1" not in tracer.open(traced).text.replace("Make contacts F1", "")


def test_a_trace_is_undone(tracer, traced):
    tracer.send(tracer.open(traced).form(f"{traced}/trace/undo"))
    assert "Not traced yet" in tracer.open(traced).text


def test_correcting_the_onset_says_that_the_trace_is_old(tracer, traced):
    tracer.send(tracer.open(traced).form(f"{traced}/dates"), **{"onset-day": "20"})
    assert "The case has changed since" in tracer.open(traced).text


def test_a_remembered_visit_is_found_by_name_without_marks(tracer, case, venue):
    page = tracer.open(f"{case}/visits/new?q=pho+hoa")
    (form,) = [form for form in page.forms if form.action == f"{case}/visits"]
    day = {"day-day": "22", "day-month": "11", "day-year": "2026", "entered": "11:00", "left": "12:30"}
    assert tracer.send(form, **day | {"left": "x"}).status_code == 400
    assert tracer.send(form, **day, venue=venue.id).status_code == 303
    assert "From the interview" in tracer.open(case).text


def test_a_visit_after_midnight_belongs_to_the_night_on_which_the_bar_opened(tracer, case, register):
    bar = register(name="Quán Đêm", kind="bar", opens="17:00", closes="04:00")
    page = tracer.open(f"{case}/visits/new?q=quan+dem")
    (form,) = [form for form in page.forms if form.action == f"{case}/visits"]
    when = {"day-day": "22", "day-month": "11", "day-year": "2026", "entered": "01:00", "left": "02:30"}
    assert tracer.send(form, **when, venue=bar.id).status_code == 303
    text = tracer.open(case).text
    assert "22/11/2026" in text
    assert "night of 21/11/2026" in text


@pytest.mark.abuse("AB-22")
def test_the_exports_open_in_a_spreadsheet_and_name_nobody(tracer, traced):
    answer = tracer.send(tracer.open(traced).form(f"{traced}/export.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "Phở Hòa Pasteur" in rows[1]
    assert "Nam" not in answer.text
    book = tracer.send(tracer.open(traced).form(f"{traced}/export.xlsx"))
    assert book.content[:2] == b"PK"


def test_a_closed_case_offers_nothing_to_change(tracer, traced):
    tracer.send(tracer.open(traced).form(f"{traced}/close"))
    page = tracer.open(traced)
    assert not page.has_form(f"{traced}/trace")
    assert not page.has_form(f"{traced}/decisions")
    assert "Nguyễn Thị Hương" in tracer.open("/official/cases?state=closed").text


def test_the_list_asks_the_database_the_same_number_of_questions_for_one_case_and_for_many(
    tracer, client, case
):
    engine = client.app_state["ghe"].database.engine

    def questions():
        with selects(engine) as asked:
            tracer.open("/official/cases")
        return len(asked)

    one = questions()
    for _ in range(5):
        tracer.send(tracer.open("/official/cases/new").form("/official/cases/new"), **ILL)
    assert questions() == one


def test_reading_a_case_is_written_down_once_and_a_case_that_is_not_there_is_not(tracer, client, case):
    def readings():
        with client.app_state["ghe"].database.reading() as session:
            asked = text("SELECT count(*) FROM audit WHERE action = 'case_read'")
            return session.execute(asked).scalar_one()

    tracer.open(case)
    assert readings() == 1
    assert tracer.get(f"/official/cases/{uuid4()}").status_code == 404
    assert readings() == 1

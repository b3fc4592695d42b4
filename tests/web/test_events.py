"""Events over HTTP: a tracer opens one and traces it, an approver lets the list be seen."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from app.domain.roles import Role
from app.store import audit
from tests.web.conftest import Page

WHEN = {"day-day": "23", "day-month": "11", "day-year": "2026", "entered": "10:00", "left": "11:30"}
WHY = {"reason": "bốn khách bị sốt", "disease": "covid-19"}


@pytest.fixture
def guests(phone, other_phone, venue, clock):
    """Two people at the venue from ten o'clock; one leaves after half an hour, an hour and a half goes by."""
    here = [one.press(one.open(f"/v/{venue.code}").form("/v/")) for one in (phone, other_phone)]
    phone.press(here[0].form("/visit/contact"), name="Lê Hoàng Nam", phone="0987 654 321")
    clock.pass_by(minutes=30)
    phone.press(here[0].form("/visit/leave"))
    clock.pass_by(minutes=60)
    return venue


@pytest.fixture
def tracer(signed_in, guests):
    """Signs in when the guests have left: a session does not outlast a wedding."""
    return signed_in(Role.TRACER)


@pytest.fixture
def approver(signed_in, guests):
    return signed_in(Role.APPROVER)


def form_of(tracer, text="pho+hoa"):
    page = tracer.open(f"/official/events/new?q={text}")
    [form] = [form for form in page.forms if form.action == "/official/events/new" and form.method == "post"]
    return form


@pytest.fixture
def event(tracer, guests):
    """The address of an event that was just opened."""
    answer = tracer.send(form_of(tracer), venue=guests.id, **WHEN, **WHY)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def traced(tracer, event):
    assert tracer.send(tracer.open(event).form(f"{event}/trace")).status_code == 303
    return event


def test_an_empty_list_says_what_to_do_next(tracer, approver):
    assert "When several people fall ill after a gathering" in tracer.open("/official/events").text
    page = approver.open("/official/events")
    assert "it waits here for approval" in page.text
    assert not any("/new" in link for link in page.links())


def test_what_was_typed_stays_and_every_problem_is_named(tracer, guests):
    answer = tracer.send(form_of(tracer), **WHEN | {"entered": "x", "day-month": "13"}, disease="covid-19")
    page = Page(answer.text)
    assert answer.status_code == 400
    assert {"#day", "#entered", "#reason"} <= set(page.links())
    [form] = [form for form in page.forms if form.method == "post" and form.action.endswith("/new")]
    assert form.value("left") == "11:30"
    late = tracer.send(form_of(tracer), venue=guests.id, **WHEN | {"left": "23:00"}, **WHY)
    assert "This time has not come yet" in Page(late.text).text


def test_a_damaged_form_opens_nothing(tracer, guests):
    answer = tracer.send(form_of(tracer), venue=guests.id, **WHEN, **WHY, id="x")
    assert answer.status_code == 422
    assert "No event here" in tracer.open("/official/events").text


def test_the_form_sent_twice_opens_one_event(tracer, guests):
    form = form_of(tracer)
    answers = [tracer.send(form, venue=guests.id, **WHEN, **WHY) for _ in range(2)]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(re.findall(r"E2026-[0-9A-Z]{5}", tracer.open("/official/events").text)) == 1


def test_no_venue_of_the_name_is_an_answer(tracer):
    assert "No venue with this name" in tracer.open("/official/events/new?q=xyz").text


def test_an_event_that_nobody_traced_says_so_to_each_in_their_words(tracer, approver, event):
    assert "Press Trace to list who was there" in tracer.open(event).text
    page = approver.open(event)
    assert "A tracer traces it" in page.text
    assert not page.has_form(f"{event}/trace")


@pytest.mark.abuse("AB-25")
def test_before_approval_there_are_counts_and_no_list(tracer, approver, traced):
    page = tracer.open(traced)
    assert "2 people were there" in page.text
    assert "Only the counts are shown" in page.text
    assert "min at it" not in page.text
    assert not page.has_form(f"{traced}/approve"), "who opens does not approve"
    assert tracer.post(f"{traced}/approve").status_code == 403

    asked = approver.open(traced)
    assert "bốn khách bị sốt" in asked.text
    assert "2 people were there" in asked.text
    assert approver.send(asked.form(f"{traced}/approve")).status_code == 303
    assert "min at it" not in approver.open(traced).text
    assert not approver.open(traced).has_form(f"{traced}/approve")

    page = tracer.open(traced)
    assert "30 min at it, 10:00 to 10:30" in page.text
    assert "end assumed" in page.text, "of the guest who did not check out"
    assert "Approved by Cán bộ approver" in page.text


@pytest.mark.abuse("AB-25")
def test_the_list_leads_to_nobody(tracer, approver, traced):
    approver.send(approver.open(traced).form(f"{traced}/approve"))
    source = tracer.get(traced).text
    page = Page(source)
    assert "Contact details are not opened from an event" in page.text
    for telling in ("Hoàng Nam", "987654321", "/contacts/", 'name="person"'):
        assert telling not in source
    own = traced.rsplit("/", 1)[1]
    assert set(re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", source)) == {own}


def test_a_trace_is_undone(tracer, traced):
    tracer.send(tracer.open(traced).form(f"{traced}/trace/undo"))
    assert "Not traced yet" in tracer.open(traced).text
    assert tracer.post(f"{traced}/trace/undo").status_code == 409


def test_nobody_there_says_whom_to_call(signed_in, venue, clock):
    clock.pass_by(minutes=90)
    tracer = signed_in(Role.TRACER)
    opened = tracer.send(form_of(tracer), venue=venue.id, **WHEN, **WHY).headers["location"]
    tracer.send(tracer.open(opened).form(f"{opened}/trace"))
    assert "Nobody was there" in tracer.open(opened).text


def test_reading_an_event_is_written_down(client, approver, traced):
    approver.open(traced)
    with client.app_state["ghe"].database.reading() as session:
        newest = audit.newest(session, before=None, limit=1)[0]
    assert newest.action == "event_read"
    assert approver.get(f"/official/events/{uuid4()}").status_code == 404


@pytest.mark.abuse("AB-25")
def test_another_ward_neither_lists_nor_opens_it(signed_in, traced):
    for role in (Role.TRACER, Role.APPROVER):
        far = signed_in(role, "26734")
        assert "No event here" in far.open("/official/events").text
        assert far.get(traced).status_code == 404
    assert signed_in(Role.APPROVER, "26734").post(f"{traced}/approve").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_has_its_words_in_both_languages(tracer, approver, traced, language):
    approver.send(approver.open(traced).form(f"{traced}/approve"))
    tracer.language = language
    for address in ("/official/events", "/official/events/new?q=pho", traced):
        assert tracer.open(address).heading
    told = {"vi": "Sự kiện", "en": "Events"}
    assert tracer.open("/official/events").heading == told[language]


def test_a_page_that_leads_here_fills_the_form_in(tracer, guests):
    page = tracer.get(f"/official/events/new?venue={guests.id}&disease=measles&day-day=22&entered=19:00")
    assert f'value="{guests.id}" checked' in page.text
    assert 'value="19:00"' in page.text
    assert re.search(r'value="measles" selected', page.text)
    assert " checked" not in tracer.get("/official/events/new?venue=nonsense").text


def test_everybody_who_was_there_is_told_once_the_event_is_approved(
    tracer, approver, traced, phone, other_phone, clock
):
    notices = f"{traced}/notices"
    assert "Notices to contacts" not in tracer.open(traced).text
    early = tracer.post(
        f"{notices}/preview", data={"advice": "nothing", "days": "", "place": "", "reason": "x"}
    )
    assert (early.status_code, "Another official has to approve" in early.text) == (409, True)
    assert approver.send(approver.open(traced).form(f"{traced}/approve")).status_code == 303
    assert "Notices to contacts" in tracer.open(traced).text
    form = tracer.open(f"{notices}/new").form(f"{notices}/preview")
    preview = tracer.press(form, advice="watch", reason="approved")
    assert "2 people will read this" in preview.text
    assert tracer.send(preview.form(notices)).status_code == 303
    clock.pass_by(minutes=10)
    for guest in (phone, other_phone):
        assert "Watch for symptoms until 07/12/2026" in guest.open("/notices").text
    assert "sent to 2, read within 24 h by 0" in tracer.open(traced).text

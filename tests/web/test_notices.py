"""Notices over HTTP: a tracer tells a contact, the contact reads, the tracer corrects and withdraws."""

from __future__ import annotations

import re

import pytest

from app.domain.roles import Role
from tests.web.conftest import Page
from tests.web.test_cases import case, check_in, crowd, decide, released, traced, tracer  # noqa: F401


@pytest.fixture
def told_of(tracer, traced, crowd, clock):  # noqa: F811
    """The page of notices of a case with one contact who has a browser."""
    assert decide(tracer, traced).status_code == 303
    return f"{traced}/notices"


def write(tracer, page, **typed):  # noqa: F811
    """From the form over the preview to the sending; returns the preview."""
    form = tracer.open(f"{page}/new").form(f"{page}/preview")
    preview = tracer.press(form, **{"advice": "stay_home", "reason": "F1"} | typed)
    assert tracer.send(preview.form(page)).status_code == 303
    return preview


def unread(phone):
    return phone.get("/api/v1/notices").json()["unread"]


def look(phone, path="/notices"):
    """Open the page and let it be drawn, as a browser without scripts does."""
    page = phone.open(path)
    [until] = re.findall(r"until=(\d+)", phone.get(path).text) or [None]
    if until:
        assert phone.get(f"/notices/shown?until={until}").status_code == 200
    return page


def test_a_notice_goes_from_the_tracer_to_the_phone(tracer, told_of, crowd, clock):  # noqa: F811
    contact = crowd[1]
    preview = write(tracer, told_of)
    assert "1 people will read this from 10:20" in preview.text
    assert "Stay at home until 07/12/2026 and call 1900 9095." in preview.text
    assert "Ở nhà" in preview.text or "Stay at home" in preview.text
    assert (unread(contact), unread(crowd[0])) == (0, 0), "nothing shows for ten minutes"
    clock.pass_by(minutes=10)
    assert (unread(contact), unread(crowd[0])) == (1, 0)
    page = contact.open("/notices")
    assert "You may have been near a source of infection" in page.text
    assert "It was on 23/11/2026, at a place where you checked in." in page.text
    assert "Stay at home until 07/12/2026 and call 1900 9095." in page.text
    assert "Notices: 1 new" in contact.open("/my").text
    assert "Phở Hòa Pasteur" not in page.text
    assert "COVID" not in page.text, "the policy does not name the disease"
    assert unread(contact) == 1, "the page was fetched, but nobody has seen it"
    look(contact)
    assert unread(contact) == 0
    assert "Notices: 1 new" not in contact.open("/my").text


def test_the_tracer_sees_how_many_have_read_it(tracer, told_of, crowd, clock, traced):  # noqa: F811
    write(tracer, told_of)
    assert "sent to 1, read within 24 h by 0, never fetched by 1" in tracer.open(traced).text
    clock.pass_by(minutes=10)
    unread(crowd[1])
    assert "read within 24 h by 0, never fetched by 0" in tracer.open(traced).text
    look(crowd[1])
    assert "read within 24 h by 1, never fetched by 0" in tracer.open(traced).text


def test_a_notice_is_taken_back_before_anybody_reads_it(tracer, told_of, crowd, clock):  # noqa: F811
    write(tracer, told_of)
    form = tracer.open(told_of).form(f"{told_of}/")
    assert form.action.endswith("/take-back")
    clock.pass_by(minutes=9)
    assert tracer.send(form).status_code == 303
    clock.pass_by(minutes=2)
    assert unread(crowd[1]) == 0
    assert "Nobody was told yet" in tracer.open(told_of).text
    assert tracer.send(form).status_code == 303, "a repeat changes nothing"


def test_a_correction_shows_what_it_said_before(tracer, told_of, crowd, clock):  # noqa: F811
    contact = crowd[1]
    write(tracer, told_of)
    clock.pass_by(minutes=10)
    look(contact)
    [correct] = [href for href in tracer.open(told_of).links() if "corrects=" in href]
    form = tracer.open(correct).form(f"{told_of}/preview")
    assert form.value("days") == "14"
    preview = tracer.press(form, days="10", reason="guidance changed")
    assert tracer.send(preview.form(told_of)).status_code == 303
    assert (unread(contact), "07/12/2026" in contact.open("/notices").text) == (0, True)
    clock.pass_by(minutes=10)
    assert unread(contact) == 1
    source = contact.get("/notices").text
    assert "Corrected" in Page(source).text
    assert "Before: Stay at home until 07/12/2026" in Page(source).text
    assert "<del>Stay at home until 07/12/2026 and call 1900\u00a09095.</del>" in source
    assert "Stay at home until 03/12/2026" in Page(source).text
    assert "guidance changed" not in source
    assert source.count("<article") == 1
    look(contact)
    assert unread(contact) == 0


def test_a_correction_that_changes_nothing_is_refused(tracer, told_of, clock):  # noqa: F811
    write(tracer, told_of)
    clock.pass_by(minutes=10)
    [correct] = [href for href in tracer.open(told_of).links() if "corrects=" in href]
    answer = tracer.send(tracer.open(correct).form(f"{told_of}/preview"), reason="again")
    assert (answer.status_code, "Nobody would read anything new" in answer.text) == (409, True)


def test_whoever_is_excluded_afterwards_is_told(tracer, told_of, crowd, clock, traced):  # noqa: F811
    contact = crowd[1]
    write(tracer, told_of)
    clock.pass_by(minutes=10)
    look(contact)
    assert decide(tracer, traced, "excluded", reason="it was a brother").status_code == 303
    page = tracer.open(told_of)
    assert "1 people are contacts no longer" in page.text
    form = page.form(f"{told_of}/")
    wrong = tracer.send(form, who="strayed")
    assert (wrong.status_code, "Fill in this field" in wrong.text) == (400, True)
    assert tracer.send(form, who="strayed", reason="excluded").status_code == 303
    assert tracer.send(form, who="strayed", reason="excluded").status_code == 303, "a repeat changes nothing"
    assert unread(contact) == 1, "at once: nobody stays at home in vain"
    text = contact.open("/notices").text
    assert "Withdrawn" in text
    assert "This notice no longer counts You need to do nothing because of it." in text
    assert "Before: It was on 23/11/2026" in text
    look(contact)
    assert unread(contact) == 0
    assert "contacts no longer" not in tracer.open(told_of).text


def test_the_form_sent_twice_tells_once(tracer, told_of, crowd, clock):  # noqa: F811
    preview = write(tracer, told_of)
    assert tracer.send(preview.form(told_of)).status_code == 303
    clock.pass_by(minutes=10)
    assert crowd[1].get("/notices").text.count("<article") == 1
    answer = tracer.send(tracer.open(f"{told_of}/new").form(f"{told_of}/preview"), advice="watch", reason="x")
    assert answer.status_code == 409, "nobody is left to tell"


def test_what_is_wrong_is_said_and_what_was_typed_stays(tracer, told_of):  # noqa: F811
    form = tracer.open(f"{told_of}/new").form(f"{told_of}/preview")
    typed = {"advice": "test", "place": "xem bit.ly/abc", "days": "61", "reason": " "}
    answer = tracer.send(form, **typed)
    assert answer.status_code == 400
    for problem in ("Leave out links", "Use a whole number from 1 to 28", "Give a reason"):
        assert problem in answer.text
    shown = Page(answer.text).form(f"{told_of}/preview")
    assert (shown.value("place"), shown.value("days")) == ("xem bit.ly/abc", "61")


def test_only_tracers_of_the_jurisdiction_send(signed_in, told_of):
    for role, jurisdiction, status in (
        (Role.TRACER, None, 200),
        (Role.TRACER, "26734", 404),
        (Role.EPIDEMIOLOGIST, None, 403),
        (Role.APPROVER, None, 403),
        (Role.AUDITOR, None, 403),
        (Role.ADMINISTRATOR, None, 403),
    ):
        official = signed_in(role, jurisdiction)
        assert official.get(told_of).status_code == status, role
        form = {"advice": "watch", "days": "3", "reason": "x"}
        assert official.post(f"{told_of}/preview", data=form).status_code == status, role
        sent = official.post(told_of, data=form).status_code
        assert sent == (303 if status == 200 else status), role


def test_every_step_is_on_record_by_ids_only(tracer, told_of, signed_in, clock):  # noqa: F811
    write(tracer, told_of, reason="Nguyễn Văn Bí Mật")
    assert tracer.send(tracer.open(told_of).form(f"{told_of}/")).status_code == 303
    text = signed_in(Role.AUDITOR).open("/official/audit").text
    assert "Notices sent to contacts" in text
    assert "Notices taken back before they showed" in text
    assert "Bí Mật" not in text


def test_a_browser_without_a_cookie_has_no_notice(bare_phone):
    assert unread(bare_phone) == 0
    assert "No notice for this browser" in bare_phone.open("/notices").text
    assert bare_phone.post("/notices/shown", data={"until": "1"}).status_code == 204


def test_the_receipt_never_speaks_of_notices(tracer, told_of, crowd, clock, venue):  # noqa: F811
    write(tracer, told_of)
    clock.pass_by(minutes=10)
    receipt = crowd[1].open(f"/v/{venue.code}")
    assert unread(crowd[1]) == 1
    assert not [href for href in receipt.links() if "notices" in href]
    assert "source of infection" not in receipt.text

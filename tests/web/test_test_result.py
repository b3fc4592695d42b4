"""The page on which a tracer notes how the test of a contact came out."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from app.domain.roles import Role
from tests.web.conftest import Page

SAMPLED = {"sampled-day": "23", "sampled-month": "11", "sampled-year": "2026"}
ILL = {
    "name": "Nguyễn Thị Hương",
    "disease": "covid-19",
    "classification": "confirmed",
    "onset-day": "22",
    "onset-month": "11",
    "onset-year": "2026",
}
TODAY = {"day-day": "23", "day-month": "11", "day-year": "2026"}


@pytest.fixture
def tracer(signed_in):
    return signed_in(Role.TRACER)


@pytest.fixture
def traced(tracer, venue, phone, clock):
    """The address of a case that was at the venue together with one phone."""
    phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    clock.pass_by(minutes=10)
    form = tracer.open("/official/cases/new").form("/official/cases/new")
    case = tracer.send(form, **ILL).headers["location"]
    page = tracer.open(f"{case}/visits/new?q=pho+hoa")
    [form] = [form for form in page.forms if form.action == f"{case}/visits"]
    assert tracer.send(form, venue=venue.id, **TODAY, entered="10:00", left="10:10").status_code == 303
    assert tracer.send(tracer.open(case).form(f"{case}/trace")).status_code == 303
    return case


@pytest.fixture
def result(tracer, traced):
    """The address of the page of the only contact."""
    [person] = re.findall(r'name="person" value="([0-9a-f-]{36})"', tracer.get(traced).text)
    form = tracer.open(traced).form(f"{traced}/decisions")
    decided = tracer.send(form, person=person, standing="contact", reason="cùng bàn")
    assert decided.status_code == 303
    [contact] = re.findall(rf"{traced}/contacts/([0-9a-f-]{{36}})/result", tracer.get(traced).text)
    return f"{traced}/contacts/{contact}/result"


def test_a_result_is_recorded_shown_again_and_corrected(tracer, traced, result):
    page = tracer.open(result)
    assert "A result is recorded" not in page.text
    assert "cùng bàn" in page.text
    answer = tracer.send(page.form(result), result="negative", **SAMPLED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{traced}#people")
    again = tracer.open(result)
    assert "A result is recorded" in again.text
    form = again.form(result)
    assert (form.value("result"), form.value("sampled-day"), form.value("sampled-year")) == (
        "negative",
        "23",
        "2026",
    )
    assert tracer.send(form, result="not_tested").status_code == 303
    assert tracer.open(result).form(result).value("sampled-day") == ""


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "#result", "Choose how the test came out"),
        ({"result": "positive"}, "#sampled", "Give the day of the sample"),
        ({"result": "positive", **SAMPLED, "sampled-month": "13"}, "#sampled", "This is not a date"),
        ({"result": "positive", **SAMPLED, "sampled-day": "22"}, "#sampled", "older than the first exposure"),
        ({"result": "maybe", **SAMPLED}, "#result", "Choose how the test came out"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(tracer, result, typed, field, words):
    answer = tracer.send(tracer.open(result).form(result), **typed)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert field in page.links()
    assert words in page.text
    assert "A result is recorded" not in tracer.open(result).text


def test_somebody_who_is_no_contact_has_no_such_page(tracer, traced):
    assert tracer.get(f"{traced}/contacts/{uuid4()}/result").status_code == 404


def test_without_a_trace_it_says_what_to_do(tracer, traced, result):
    tracer.send(tracer.open(traced).form(f"{traced}/trace/undo"))
    answer = tracer.get(result)
    assert answer.status_code == 409
    assert "Trace the case again first" in Page(answer.text).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_has_its_words_in_both_languages(tracer, result, language):
    tracer.language = language
    assert tracer.open(result).heading == {"vi": "Kết quả xét nghiệm", "en": "Test result"}[language]

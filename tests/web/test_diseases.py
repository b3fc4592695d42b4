"""Disease profiles over HTTP: read by everybody, added by one, reviewed by another, chosen by a third."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from app import main
from app.domain.disease_files import read_disease, written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.store import officials, sessions
from app.store.db import open_database
from app.usecases import activate_disease
from app.vault.tokens import digest, new_session_token, written
from app.web import cookies
from tests.web.conftest import Page, Phone

LIST = "/official/diseases"
SLOW = f"{LIST}/slow-fever"


def document(**changed) -> str:
    base = written_disease(DISEASES["influenza"]) | {
        "slug": "slow-fever",
        "name": {"vi": "Sốt chậm", "en": "Slow fever"},
        "incubation_window": [0, 30],
    }
    return json.dumps(base | changed, ensure_ascii=False)


@pytest.fixture
def sign_in(client, database_url, clock):
    """A browser of an official of a role, each a person of their own."""

    def sign_in(role, name="Trần Văn Đức"):
        official = Official(OfficialId(uuid4()), f"o{uuid4().hex[:8]}", name, role, None)
        token = new_session_token()
        database = open_database(database_url)
        with database.writing() as session:
            officials.add(session, official, now=clock.now)
            sessions.add(session, digest(token), SignedIn(official.id, None, clock.now, clock.now))
        database.close()
        browser = Phone(client)
        browser.cookies.set(cookies.OFFICIAL, written(token))
        return browser

    return sign_in


@pytest.fixture
def added(sign_in):
    """Somebody has added a profile."""
    browser = sign_in(Role.EPIDEMIOLOGIST, "Nguyễn Thu Hương")
    answer = browser.send(browser.open(LIST).form(LIST), document=document())
    assert (answer.status_code, answer.headers["location"]) == (303, SLOW), answer.text
    return browser


def reviewed(browser):
    page = browser.open(SLOW)
    return browser.send(page.form(f"{SLOW}/versions/1/review"))


# ---- reading ----


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_profiles_and_few_may_change_them(sign_in, role):
    browser = sign_in(role)
    page = browser.open(LIST)
    assert {f"{LIST}/{slug}" for slug in DISEASES} <= set(page.links())
    assert page.has_form(LIST) == (role in {Role.EPIDEMIOLOGIST, Role.ADMINISTRATOR})
    one = browser.open(f"{LIST}/mpox")
    assert one.has_form(f"{LIST}/mpox/activate") == (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("slug", DISEASES)
def test_every_value_of_a_profile_stands_with_its_unit_and_source(sign_in, slug, lang):
    disease = DISEASES[slug]
    page = sign_in(Role.TRACER).open(f"{LIST}/{slug}?lang={lang}")
    assert page.heading == disease.name[lang]
    for source in disease.sources.values():
        assert " ".join(source.split()) in page.text
    quoted = [given for tag, given in page.elements if tag == "span" and given.get("lang") == "en"]
    assert len(quoted) == len(disease.sources)


def test_numbers_are_written_as_the_language_writes_them(sign_in):
    browser = sign_in(Role.TRACER)
    english, vietnamese = (browser.open(f"{LIST}/covid-19?lang={lang}").text for lang in ("en", "vi"))
    assert "mean 5.8, median 5.1, 95 % from 1.9 to 13.6" in english
    assert "shifted back by 12.27" in english
    assert "holds 96 % of what is passed on" in english
    assert "\u22127 to 3 days from the sample" in english
    assert "12,27" in vietnamese
    assert "12.27" not in vietnamese.replace("12.272481", "")


def test_a_profile_is_downloaded_as_a_document_that_can_be_read_again(sign_in):
    answer = sign_in(Role.TRACER).get(f"{LIST}/measles/document")
    assert answer.headers["content-type"].startswith("application/json")
    assert 'filename="measles.json"' in answer.headers["content-disposition"]
    assert read_disease(answer.content) == DISEASES["measles"]


@pytest.mark.parametrize("path", [f"{LIST}/plague", f"{LIST}/plague/document", f"{LIST}/covid-19?version=2"])
def test_a_profile_that_is_not_there_is_told(sign_in, path):
    answer = sign_in(Role.TRACER).get(path)
    assert answer.status_code == 404
    assert "There is no such disease profile" in Page(answer.text).text


# ---- adding and reviewing ----


def test_everything_wrong_with_a_document_is_named_and_the_document_stays(sign_in):
    browser = sign_in(Role.ADMINISTRATOR)
    wrong = document(dispersion=0, sources={})
    answer = browser.send(browser.open(LIST).form(LIST), document=wrong)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert "dispersion: Use a number above zero" in page.text
    assert "sources.incubation: Say where this value is from: author and year" in page.text
    assert '"slow-fever"' in page.text
    assert SLOW not in browser.open(LIST).links()


@pytest.mark.parametrize("typed", ["", "no json", "[1]"])
def test_what_is_no_document_is_told(sign_in, typed):
    browser = sign_in(Role.ADMINISTRATOR)
    answer = browser.send(browser.open(LIST).form(LIST), document=typed)
    assert answer.status_code == 400
    assert "This is not a document in JSON" in Page(answer.text).text


def test_what_ships_is_not_replaced(sign_in):
    browser = sign_in(Role.ADMINISTRATOR)
    answer = browser.send(browser.open(LIST).form(LIST), document=document(slug="measles"))
    assert answer.status_code == 400
    assert "A profile of this name ships" in Page(answer.text).text


def test_a_file_goes_before_the_text(sign_in):
    browser = sign_in(Role.EPIDEMIOLOGIST)
    file = {"file": ("p.json", document().encode(), "application/json")}
    answer = browser.post(LIST, data={"document": "not this"}, files=file)
    assert (answer.status_code, answer.headers["location"]) == (303, SLOW)


def test_nobody_reviews_what_they_added_and_a_colleague_does(added, sign_in):
    own = added.open(SLOW)
    assert not own.has_form(f"{SLOW}/versions/1/review")
    assert "waits for review" in own.text
    refused = added.post(f"{SLOW}/versions/1/review")
    assert refused.status_code == 403
    assert "You have added this profile yourself" in Page(refused.text).text
    colleague = sign_in(Role.EPIDEMIOLOGIST, "Lê Hoàng Nam")
    assert reviewed(colleague).status_code == 303
    page = colleague.open(SLOW)
    assert "Added by Nguyễn Thu Hương, 23/11/2026" in page.text
    assert "Reviewed by Lê Hoàng Nam, 23/11/2026" in page.text


def test_an_unreviewed_profile_cannot_be_activated(added, sign_in):
    administrator = sign_in(Role.ADMINISTRATOR)
    assert not administrator.open(SLOW).has_form(f"{SLOW}/activate")
    answer = administrator.post(f"{SLOW}/activate")
    assert answer.status_code == 409
    assert "has not been reviewed yet" in Page(answer.text).text


@pytest.mark.abuse("AB-23")
def test_nothing_in_a_document_runs_as_a_script(sign_in):
    browser = sign_in(Role.ADMINISTRATOR)
    sources = written_disease(DISEASES["influenza"])["sources"]
    evil = document(sources=sources | {"tail": "<script>alert(1)</script> {{7*7}} 2020"})
    assert browser.send(browser.open(LIST).form(LIST), document=evil).status_code == 303
    text = browser.get(SLOW).text
    assert "<script>alert" not in text
    assert "{{7*7}}" in text
    name = browser.send(browser.open(LIST).form(LIST), document=document(name={"vi": "<b>", "en": "x"}))
    assert name.status_code == 400


# ---- what is active ----


def choices(browser):
    page = browser.open("/official/cases/new")
    return {given["value"] for tag, given in page.elements if tag == "option"}


def test_activating_lets_cases_be_reported_and_keeps_visits_longer_at_once(added, sign_in, client):
    administrator, tracer = sign_in(Role.ADMINISTRATOR), sign_in(Role.TRACER)
    reviewed(administrator)
    assert "slow-fever" not in choices(tracer)
    page = administrator.open(SLOW)
    assert "keeps visits for 37 days instead of 21" in page.text
    assert administrator.send(page.form(f"{SLOW}/activate")).status_code == 303
    assert "slow-fever" in choices(tracer)
    assert "Visits are kept for 37 days." in administrator.open(LIST).text
    # What destroys days every hour must not go on with the shorter time until the next restart.
    assert client.app_state["ghe"].policy.retention_days == 37
    page = administrator.open(SLOW)
    assert administrator.send(page.form(f"{SLOW}/deactivate")).status_code == 303
    assert "slow-fever" not in choices(tracer)


def test_what_a_command_has_decided_is_followed_within_the_hour(client):
    ghe = client.app_state["ghe"]
    with ghe.database.writing() as session:
        activate_disease.activate(session, "mpox", by=None, now=ghe.clock())
    assert ghe.policy.retention_days == 21
    main._keep_up(ghe)
    assert ghe.policy.retention_days == 30


def test_a_case_keeps_its_disease_when_that_is_not_active_any_more(sign_in):
    administrator, tracer = sign_in(Role.ADMINISTRATOR), sign_in(Role.TRACER)
    ill = {
        "name": "Nguyễn Thị Hương",
        "disease": "measles",
        "classification": "confirmed",
        "onset-day": "22",
        "onset-month": "11",
        "onset-year": "2026",
    }
    form = tracer.open("/official/cases/new").form("/official/cases/new")
    case = tracer.send(form, **ill).headers["location"]
    page = administrator.open(f"{LIST}/measles")
    administrator.send(page.form(f"{LIST}/measles/deactivate"))
    assert "Measles" in tracer.open(case).text
    assert "Measles" in tracer.open("/official/cases").text
    assert "Sởi" in tracer.open("/official/cases?lang=vi").text
    again = tracer.send(tracer.open("/official/cases/new").form("/official/cases/new"), **ill)
    assert again.status_code == 400


def test_the_only_active_disease_stays(sign_in):
    administrator = sign_in(Role.ADMINISTRATOR)
    for slug in ("influenza", "measles"):
        administrator.post(f"{LIST}/{slug}/deactivate")
    answer = administrator.post(f"{LIST}/covid-19/deactivate")
    assert answer.status_code == 409
    assert "This is the only active disease" in Page(answer.text).text

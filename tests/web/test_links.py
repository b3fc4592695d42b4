"""Backward from a case, and what many cases have in common, over HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from app.domain.contacts import Standing
from app.domain.ids import CaseId, VenueId
from app.domain.officials import Official
from app.domain.roles import Role
from app.store import audit, cases
from app.usecases.decide_contact import decide_contact
from app.usecases.name_infector import name_infector
from app.usecases.trace_case import trace_case
from tests.outbreaks import Town, person_of
from tests.web.conftest import Page
from tests.web.statements import selects

HOST, GUEST, CHILD, WELL = 0, 1, 2, range(10, 20)
PAGES = ("/official/sources", "/official/people", "/official/chains")


@pytest.fixture
def town(client, clock):
    ghe = client.app_state["ghe"]
    return Town(ghe.database, ghe.keys, ghe.policy, clock.now)


@dataclass
class Dinner:
    """The host infected a guest and a child; of ten well people four were at the dinner too."""

    town: Town
    official: Official
    hall: VenueId
    cases: dict[int, CaseId]
    references: dict[int, str]

    def address(self, number: int, part: str = "/origin") -> str:
        return f"/official/cases/{self.cases[number]}{part}"

    def do(self, usecase, *args, **named):
        given = {"keys": self.town.keys, "policy": self.town.policy, "now": self.town.now}
        takes = {k: v for k, v in given.items() if k in usecase.__code__.co_varnames}
        with self.town.database.writing() as session:
            return usecase(session, self.official, *args, **takes | named)


@pytest.fixture
def dinner(town):
    hall, market = town.venue("Tiệc cưới Hoa Sen"), town.venue("Chợ Bà Chiểu")
    town.walk(
        ([HOST, GUEST, CHILD, *WELL[:4]], hall, 9, 19, 22),
        ([HOST, GUEST, CHILD], market, 6, 8, 9),
        *((list(WELL), market, ago, 8, 9) for ago in (5, 7, 8, 10)),
        (GUEST, market, 2, 8, 9),
        (HOST, hall, 12, 12, 13),
    )
    official = town.official()
    made = {
        HOST: town.case(official, HOST, 9),
        GUEST: town.case(official, GUEST, 4),
        CHILD: town.case(official, CHILD, 4, birth_year=2016),
    }
    with town.database.reading() as session:
        references = {number: cases.get(session, case).reference for number, case in made.items()}
    return Dinner(town, official, hall, made, references)


@pytest.fixture
def tracer(signed_in, dinner):
    return signed_in(Role.TRACER)


@pytest.fixture
def epidemiologist(signed_in, dinner):
    return signed_in(Role.EPIDEMIOLOGIST)


def looking(page: Page):
    """The form that looks for source venues, beside the choice of a disease."""
    [form] = [form for form in page.forms if form.action == "/official/sources" and form.method == "post"]
    return form


def written(client) -> list[str]:
    with client.app_state["ghe"].database.reading() as session:
        return [entry.action for entry in audit.newest(session, before=None, limit=50)]


# ---- where a case is from ----


def test_the_case_leads_backward_and_names_its_days(tracer, dinner):
    page = tracer.open(dinner.address(GUEST, ""))
    assert "May have been infected 05/11/2026 \u2013 18/11/2026" in page.text
    assert dinner.address(GUEST) in page.links()


def test_visits_lead_to_an_event_with_the_fields_of_its_form(tracer, dinner):
    page = tracer.open(dinner.address(GUEST))
    [address, *_] = [link for link in page.links() if link.startswith("/official/events/new?")]
    fields = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
    assert fields == {
        "q": "Tiệc cưới Hoa Sen",
        "venue": str(dinner.hall),
        "disease": "covid-19",
        "day-day": "14",
        "day-month": "11",
        "day-year": "2026",
        "entered": "19:00",
        "left": "22:00",
    }
    form = tracer.open(address)
    assert any(given.get("value") == str(dinner.hall) for tag, given in form.elements if tag == "input")
    names = {given.get("name") for tag, given in form.elements if tag in {"input", "select"}}
    assert set(fields) <= names


def test_a_day_that_is_not_kept_any_more_leads_to_no_event(signed_in, dinner, clock):
    clock.pass_by(days=13)
    page = signed_in(Role.TRACER).open(dinner.address(GUEST))
    assert "Tiệc cưới Hoa Sen 14/11/2026" in page.text
    days = [parse_qs(urlsplit(link).query)["day-day"] for link in page.links() if "/events/new" in link]
    assert days == [["17"]], "the market, three days later"


def test_candidates_stand_with_weight_words_and_where_they_met(tracer, dinner):
    page = tracer.open(dinner.address(GUEST))
    assert f"{dinner.references[HOST]} fell ill 5 days before" in page.text
    assert "180 min together, Tiệc cưới Hoa Sen, 14/11/2026, 19:00 to 22:00" in page.text
    assert re.search(r"(3 Likely|4 Most likely) \d\d %", page.text)
    before = tracer.open(dinner.address(HOST)).text
    assert "Met, but cannot have infected (2)" in before
    assert "They met only when this case could not infect" in before


def test_an_infector_is_named_with_a_reason_and_taken_back(tracer, dinner, client):
    address = dinner.address(GUEST)
    form = tracer.open(address).form(address)
    refused = tracer.send(form)
    assert refused.status_code == 400
    assert {"#infector"} <= set(Page(refused.text).links())
    refused = tracer.send(form, infector=str(dinner.cases[HOST]))
    assert refused.status_code == 400
    assert {"#reason"} <= set(Page(refused.text).links())
    done = tracer.send(form, infector=str(dinner.cases[HOST]), reason="ngồi cùng bàn")
    assert done.status_code == 303
    page = tracer.open(address)
    assert f"Cán bộ tracer named {dinner.references[HOST]} on 23/11/2026." in page.text
    assert "ngồi cùng bàn" in page.text
    assert tracer.send(page.form(f"{address}/undo")).status_code == 303
    assert "named" not in tracer.open(address).text.replace("Name the infector", "")
    assert tracer.post(f"{address}/undo").status_code == 409
    assert {"infector_named", "infector_undone"} <= set(written(client))


def test_another_case_is_named_by_its_reference_and_none_by_a_choice(tracer, dinner):
    address = dinner.address(HOST)
    form = tracer.open(address).form(address)
    wrong = tracer.send(form, reference="2026-00000", reason="x")
    assert "There is no case with this reference" in Page(wrong.text).text
    assert Page(wrong.text).form(address).value("reference") == "2026-00000"
    own = tracer.send(form, reference=dinner.references[HOST], reason="x")
    assert "Nobody infects themselves" in Page(own.text).text
    assert tracer.send(form, reference=dinner.references[CHILD], reason="cùng nhà").status_code == 303
    assert f"named {dinner.references[CHILD]}" in tracer.open(address).text
    tracer.send(form, infector="none", reason="về từ nơi khác")
    tracer.send(tracer.open(address).form(f"{address}/undo"))


def test_reading_where_a_case_is_from_is_reading_the_case(tracer, dinner, client):
    tracer.open(dinner.address(GUEST))
    assert written(client)[0] == "case_read"


# ---- source venues ----


def test_source_venues_are_looked_for_on_request_and_kept(tracer, epidemiologist, dinner, client):
    page = tracer.open("/official/sources")
    assert "3 independent cases of the last 21 days have shared their check-ins" in page.text
    assert "Not looked for yet" in page.text
    done = tracer.send(looking(page))
    assert done.status_code == 303
    page = tracer.open(done.headers["location"])
    assert re.search(r"Tiệc cưới Hoa Sen 260C Pasteur, Phường Xuân Hòa 3 cases, [\d.]+ expected", page.text)
    assert "+842838297943" in page.text
    assert "beside 10 other people" in page.text
    assert "No ward is known here" in page.text
    assert "sources_sought" in written(client)
    [address, *_] = [link for link in page.links() if link.startswith("/official/events/new?")]
    assert "disease=covid-19" in address
    seen = epidemiologist.open("/official/sources")
    assert "3 cases" in seen.text
    assert not [link for link in seen.links() if "/events/" in link], "no event for who may not open one"
    assert epidemiologist.send(looking(seen)).status_code == 303


def test_too_few_cases_are_said_and_refused(signed_in, dinner, town):
    near = signed_in(Role.TRACER, "26734")
    page = near.open("/official/sources")
    assert "0 independent cases of the last 21 days" in page.text
    assert {form.method for form in page.forms if form.action == "/official/sources"} == {"get"}
    refused = near.post("/official/sources", data={"disease": "covid-19"})
    assert refused.status_code == 409
    assert "Too few cases to name a venue" in Page(refused.text).text


def test_a_strange_disease_or_number_of_days_is_the_usual_one(tracer, dinner):
    assert tracer.open("/official/sources?disease=plague").heading == "Source venues"
    done = tracer.post("/official/sources", data={"disease": "plague", "days": "x"})
    assert done.headers["location"] == "/official/sources?disease=covid-19#found"


# ---- people on several lists ----


@pytest.fixture
def traced(dinner):
    for number in (HOST, GUEST):
        dinner.do(trace_case, dinner.cases[number])
    return dinner


def test_a_person_on_two_lists_leads_to_their_line_in_each(tracer, traced):
    traced.town.walk((60, traced.hall, 2, 8, 9), (GUEST, traced.hall, 2, 8, 9))
    page = tracer.open("/official/people")
    assert "Co-present people on most lists first" in page.text
    forms = [form for form in page.forms if form.action == "/official/people/line"]
    assert forms
    answer = tracer.send(forms[0])
    assert answer.status_code == 303
    address, _, anchor = answer.headers["location"].partition("#")
    assert f'id="{anchor}"' in tracer.get(address).text
    person = forms[0].value("person")
    assert person not in answer.headers["location"]
    assert not any(person in link for link in page.links())


def test_a_decision_and_a_case_of_their_own_are_shown(tracer, traced):
    traced.do(
        decide_contact,
        traced.cases[HOST],
        person_of(CHILD),
        standing=Standing.CONTACT,
        reason="cùng bàn",
    )
    text_ = tracer.open("/official/people").text
    assert "Contact F1" in text_
    assert f"{traced.references[CHILD]}" in text_


def test_gatherings_of_several_cases_lead_to_an_event(tracer, traced):
    page = tracer.open("/official/people")
    assert "Gatherings of several cases" in page.text
    assert re.search(r"Tiệc cưới Hoa Sen 14/11/2026 19:00 22:00 3 ", page.text)
    assert any("entered=19%3A00" in link for link in page.links())


def test_a_line_that_is_not_there_is_refused(tracer, traced, signed_in):
    data = {"case": str(traced.cases[HOST]), "person": str(person_of(99))}
    assert tracer.post("/official/people/line", data=data).status_code == 404
    assert tracer.post("/official/people/line", data={"case": "x", "person": "y"}).status_code == 422
    far = signed_in(Role.TRACER, "26734")
    data["person"] = str(person_of(CHILD))
    assert far.post("/official/people/line", data=data).status_code == 404
    assert tracer.post("/official/people/line", data=data).status_code == 303, "the control"


# ---- chains ----


def test_chains_stand_as_a_table_and_as_trees(tracer, dinner):
    dinner.do(name_infector, dinner.cases[GUEST], dinner.cases[HOST], reason="cùng bàn")
    dinner.do(name_infector, dinner.cases[CHILD], dinner.cases[GUEST], reason="con của khách")
    source = tracer.get("/official/chains").text
    page = Page(source)
    ref = dinner.references
    assert f"{ref[GUEST]} from {ref[HOST]} named by an official" in page.text
    assert f"{ref[CHILD]} from {ref[GUEST]} named by an official" in page.text
    tree = source.split('<ul class="tree">')[1].split("</section>")[0]
    assert ref[CHILD] not in tree, "nobody under sixteen stands in a picture"
    assert "somebody under 16" in tree
    assert tree.count("<ul>") == 2


def test_an_epidemiologist_reads_chains_by_reference_and_opens_no_file(epidemiologist, dinner):
    dinner.do(name_infector, dinner.cases[GUEST], dinner.cases[HOST], reason="cùng bàn")
    page = epidemiologist.open("/official/chains")
    assert dinner.references[GUEST] in page.text
    assert not [link for link in page.links() if link.startswith("/official/cases")]
    assert "Người bệnh" not in page.text
    for refused in ("/official/people", dinner.address(GUEST), dinner.address(GUEST, "/second-contacts")):
        assert epidemiologist.get(refused).status_code == 403
    assert "/official/people?disease=covid-19" not in page.links()


def test_a_circle_and_a_case_of_another_area_are_said(tracer, signed_in, dinner, town):
    dinner.do(name_infector, dinner.cases[GUEST], dinner.cases[HOST], reason="a")
    dinner.do(name_infector, dinner.cases[HOST], dinner.cases[GUEST], reason="b")
    assert "A circle: one link is wrong" in tracer.open("/official/chains").text
    other = town.official(jurisdiction="26734")
    mine = town.case(other, 70, 3, shares=False)
    dinner.do(name_infector, mine, dinner.cases[HOST], reason="cùng nhà")
    page = signed_in(Role.TRACER, "26734").open("/official/chains")
    assert "A case of another area" in page.text
    assert dinner.references[HOST] not in page.text


# ---- second contacts ----


def test_second_contacts_are_counted_and_not_listed(tracer, dinner, client):
    address = dinner.address(HOST, "/second-contacts")
    assert tracer.post(address).status_code == 409
    dinner.do(trace_case, dinner.cases[HOST])
    assert not tracer.open(dinner.address(HOST, "")).has_form(address)
    dinner.do(
        decide_contact, dinner.cases[HOST], person_of(WELL[0]), standing=Standing.CONTACT, reason="cùng bàn"
    )
    page = tracer.press(tracer.open(dinner.address(HOST, "")).form(address))
    assert "9 people They met 1 contacts F1." in page.text
    assert re.search(r"Chợ Bà Chiểu 1\d/11/2026 9 ", page.text)
    assert written(client)[0] == "second_contacts_counted"
    assert tracer.open(address).has_form(address)


# ---- all of them ----


def test_each_page_says_what_to_do_when_there_is_nothing(signed_in, client):
    tracer = signed_in(Role.TRACER)
    for path, told in zip(
        PAGES, ("Too few cases to name a venue", "Nobody is on two lists", "No chain yet"), strict=True
    ):
        assert told in tracer.open(path).text
    assert "No gathering of two cases" in tracer.open("/official/people").text
    assert written(client)[:4] == ["links_viewed"] * 4


def test_a_case_without_visits_says_what_to_do(signed_in, town):
    bare = town.case(town.official(), 80, 4, shares=False)
    text_ = signed_in(Role.TRACER).open(f"/official/cases/{bare}/origin").text
    assert "No visits in these days" in text_
    assert "No case that fits" in text_
    assert "Somebody unknown: 100 %." in text_


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_has_its_words_in_both_languages(tracer, traced, language):
    tracer.language = language
    tracer.post("/official/sources", data={"disease": "covid-19"})
    told = {
        "vi": ("Địa điểm nghi là nguồn lây", "Người có trong nhiều danh sách", "Chuỗi lây"),
        "en": ("Source venues", "People on several lists", "Chains"),
    }[language]
    for path, heading in zip(PAGES, told, strict=True):
        assert tracer.open(path).heading == heading
    assert {"vi": "Nguồn lây", "en": "Where from"}[language] in tracer.open(traced.address(GUEST)).text
    counted = tracer.open(traced.address(HOST, "/second-contacts"))
    assert counted.heading == {"vi": "Người tiếp xúc với F1 (F2)", "en": "Second contacts"}[language]


@pytest.mark.abuse("AB-25")
def test_another_area_sees_nothing_and_opens_nothing(signed_in, traced):
    for role in (Role.TRACER, Role.EPIDEMIOLOGIST):
        far = signed_in(role, "26734")
        for path in PAGES if role is Role.TRACER else (PAGES[0], PAGES[2]):
            shown = far.open(path).text
            assert not any(reference in shown for reference in traced.references.values()), path
    far = signed_in(Role.TRACER, "26734")
    for number in traced.cases:
        for part in ("/origin", "/second-contacts"):
            assert far.get(traced.address(number, part)).status_code == 404
        assert far.post(traced.address(number), data={"infector": "none", "reason": "x"}).status_code == 404
        assert far.post(traced.address(number, "/origin/undo")).status_code == 404
        assert far.post(traced.address(number, "/second-contacts")).status_code == 404


def test_the_pages_ask_the_database_as_often_for_few_cases_as_for_many(tracer, traced, client):
    engine = client.app_state["ghe"].database.engine

    def questions(path):
        with selects(engine) as asked:
            tracer.open(path)
        return len(asked)

    asked = [*PAGES, traced.address(GUEST)]
    tracer.post("/official/sources", data={"disease": "covid-19"})
    before = {path: questions(path) for path in asked}
    for number in range(90, 96):
        traced.town.walk((number, traced.hall, 9, 19, 21))
        traced.do(trace_case, traced.town.case(traced.official, number, 8))
    assert {path: questions(path) for path in asked} == before


def test_looking_for_sources_does_not_hold_the_writer(tracer, dinner, client, monkeypatch):
    """Somebody else writes while the ranking is computed: on SQLite there is one writer at a time."""
    from app.usecases import find_sources

    ghe = client.app_state["ghe"]
    compute = find_sources.source_venues

    def and_write(*args, **named):
        with ghe.database.writing() as session:
            session.execute(text("UPDATE cases SET lab_reference = 'meanwhile'"))
        return compute(*args, **named)

    monkeypatch.setattr(find_sources, "source_venues", and_write)
    assert tracer.post("/official/sources", data={"disease": "covid-19"}).status_code == 303

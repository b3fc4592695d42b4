"""The same use cases as JSON: every refusal is problem+json, and what was sent is never sent back."""

from uuid import UUID

import pytest

from app.store import visits
from app.store.db import open_database
from app.vault.tokens import new_device_token, written

CANARY = "CANARY-0907654321-Oanh"


@pytest.fixture
def device():
    return written(new_device_token())


def problem(answer, status, slug):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_a_check_in_is_answered_with_its_receipt_and_repeats_change_nothing(phone, venue, fresh_id, device):
    sent = {"code": venue.code, "visit": fresh_id(), "device": device}
    answers = [phone.post("/api/v1/check-ins", json=sent) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    receipt = answers[0].json()
    assert receipt["visit"] == sent["visit"]
    assert receipt["venue_name"] == "Phở Hòa Pasteur"
    assert receipt["entered_at"] == "2026-11-23T03:00:00Z"
    assert receipt["left_at"] is None
    assert len(receipt["check_out_token"]) >= 20


def test_what_is_acknowledged_is_in_the_database(phone, venue, fresh_id, device, database_url):
    visit = fresh_id()
    phone.post("/api/v1/check-ins", json={"code": venue.code, "visit": visit, "device": device})
    database = open_database(database_url)
    with database.reading() as session:
        found = visits.get(session, UUID(venue.id), UUID(visit))
    database.close()
    assert found is not None


def test_refusals_of_the_rules(phone, other_phone, venue, fresh_id, device, clock):
    url = "/api/v1/check-ins"
    good = {"code": venue.code, "visit": fresh_id(), "device": device}
    problem(phone.post(url, json=good | {"code": "0" * 16 + "X"}), 400, "code-mistyped")
    problem(phone.post(url, json=good | {"code": "0" * 17}), 404, "code-unknown")
    problem(
        phone.post(url, json=good | {"visit": "0" * 8 + "-0000-4000-8000-" + "0" * 12}),
        400,
        "visit-id-malformed",
    )
    phone.post(url, json=good)
    problem(other_phone.post(url, json=good | {"device": written(b"\1" * 32)}), 409, "visit-of-another")
    clock.pass_by(minutes=6)
    ahead = fresh_id()
    clock.pass_by(minutes=-6)
    problem(phone.post(url, json=good | {"visit": ahead}), 409, "entry-in-future")
    old = fresh_id()
    clock.pass_by(hours=49)
    problem(phone.post(url, json=good | {"visit": old}), 409, "entry-too-old")
    assert phone.post(url, json=good).status_code == 200, "a repeat of what is kept is never too old"
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    problem(phone.post(url, json=good | {"visit": fresh_id()}), 410, "code-revoked")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"visit": CANARY}, "/visit"),
        ({"code": CANARY * 20}, "/code"),
        ({"device": CANARY * 4}, "/device"),
        ({"device": CANARY}, "/device"),
        ({"phone": CANARY}, "/phone"),
        ({"typed": CANARY}, "/typed"),
    ],
)
def test_a_malformed_body_names_the_field_and_never_repeats_what_was_sent(reader, device, change, pointer):
    good = {"code": "0" * 17, "visit": "0196a5b0-0000-7000-8000-000000000000", "device": device}
    answer = reader.post("/api/v1/check-ins", json=good | change)
    body = problem(answer, 422, "malformed")
    assert [error["pointer"] for error in body["errors"]] == [pointer]
    assert CANARY not in answer.text
    assert device not in answer.text


def test_each_missing_field_is_named(reader):
    body = problem(reader.post("/api/v1/check-ins", json={}), 422, "malformed")
    assert [error["pointer"] for error in body["errors"]] == ["/code", "/visit"]
    assert {error["detail"] for error in body["errors"]} == {"Fill in this field"}


@pytest.mark.parametrize("body", [f'{{"device": "{CANARY}', "[]", f'"{CANARY}"', ""])
def test_what_is_no_object_is_refused_without_an_echo(reader, body):
    answer = reader.post("/api/v1/check-ins", content=body, headers={"content-type": "application/json"})
    problem(answer, 422, "malformed")
    assert CANARY not in answer.text


def test_a_form_from_another_site_cannot_post_json(reader):
    answer = reader.post(
        "/api/v1/check-ins",
        content="{}",
        headers={"content-type": "text/plain", "origin": "https://evil.example"},
    )
    assert answer.status_code == 403


def test_an_unknown_address_of_the_api_is_a_problem_too(reader):
    problem(reader.get("/api/v1/nothing"), 404, "not-found")
    assert reader.get("/api/v1/check-ins").status_code == 405


def test_problems_are_told_in_the_language_asked_for(reader):
    answer = reader.post("/api/v1/check-ins", json={}, headers={"accept-language": "vi"})
    assert answer.json()["title"] == "Yêu cầu này chưa đủ"


def test_the_description_of_the_interface_is_served(reader):
    described = reader.get("/api/v1/openapi.json").json()
    post = described["paths"]["/api/v1/check-ins"]["post"]
    assert post["operationId"] == "create_check_in"
    assert {"200", "400", "404", "409", "410", "422", "503"} <= set(post["responses"])

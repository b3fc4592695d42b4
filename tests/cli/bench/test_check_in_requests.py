from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from app.cli.bench.check_in_requests import Door, Kind, Visitor, kind_of, requests, visitors_for
from app.domain.ids import PersonId, VisitId, entered_at
from app.domain.people import DeviceToken
from app.domain.spans import local_day
from app.vault.sealing import looks_sealed
from app.vault.tokens import read_bytes, read_token

COUNT = 3_000


@pytest.fixture
def door(keys, now, policy):
    today = keys.day(local_day(now, policy.zone))
    return Door("127.0.0.1:8000", [f"CODE{n}" for n in range(50)], ["REVOKED"], today)


@pytest.fixture
def visitors():
    return [
        Visitor(
            DeviceToken(number.to_bytes(32, "big")),
            PersonId(UUID(int=number)),
            None if number % 3 == 2 else number % 50,
        )
        for number in range(visitors_for(COUNT))
    ]


@pytest.fixture
def made(door, visitors, now):
    return list(requests(door, visitors, COUNT, now=now, seconds=30))


def body_of(request):
    head, body = request.data.split(b"\r\n\r\n", 1)
    assert f"Content-Length: {len(body)}".encode() in head
    return json.loads(body)


def test_the_shares_are_those_of_the_issue_in_every_thousand(made):
    for start in range(0, COUNT, 1000):
        kinds = Counter(request.kind for request in made[start : start + 1000])
        assert kinds == {Kind.NEW: 989, Kind.REPEAT: 10, Kind.REVOKED: 1}
        with_contact = sum("contact" in body_of(request) for request in made[start : start + 1000])
        assert with_contact == 200


def test_ids_are_distinct_but_for_repeats_which_are_the_same_bytes(made):
    first = {request.visit: request.data for request in made if request.kind is not Kind.REPEAT}
    assert len(first) == COUNT - 30
    repeats = [request for request in made if request.kind is Kind.REPEAT]
    assert all(first[request.visit] == request.data for request in repeats)
    assert all(made.index(request) % 1000 >= 49 for request in repeats)


def test_ids_hold_the_times_of_scans_within_the_run(made, now):
    times = [entered_at(VisitId(request.visit)) for request in made if request.kind is Kind.NEW]
    assert times == sorted(times)
    assert now <= times[0]
    assert times[-1] <= now + timedelta(seconds=30)


def test_nobody_checks_in_where_they_are_already(made, visitors):
    before = {one.token: one.before for one in visitors}
    for request in made:
        body = body_of(request)
        if request.kind is Kind.NEW:
            assert body["code"] != f"CODE{before[read_token(body['device'])]}"
        elif request.kind is Kind.REVOKED:
            assert body["code"] == "REVOKED"


def test_sealed_details_are_what_the_service_admits(made, door):
    contact = body_of(made[0])["contact"]
    assert looks_sealed(read_bytes(contact["blob"]))
    assert contact["epoch"] == door.today.day.isoformat()


def test_the_form_has_the_same_fields_as_the_door(door, visitors, now):
    form = Door(door.host, door.codes, door.revoked, door.today, form=True)
    (request,) = requests(form, visitors, 1, now=now, seconds=1)
    fields = parse_qs(request.data.split(b"\r\n\r\n", 1)[1].decode(), strict_parsing=True)
    assert set(fields) == {"visit", "by", "sealed", "person", "epoch"}
    assert request.data.startswith(b"POST /v/CODE")


def test_a_repeat_needs_no_visitor():
    assert visitors_for(1000) == 990
    assert kind_of(99) is Kind.REPEAT
    assert kind_of(751) is Kind.REVOKED

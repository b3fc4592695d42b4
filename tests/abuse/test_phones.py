"""A phone that sends garbage, lies about the time or sends too much is refused by name; nothing breaks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.domain.assurance import Flag
from app.domain.ids import PersonId, VenueId, VisitId, new_visit_id
from app.domain.opening_hours import OpeningHours
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.main import create_app
from app.settings import Settings
from app.store import migrate, people, visits
from app.store.db import open_database
from app.usecases.register_venue import register_venue
from app.vault import sealing
from app.vault.keystore import KeyStore
from app.vault.sealing import PADDED, SEALED, SealBroken, info, seal, unseal
from app.vault.tokens import new_device_token, written

NOBODY = "0190ffff-ffff-4fff-8fff-ffffffffffff"
"""A person who is not there; the same in every process, for it names a test."""

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CANARY = ContactDetails("Nguyễn Thị Hương", "+84901234567")


class Town:
    """A service with one venue, whose clock stands."""

    def __init__(self, folder):
        self.database_url = f"sqlite:///{folder / 'ghe.db'}"
        self.database = open_database(self.database_url)
        migrate.upgrade(self.database)
        registration = register(
            name="Phở Hòa Pasteur",
            address="260C Pasteur",
            kind=VenueKind.RESTAURANT,
            capacity=80,
            hours=OpeningHours(),
            position=None,
        )
        with self.database.writing() as session:
            self.venue = register_venue(session, VenueId(uuid4()), registration, None, now=NOW)
        self.keys = KeyStore(folder / "keys")
        given = Settings(
            _env_file=None,
            database_url=self.database_url,
            keys=folder / "keys",
            public_url="https://testserver",
        )
        self.app = create_app(given, clock=lambda: NOW)

    def check_in(self, *, at=NOW, device=None, **more):
        """What the interface answers a phone, which keeps no cookie."""
        self.client.cookies.clear()
        sent = {
            "code": self.venue.code.code,
            "visit": str(new_visit_id(at, uuid4().int)),
            "device": device or written(new_device_token()),
        }
        return self.client.post("/api/v1/check-ins", json=sent | more)

    def contact(self, person, epoch=TODAY):
        with self.database.reading() as session:
            return people.contact(session, PersonId(UUID(person)), epoch)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("phones"))
    with TestClient(town.app, base_url="https://testserver", raise_server_exceptions=False) as client:
        town.client = client
        yield town
    town.database.close()


@pytest.fixture
def regular(town):
    """A device that has checked in before, and its person."""
    device = written(new_device_token())
    return device, town.check_in(device=device).json()["person"]


def sealed(town, person, day=TODAY):
    """A good blob."""
    return seal(CANARY, town.keys.day(day).sealing.public_key(), PersonId(UUID(person)), day)


SPOILED = {
    "empty": lambda good: b"",
    "truncated": lambda good: good[:-1],
    "longer": lambda good: good + b"\0",
    "random": lambda good: bytes(range(256)) + bytes(SEALED - 256),
    "another version": lambda good: b"\2" + good[1:],
    "no point of the curve": lambda good: good[:1] + b"\4" + b"\xff" * 64 + good[66:],
    "a compressed point": lambda good: good[:1] + b"\2" + good[2:],
}
"""Blobs that are none, by what is wrong with them."""


@pytest.mark.abuse("AB-06")
@pytest.mark.parametrize("kind", SPOILED)
def test_a_garbage_blob_is_refused_and_the_visit_kept(town, regular, kind):
    device, person = regular
    contact = {
        "epoch": TODAY.isoformat(),
        "person": person,
        "blob": written(SPOILED[kind](sealed(town, person))),
    }
    answer = town.check_in(device=device, contact=contact)
    assert answer.status_code == 200, answer.text
    assert answer.json()["contact"] == "refused"
    assert town.contact(person) is None


@pytest.mark.abuse("AB-06")
@pytest.mark.parametrize(
    "moved",
    [
        {"person": NOBODY},
        {"epoch": "2026-11-24"},
        {"epoch": "2026-11-01"},
        {"epoch": "tomorrow"},
        {"person": "nobody"},
        {"blob": "===="},
        {"blob": "ä" * 338},
    ],
    ids=lambda moved: str(moved)[:40],
)
def test_a_moved_or_unreadable_blob_is_refused_and_the_visit_kept(town, regular, moved):
    device, person = regular
    good = {"epoch": TODAY.isoformat(), "person": person, "blob": written(sealed(town, person))}
    answer = town.check_in(device=device, contact=good | moved)
    assert answer.status_code == 200, answer.text
    assert answer.json()["contact"] == "refused"
    assert town.contact(person) is None
    kept = town.check_in(device=device, contact=good)
    assert kept.json()["contact"] == "kept"
    assert town.contact(person) is not None


@pytest.mark.abuse("AB-06")
def test_another_persons_details_are_not_replaced(town, regular):
    device, person = regular
    good = {"epoch": TODAY.isoformat(), "person": person, "blob": written(sealed(town, person))}
    town.check_in(device=device, contact=good)
    kept = town.contact(person)
    stranger = town.check_in(contact=good | {"blob": written(sealed(town, person))}).json()
    assert stranger["contact"] == "refused"
    assert town.contact(person) == kept


@pytest.mark.abuse("AB-06")
@settings(max_examples=40)
@given(st.binary(max_size=400), st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_in_a_seal_is_never_a_fault(town, blob, person, epoch):
    contact = {"epoch": epoch, "person": person, "blob": written(blob)}
    answer = town.check_in(contact=contact)
    assert answer.status_code == 200
    assert answer.json()["contact"] == "refused"


@pytest.mark.abuse("AB-06")
@pytest.mark.parametrize(
    "spoil", [{"sealed": "AA"}, {"epoch": "2026-11-22"}, {"person": NOBODY}, {"epoch": "x"}], ids=str
)
def test_the_form_refuses_a_wrong_seal_by_name(town, regular, spoil):
    device, person = regular
    receipt = town.check_in(device=device).json()
    good = {
        "venue": receipt["venue"],
        "visit": receipt["visit"],
        "token": receipt["check_out_token"],
        "sealed": written(sealed(town, person)),
        "person": person,
        "epoch": TODAY.isoformat(),
    }
    refused = town.client.post("/visit/contact?lang=en", data=good | spoil)
    assert refused.status_code == 422
    assert "Your number was not saved" in refused.text
    assert town.contact(person) is None
    accepted = town.client.post("/visit/contact?lang=en", data=good)
    assert accepted.status_code == 200
    assert "This phone sealed it" in accepted.text
    assert town.contact(person) is not None


@pytest.mark.abuse("AB-06")
@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"null",
        b'{"n": "A"}',
        b'{"n": 1, "p": []}',
        b'{"n": "\\ud800", "p": "+84901234567"}',
        b'{"n":"' + b"A" * 227 + b'","p":"+84901234567"}',
        b"\xff" * 200,
    ],
    ids=lambda inside: inside[:20],
)
def test_garbage_inside_a_good_seal_is_unreadable_and_never_a_fault(town, regular, inside):
    _, person = regular
    day = town.keys.day(TODAY)
    padded = len(inside).to_bytes(2, "big") + inside.ljust(PADDED - 2, b"\0")
    assert len(padded) == PADDED
    context = info(PersonId(UUID(person)), TODAY)
    blob = b"\1" + sealing._SUITE.encrypt(padded, day.sealing.public_key(), context)
    with pytest.raises(SealBroken):
        unseal(blob, day.sealing, PersonId(UUID(person)), TODAY)


@pytest.mark.abuse("AB-33")
@settings(max_examples=60)
@given(st.integers(-72 * 3600, 3600))
def test_only_times_that_a_phone_may_report_are_kept_and_late_ones_say_so(town, seconds):
    at, policy = NOW + timedelta(seconds=seconds), Policy()
    answer = town.check_in(at=at)
    allowed = -policy.oldest_entry <= at - NOW <= policy.clock_skew
    assert answer.status_code == (200 if allowed else 409)
    if not allowed:
        kind = "entry-too-old" if at < NOW else "entry-in-future"
        assert answer.json()["type"] == f"/problems/{kind}"
        return
    receipt = answer.json()
    with town.database.reading() as session:
        kept = visits.get(session, VenueId(UUID(receipt["venue"])), VisitId(UUID(receipt["visit"])))
    assert (kept.entered_at, kept.received_at) == (at, NOW), "both times, neither of them mended"
    assert bool(kept.flags & Flag.OFFLINE) == (NOW - at > policy.late_after)


@pytest.mark.abuse("AB-33")
@pytest.mark.parametrize(
    ("left", "slug"),
    [
        (timedelta(minutes=-61), "left-before-entry"),
        (timedelta(hours=-1), "left-before-entry"),
        (timedelta(minutes=6), "entry-in-future"),
        (timedelta(minutes=-10), None),
        (timedelta(minutes=4), None),
    ],
    ids=str,
)
def test_a_visit_ends_after_it_began_and_not_in_the_future(town, left, slug):
    answer = town.check_in(at=NOW - timedelta(hours=1), left_at=(NOW + left).isoformat())
    assert answer.json().get("type") == (slug and f"/problems/{slug}")
    assert slug or datetime.fromisoformat(answer.json()["left_at"]) == NOW + left


@pytest.mark.abuse("AB-33")
def test_an_end_without_a_zone_is_no_time(town):
    assert town.check_in(left_at="2026-11-23T10:00:00").status_code == 422


@pytest.mark.abuse("AB-33")
@pytest.mark.parametrize("days", [3, 300])
def test_a_check_out_reports_no_time_that_a_check_in_could_not(town, days):
    receipt = town.check_in(at=NOW - timedelta(hours=40)).json()
    sent = {
        "venue": receipt["venue"],
        "visit": receipt["visit"],
        "token": receipt["check_out_token"],
        "left_at": (NOW - timedelta(days=days)).isoformat(),
    }
    assert town.client.post("/api/v1/check-outs", json=sent).status_code == 409


def bombs():
    """Bodies that are too much, by kind."""
    return {
        "long": json.dumps({"code": "0" * 17_000}),
        "deep": "[" * 16_000,
        "deep objects": '{"contact":' * 1_400,
        "many": json.dumps({f"f{n}": n for n in range(1_200)}),
        "a huge number": '{"companions": ' + "9" * 16_000 + "}",
        "a long text": json.dumps({"visit": "0" * 16_000}),
    }


@pytest.mark.abuse("AB-30")
@pytest.mark.parametrize("kind", bombs())
@pytest.mark.parametrize("path", ["check-ins", "check-outs", "withdrawals"])
def test_too_much_is_refused_before_it_costs_anything(town, path, kind):
    answer = town.client.post(
        f"/api/v1/{path}", content=bombs()[kind], headers={"content-type": "application/json"}
    )
    assert answer.status_code in {400, 413, 422}, answer.status_code
    assert len(answer.content) < 20_000


@pytest.mark.abuse("AB-30")
def test_a_check_in_is_at_most_sixteen_kibibytes(town):
    body = json.dumps({"code": "0" * 17_000})
    answer = town.client.post("/api/v1/check-ins", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    form = town.client.post(f"/v/{town.venue.code.code}", data={"visit": "0" * 17_000})
    assert form.status_code == 413


@pytest.mark.abuse("AB-30")
def test_a_body_without_an_end_is_cut_off(town):
    def endless():
        for _ in range(1_000):
            yield b" " * 1_000

    answer = town.client.post(
        "/api/v1/check-ins", content=endless(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413

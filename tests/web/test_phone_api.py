"""What a phone's script sends: late, twice, with an end, with sealed details; and the keys it seals to."""

import json
from base64 import urlsafe_b64decode
from datetime import date, timedelta
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.domain.spans import local_day
from app.store import people
from app.store.db import open_database
from app.vault.keystore import KeyStore
from app.vault.sealing import seal, unseal
from app.vault.signed_days import SIGNED, point
from app.vault.tokens import new_device_token, read_bytes, written

URL = "/api/v1/check-ins"
HUONG = ContactDetails("Nguyễn Thị Hương", "+84901234567")


@pytest.fixture
def arrive(phone, venue, fresh_id):
    """The receipt of a check-in."""

    def arrive(by=phone, **more):
        answer = by.post(URL, json={"code": venue.code, "visit": fresh_id()} | more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return arrive


def key(receipt):
    return {"venue": receipt["venue"], "visit": receipt["visit"], "token": receipt["check_out_token"]}


def test_the_answer_gives_a_browser_its_cookie_and_the_cookie_is_enough_from_then_on(phone, arrive):
    device = written(new_device_token())
    first = arrive(device=device)
    assert phone.cookies["__Host-device"] == device
    assert arrive()["person"] == first["person"]


def test_the_cookie_comes_before_what_is_sent(phone, arrive, other_phone):
    first = arrive(device=written(new_device_token()))
    cookie = phone.cookies["__Host-device"]
    assert arrive(device=written(new_device_token()))["person"] == first["person"]
    assert phone.cookies["__Host-device"] == cookie
    assert arrive(other_phone, device=written(new_device_token()))["person"] != first["person"]


def test_without_any_token_nothing_is_recorded(phone, venue, fresh_id):
    refused = phone.post(URL, json={"code": venue.code, "visit": fresh_id()})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"pointer": "/device", "detail": "Fill in this field"}]
    assert "set-cookie" not in refused.headers


def test_a_visit_that_ended_before_it_was_sent_is_kept_with_its_end(arrive, fresh_id, clock):
    device, visit = written(new_device_token()), fresh_id()
    left = clock.now + timedelta(hours=2)
    clock.pass_by(hours=3)
    sent = {"device": device, "visit": visit, "left_at": left.isoformat()}
    receipts = [arrive(**sent), arrive(**sent)]
    assert receipts[0] == receipts[1]
    assert receipts[0]["left_at"] == left.isoformat().replace("+00:00", "Z")
    assert receipts[0]["version"] == 2


def test_leaving_staying_and_withdrawing_are_answered_with_the_visit_as_it_stands(phone, arrive, clock):
    receipt = arrive(device=written(new_device_token()))
    clock.pass_by(minutes=30)
    left = (clock.now - timedelta(minutes=10)).isoformat()
    sent = key(receipt) | {"left_at": left, "version": 1}
    gone = [phone.post("/api/v1/check-outs", json=sent).json() for _ in range(2)]
    assert gone[0] == gone[1]
    assert (gone[0]["version"], gone[0]["left_at"]) == (2, left.replace("+00:00", "Z"))
    here = phone.post("/api/v1/check-outs", json=key(receipt) | {"left_at": None, "version": 2}).json()
    assert (here["version"], here["left_at"]) == (3, None)
    late = phone.post("/api/v1/check-outs", json=sent).json()
    assert late == here, "the copy of an older change"
    withdrawn = phone.post("/api/v1/withdrawals", json=key(receipt))
    assert withdrawn.json()["withdrawn_at"] is not None
    assert phone.post("/api/v1/withdrawals", json=key(receipt)).json() == withdrawn.json()
    refused = phone.post("/api/v1/check-outs", json=key(receipt) | {"left_at": left})
    assert (refused.status_code, refused.json()["type"]) == (410, "/problems/visit-withdrawn")


@pytest.mark.parametrize("path", ["check-outs", "withdrawals"])
def test_only_who_holds_the_token_changes_a_visit(phone, arrive, path):
    receipt = arrive(device=written(new_device_token()))
    wrong = key(receipt) | {"token": "A" * 22} | ({"left_at": None} if path == "check-outs" else {})
    assert phone.post(f"/api/v1/{path}", json=wrong).status_code == 404


def test_sealed_details_come_with_the_visit_and_a_later_copy_does_not_replace_newer_ones(
    phone, arrive, policy, clock, tmp_path, database_url
):
    receipt = arrive(device=written(new_device_token()))
    person, day = PersonId(UUID(receipt["person"])), local_day(clock.now, policy.zone)
    keys = KeyStore(tmp_path / "keys")
    new, old = (
        seal(ContactDetails(name, HUONG.phone), keys.day(day).sealing.public_key(), person, day)
        for name in ("mới", "cũ")
    )
    fields = key(receipt) | {"sealed": written(new), "person": str(person), "epoch": day.isoformat()}
    saved = phone.post("/visit/contact?lang=en", data=fields)
    assert "This phone sealed it" in saved.text
    late = {"epoch": day.isoformat(), "person": str(person), "blob": written(old)}
    assert arrive(contact=late)["contact"] == "kept"
    database = open_database(database_url)
    with database.reading() as session:
        kept = people.contact(session, person, day)
    database.close()
    assert unseal(kept, keys.day(day).sealing, person, day).name == "mới"


def test_the_keys_of_the_days_that_visits_may_fall_on_are_signed(reader, sqlite_folder, policy):
    answer = reader.get("/api/v1/day-keys")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    document = answer.json()
    keys = KeyStore(sqlite_folder / "keys")
    days = json.loads(document["text"])["days"]
    assert [day["day"] for day in days] == [f"2026-11-{number}" for number in range(21, 31)]
    for day in days:
        own = keys.day(date.fromisoformat(day["day"])).sealing.public_key()
        assert read_bytes(day["key"]) == point(own)
        assert day["until"] - day["from"] == 24 * 3600 * 1000
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read_bytes(document["key"]))
    raw = urlsafe_b64decode(document["signature"] + "==")
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(signature, SIGNED + document["text"].encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(signature, SIGNED + document["text"].encode() + b" ", ec.ECDSA(SHA256()))


def test_the_day_keys_stay_the_same_for_an_hour_and_the_signing_key_for_ever(phone, clock):
    first = phone.get("/api/v1/day-keys")
    again = phone.get("/api/v1/day-keys", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    clock.pass_by(hours=20)
    later = phone.get("/api/v1/day-keys", headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.json()["key"] == first.json()["key"]
    assert later.json()["text"] != first.json()["text"]


def test_a_page_with_a_receipt_gives_its_script_what_it_needs_and_no_more(phone, venue, arrive):
    receipt = arrive(device=written(new_device_token()))
    page = phone.open(f"/V/{venue.code}")
    [given] = [attributes for _, attributes in page.elements if attributes.get("id") == "receipt"]
    said = json.loads(given["data-of"])
    assert (said["id"], said["token"], said["person"]) == (
        receipt["visit"],
        receipt["check_out_token"],
        receipt["person"],
    )
    assert phone.cookies["__Host-device"] not in str(page.elements)

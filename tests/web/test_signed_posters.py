"""Signed posters at the door, and the list for phones that check them without a network."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from PIL import Image

from app.domain.errors import CodeRevoked
from app.domain.signed_codes import parse_signed_code
from app.store import city
from app.store.db import open_database
from app.usecases.rotate_code_key import retire_code_key, rotate_code_key
from app.vault.code_lists import checked_offline, read_list
from app.vault.code_signatures import sign_code
from app.vault.keystore import KeyStore

LIST = "/api/v1/codes/keys"


@pytest.fixture
def keys(client, tmp_path):
    """The key store of the running service, opened by another process."""
    return KeyStore(tmp_path / "keys")


@pytest.fixture
def signed(keys, venue, clock):
    return sign_code(keys.codes.newest(now=clock.now), venue.code)


def forged(signed):
    return replace(signed, signature=bytes(64))


def test_a_signed_poster_is_the_same_as_its_code(phone, venue, signed):
    for text in (signed.written(), signed.written().lower()):
        door = phone.open(f"/V/{text}")
        assert door.heading == "Phở Hòa Pasteur"
    receipt = phone.press(door.form("/v/"))
    assert "Recorded at 10:00" in receipt.text
    assert "Recorded at 10:00" in phone.open(f"/v/{venue.code}").text


def test_the_programming_interface_takes_it_as_it_was_scanned(phone, signed, fresh_id):
    body = {"code": signed.written(), "visit": fresh_id(), "device": "A" * 43}
    assert phone.post("/api/v1/check-ins", json=body).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_forged_unknown_and_retired_are_each_refused_by_name(
    phone, signed, keys, database_url, clock, read, fresh_id, language
):
    phone.language = language
    database = open_database(database_url)
    rotate_code_key(database, keys, now=clock.now)
    retire_code_key(database, keys, "01", now=clock.now)
    database.close()
    new = sign_code(keys.codes.newest(now=clock.now), signed.code)
    titles = set()
    for wrong, status, slug in (
        (forged(new), 400, "signature-wrong"),
        (replace(new, key="0Z"), 400, "code-key-unknown"),
        (signed, 410, "code-key-retired"),
    ):
        page = phone.get(f"/V/{wrong.written()}")
        assert page.status_code == status
        titles.add(read(page.text).heading)
        body = {"code": wrong.written(), "visit": fresh_id(), "device": "A" * 43}
        answer = phone.post("/api/v1/check-ins", json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert len(titles) == 3
    assert phone.get(f"/V/{new.written()}").status_code == 200


def test_a_stolen_code_is_refused_signed_or_not(phone, venue, signed, clock):
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    assert phone.get(f"/V/{signed.written()}").status_code == 410


def test_posters_are_signed_where_the_city_has_decided_so(app, client, venue, keys, clock):
    def scanned():
        picture = venue.owner.get(f"/venue/{venue.id}/poster.png").content
        [seen] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        return seen.text

    plain = scanned()
    assert plain.endswith(venue.code)
    ghe = client.app_state["ghe"]
    ghe.policy = replace(ghe.policy, signed_posters=True)
    with ghe.database.writing() as session:
        city.save_policy(session, ghe.policy, now=clock.now)
    text = scanned()
    assert len(text) == len(plain) + 123 - 17
    with ghe.database.reading() as session:
        assert city.policy(session).signed_posters is True
    assert checked_offline(
        parse_signed_code(text.rpartition("/")[2]), read_list(client.get(LIST).content, None)
    )


# ---- the list ----


def test_anybody_may_fetch_the_list_and_caches_may_keep_it(bare_phone, signed):
    answer = bare_phone.get(LIST)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in answer.headers
    known = read_list(answer.content, None)
    assert checked_offline(signed, known) == signed.code
    assert known.issued == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    held = json.loads(json.loads(answer.content)["list"])
    assert sorted(held) == ["ended", "issued", "keys", "retired", "since", "v"]


def test_who_has_it_already_is_told_so_in_no_bytes(phone, venue, signed, clock):
    tag = phone.get(LIST).headers["etag"]
    for header in (tag, f'"x", W/{tag}'):
        again = phone.get(LIST, headers={"if-none-match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    clock.pass_by(minutes=1)
    news = phone.get(LIST, headers={"if-none-match": tag})
    assert news.status_code == 200
    with pytest.raises(CodeRevoked):
        checked_offline(signed, read_list(news.content, None))


def test_what_came_since_is_all_that_is_sent(phone, venue, signed, clock):
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    clock.pass_by(hours=3)
    held = read_list(phone.get(LIST).content, None)
    assert held.ended == {venue.code[:10]}
    news = phone.get(LIST, params={"since": f"{held.issued:%Y-%m-%dT%H:%M:%SZ}"})
    assert read_list(news.content, held.keys).ended == set()
    ahead = phone.get(LIST, params={"since": (clock.now + timedelta(days=9)).isoformat()})
    assert read_list(ahead.content, held.keys).ended == set()


@pytest.mark.parametrize("since", ["yesterday", "2026-11-23T03:00:00", "9" * 40])
def test_a_moment_that_is_none_is_a_named_refusal(reader, since):
    answer = reader.get(LIST, params={"since": since})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")

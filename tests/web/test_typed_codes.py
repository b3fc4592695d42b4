"""Nine digits typed where no camera helps: what they prove, and how often one may guess."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from sqlmodel import select

from app.domain.assurance import Assurance
from app.domain.code_errors import TooManyGuesses
from app.domain.guesses import OF_ALL, OF_CODES, OF_DEVICE, OF_NETWORK
from app.domain.typed_codes import make_typed_code
from app.store.db import open_database
from app.store.tables import VisitRow
from app.vault.tokens import written
from app.web.guesses import Guesses


@pytest.fixture
def assurances(database_url):
    def read():
        database = open_database(database_url)
        with database.reading() as session:
            found = [Assurance(kind) for kind in session.exec(select(VisitRow.assurance))]
        database.close()
        return found

    return read


@pytest.fixture
def wrong(venue):
    """Numbers that no venue has, without end; each fits its check digit."""
    numbers = random.Random(5)
    return lambda: next(
        code for code in iter(lambda: make_typed_code(numbers.randrange(10**8)), "") if code != venue.typed
    )


def guess(phone, code, **more):
    return phone.get(f"/t?typed={code}", **more)


def test_the_field_asks_for_the_keyboard_of_digits(reader):
    [field] = [given for tag, given in reader.open("/").elements if given.get("name") == "typed"]
    assert field["inputmode"] == "numeric"
    assert field["autocomplete"] == "off"


def test_a_visit_by_typed_code_says_so_and_by_poster_too(phone, other_phone, venue, assurances):
    led = guess(phone, f"{venue.typed[:4]} {venue.typed[4:8]} {venue.typed[8]}")
    assert led.status_code == 303
    phone.press(phone.open(led.headers["location"]).form("/v/"))
    assert assurances() == [Assurance.TYPED]
    other_phone.press(other_phone.open(f"/v/{venue.code}").form("/v/"))
    assert sorted(assurances()) == [Assurance.STATIC, Assurance.TYPED]


def test_a_mistyped_number_is_no_guess(phone, venue):
    off_by_one = venue.typed[:8] + str((int(venue.typed[8]) + 1) % 10)
    for _ in range(OF_DEVICE.most * 3):
        assert guess(phone, off_by_one).status_code == 400
    assert guess(phone, venue.typed).status_code == 303


@pytest.mark.abuse("AB-04")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_guessing_is_stopped_in_words_that_say_when_to_go_on(phone, venue, wrong, clock, read, language):
    phone.language = language
    phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    for _ in range(OF_DEVICE.most):
        assert guess(phone, wrong()).status_code == 404
    answer = guess(phone, code := wrong())
    assert answer.status_code == 429
    page = read(answer.text)
    assert "10:02" in page.text, "two minutes on, by the clock on the wall"
    assert page.form("/t").value("typed") == code, "what was typed stays"
    assert guess(phone, venue.typed).status_code == 429, "else a guess would be known by its answer"
    assert phone.get(f"/v/{venue.code}").status_code == 200, "scanning goes on"
    clock.pass_by(minutes=2)
    assert guess(phone, wrong()).status_code == 404
    assert guess(phone, wrong()).status_code == 429
    clock.pass_by(minutes=2)
    assert guess(phone, venue.typed).status_code == 303


@pytest.mark.abuse("AB-04")
def test_a_hit_does_not_give_the_tries_back(phone, venue, wrong):
    for _ in range(OF_DEVICE.most):
        assert guess(phone, wrong()).status_code == 404
        if _ < OF_DEVICE.most - 1:
            assert guess(phone, venue.typed).status_code == 303
    assert guess(phone, wrong()).status_code in {404, 429}


@pytest.mark.abuse("AB-04")
def test_a_new_cookie_for_each_guess_leaves_the_network_to_count(client, phone, venue, wrong, clock):
    codes = []
    for number in range(OF_NETWORK.most + 5):
        client.cookies = httpx2.Cookies({"__Host-device": written(bytes([number]) * 32)})
        codes.append(client.get(f"/t?typed={wrong()}", follow_redirects=False).status_code)
    assert codes == [404] * OF_NETWORK.most + [429] * 5
    assert guess(phone, venue.typed).status_code == 429, "a newcomer of the same network scans instead"
    phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    assert guess(phone, venue.typed).status_code == 303, "who has checked in answers for themselves alone"
    clock.pass_by(seconds=10)
    client.cookies = httpx2.Cookies()
    assert client.get(f"/t?typed={wrong()}", follow_redirects=False).status_code == 404


@pytest.mark.abuse("AB-04")
def test_the_venue_around_another_is_no_way_round(phone, wrong, read):
    form = phone.open("/venue/new").form("/venue/new")
    fields = {"name": "Quán", "address": "1", "kind": "cafe", "capacity": "9"}
    for _ in range(OF_NETWORK.most):
        assert guess(phone, wrong()).status_code == 404
    answer = phone.send(form, parent=wrong(), **fields)
    assert answer.status_code == 400
    assert "Too many wrong codes came from here" in read(answer.text).text
    assert read(answer.text).form("/venue/new").value("name") == "Quán"


@pytest.mark.abuse("AB-04")
def test_codes_that_nobody_has_are_counted_at_the_programming_interface(phone, venue, fresh_id):
    device = written(b"g" * 32)
    body = {"code": "0" * 17, "visit": fresh_id(), "device": device}
    answers = [phone.post("/api/v1/check-ins", json=body) for _ in range(OF_CODES.most + 2)]
    assert [answer.status_code for answer in answers[:-2]] == [404] * OF_CODES.most
    for answer in answers[-2:]:
        assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-guesses")
        assert int(answer.headers["retry-after"]) == 10
    stopped = phone.post("/api/v1/check-ins", json=body | {"code": venue.code})
    assert stopped.status_code == 429, "the guessing phone itself"
    honest = body | {"code": venue.code, "device": written(b"h" * 32)}
    assert phone.post("/api/v1/check-ins", json=honest).status_code == 200, "its neighbours check in"


# ---- the counter ----


def test_memory_is_bounded_and_the_first_to_come_is_forgotten(monkeypatch, now):
    monkeypatch.setattr("app.web.guesses._MOST_KEYS", 3)
    counter = Guesses()
    one = replace(OF_DEVICE, most=1)
    keys = [counter.key(bytes([n])) for n in range(5)]
    for key in keys:
        counter.note([(key, one)], now)
    counter.admit([(keys[0], one), (keys[1], one)], now)
    for key in keys[2:]:
        with pytest.raises(TooManyGuesses):
            counter.admit([(key, one)], now)


def test_nothing_of_an_address_or_a_cookie_is_kept(now):
    counter = Guesses()
    counter.note([(counter.key(b"typed network", b"\xc0\xa8\x01"), OF_NETWORK)], now)
    assert b"\xc0\xa8\x01" not in repr(vars(counter)).encode()
    assert counter.key(b"x") != Guesses().key(b"x"), "the keys mean nothing in another process"


def test_everybodys_allowance_ends_too_and_tells_when(now):
    counter = Guesses()
    bucket = [(counter.key(b"typed all"), OF_ALL)]
    for _ in range(OF_ALL.most):
        counter.admit(bucket, now)
        counter.note(bucket, now)
    with pytest.raises(TooManyGuesses) as stopped:
        counter.admit(bucket, now)
    assert stopped.value.until == now + timedelta(seconds=1)
    counter.admit(bucket, now + timedelta(seconds=1))

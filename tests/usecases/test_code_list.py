"""Signed posters, and the list by which a phone checks them: printed, ended, under a key that was retired."""

from __future__ import annotations

from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image

import qr
from app.domain.code_errors import CodeKeyRetired
from app.domain.codes import make_code
from app.domain.errors import CodeRevoked
from app.domain.policy import Policy
from app.domain.signed_codes import parse_signed_code
from app.usecases.poster_address import poster_address
from app.usecases.publish_code_list import publish_code_list
from app.usecases.read_scanned import read_scanned
from app.usecases.replace_code import replace_code
from app.usecases.rotate_code_key import retire_code_key, rotate_code_key
from app.vault.code_lists import checked_offline, read_list
from app.vault.code_signatures import sign_code
from qr.picture import image

SIGNED = Policy(signed_posters=True)
LONGEST_HOST = "https://ghe.hcm-city.gov.vn"
"""A host of 19 characters."""


def signed_by(keys, code, now):
    return sign_code(keys.codes.newest(now=now), code)


@pytest.fixture
def publish(do):
    def publish(since=None, **at):
        return read_list(do(publish_code_list, since=since, **at), None)

    return publish


def test_a_city_prints_plain_codes_until_it_decides_otherwise(keys, now):
    code = make_code(7)
    assert len(LONGEST_HOST.removeprefix("https://")) == 19
    plain, level = poster_address(code, public_url=LONGEST_HOST, keys=keys, policy=Policy(), now=now)
    assert plain == f"HTTPS://GHE.HCM-CITY.GOV.VN/V/{code}"
    assert keys.codes.in_force() == [], "no key is made before one is needed"
    assert (qr.encode(plain, level=level).version, level) == (3, qr.Level.Q)


def test_a_signed_poster_takes_version_6_at_level_m_and_reads_back(keys, now):
    code = make_code(2**80 - 1)
    address, level = poster_address(code, public_url=LONGEST_HOST, keys=keys, policy=SIGNED, now=now)
    symbol = qr.encode(address, level=level)
    assert (symbol.version, symbol.size, level) == (6, 41, qr.Level.M)
    [seen] = zxingcpp.read_barcodes(
        Image.frombytes("L", (49 * 4, 49 * 4), image(symbol, 4).convert("L").tobytes())
    )
    assert seen.text == address
    assert read_scanned(seen.text.rpartition("/")[2], keys).code == code


def test_the_list_names_the_keys_and_what_has_ended(do, publish, keys, new_venue, now):
    keys.codes.newest(now=now - timedelta(days=1))
    stolen, worn, good = (new_venue(f"Quán {n}", address=f"{n}") for n in range(3))
    do(replace_code, stolen.venue, stolen=True)
    do(replace_code, worn.venue, stolen=False)
    soon = publish(at=now + timedelta(minutes=1))
    for made, answer in ((stolen, CodeRevoked), (worn, None), (good, None)):
        signed = signed_by(keys, made.code.code, now)
        if answer is None:
            assert checked_offline(signed, soon) == made.code.code
        else:
            with pytest.raises(answer):
                checked_offline(signed, soon)
    later = publish(at=now + timedelta(days=8))
    with pytest.raises(CodeRevoked):
        checked_offline(signed_by(keys, worn.code.code, now), later)


def test_a_phone_that_has_a_list_asks_for_what_came_since(do, publish, keys, new_venue, now):
    keys.codes.newest(now=now - timedelta(days=1))
    first, second = (new_venue(f"Quán {n}", address=f"{n}") for n in range(2))
    do(replace_code, first.venue, stolen=True)
    held = publish(at=now + timedelta(hours=2))
    do(replace_code, second.venue, stolen=True, at=now + timedelta(hours=2, minutes=30))
    news = publish(since=held.issued, at=now + timedelta(hours=5))
    assert held.ended == {first.code.code[:10]}
    assert news.ended == {second.code.code[:10]}
    assert news.since == held.issued
    everything = publish(at=now + timedelta(hours=5))
    assert everything.ended == held.ended | news.ended


def test_what_ended_before_the_oldest_key_is_left_out(do, publish, keys, new_venue, database, now):
    keys.codes.newest(now=now - timedelta(days=1))
    old = new_venue()
    do(replace_code, old.venue, stolen=True)
    rotate_code_key(database, keys, now=now + timedelta(days=1))
    assert publish(at=now + timedelta(days=2)).ended == {old.code.code[:10]}
    retire_code_key(database, keys, "01", now=now + timedelta(days=2))
    assert publish(at=now + timedelta(days=2)).ended == set()


def test_within_an_hour_everybody_gets_the_same_bytes(do, keys, now):
    answers = {do(publish_code_list, since=None, at=now + timedelta(minutes=n)) for n in (0, 1, 59)}
    assert len(answers) == 1
    assert do(publish_code_list, since=None, at=now + timedelta(minutes=61)) not in answers


def test_posters_under_an_old_key_work_until_it_is_retired(database, keys, publish, now):
    code = make_code(3)
    old = signed_by(keys, code, now)
    rotate_code_key(database, keys, now=now)
    new = signed_by(keys, code, now)
    assert (old.key, new.key) == ("01", "02")
    for signed in (old, new):
        assert read_scanned(signed.written(), keys).code == code
        assert checked_offline(parse_signed_code(signed.written()), publish()) == code
    retire_code_key(database, keys, "01", now=now)
    with pytest.raises(CodeKeyRetired):
        read_scanned(old.written(), keys)
    with pytest.raises(CodeKeyRetired):
        checked_offline(old, publish())
    assert read_scanned(new.written(), keys).code == code

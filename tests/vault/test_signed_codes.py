from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.domain import code_errors, errors
from app.domain.codes import make_code
from app.domain.signed_codes import SignedCode, code_key_id, parse_signed_code, signed_text
from app.vault.code_keys import CodeKey
from app.vault.code_lists import ListForged, checked_offline, read_list, signed_list
from app.vault.code_signatures import sign_code, verified
from tests.vault.ed25519 import verifies

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
VECTORS = json.loads((Path(__file__).parent / "vectors" / "signed_codes.json").read_text())
KEYS = {
    key: CodeKey(key, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)), NOW)
    for key, seed in VECTORS["seeds"].items()
}
FIRST = KEYS["01"]
codes = st.integers(0, 2**80 - 1).map(make_code)


def listed(keys, *, retired=(), ended=()):
    return signed_list(keys, retired, ended, since=None, issued=NOW)


# ---- the vectors, for whoever writes another verifier ----


def test_the_public_keys_of_the_vectors_are_those_of_the_rfc():
    assert VECTORS["public"]["01"] == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert {key: held.public.hex() for key, held in KEYS.items()} == VECTORS["public"]


@pytest.mark.parametrize("vector", VECTORS["signed"], ids=lambda v: f"{v['key']}-{v['code']}")
def test_signing_gives_the_vectors_and_a_second_implementation_agrees(vector):
    made = sign_code(KEYS[vector["key"]], vector["code"])
    assert made.written() == vector["signed"]
    said = b"ghe signed code\n" + vector["signed"][:20].encode()
    assert verifies(bytes.fromhex(VECTORS["public"][vector["key"]]), said, made.signature)
    assert not verifies(bytes.fromhex(VECTORS["public"][vector["key"]]), said + b" ", made.signature)


@pytest.mark.parametrize("vector", VECTORS["checks"], ids=lambda v: v["what"])
def test_a_phone_without_a_network_decides_each_vector_as_it_says(vector):
    known = read_list(VECTORS["list"].encode(), {"01": FIRST.public})
    wanted = getattr(code_errors, vector["answer"], None) or getattr(errors, vector["answer"], None)
    if wanted is None:
        assert checked_offline(parse_signed_code(vector["text"]), known) == vector["answer"]
        return
    with pytest.raises(wanted):
        checked_offline(parse_signed_code(vector["text"]), known)


def test_the_second_implementation_believes_the_list_too():
    held = json.loads(VECTORS["list"])
    known = read_list(VECTORS["list"].encode(), None)
    assert sorted(held["signatures"]) == ["01", "02"]
    for key, public in known.keys.items():
        said = b"ghe code list\n" + held["list"].encode()
        made = KEYS[key].private.sign(said)
        assert verifies(public, said, made)
        assert not verifies(public, said.replace(b'"v":1', b'"v":2'), made)


# ---- signatures ----


@given(codes, st.integers(0, 511))
def test_a_poster_with_one_bit_changed_is_not_genuine(code, bit):
    good = sign_code(FIRST, code)
    assert verified(good, FIRST.public) == code
    forged = (int.from_bytes(good.signature, "big") ^ 1 << bit).to_bytes(64, "big")
    with pytest.raises(code_errors.SignatureWrong):
        verified(replace(good, signature=forged), FIRST.public)


@given(codes, codes, st.binary(min_size=64, max_size=64))
def test_nobody_signs_for_another_code_another_key_or_out_of_nothing(code, other, noise):
    good = sign_code(FIRST, code)
    wrong = [replace(good, code=other)] if other != code else []
    wrong += [replace(good, key="02"), SignedCode(code, "01", noise)]
    for forged in wrong:
        with pytest.raises(code_errors.SignatureWrong):
            verified(forged, FIRST.public)


def test_a_signature_means_nothing_elsewhere():
    said = signed_text(make_code(1), code_key_id(1))
    assert said.startswith(b"ghe signed code\n")
    assert verifies(FIRST.public, said, FIRST.private.sign(said))
    assert not verifies(FIRST.public, said.removeprefix(b"ghe signed code\n"), FIRST.private.sign(said))


# ---- the list ----


def test_a_phone_that_knows_an_old_key_learns_the_new_one():
    both = listed([KEYS["01"], KEYS["02"]])
    learnt = read_list(both, {"01": FIRST.public})
    newer = listed([KEYS["02"], KEYS["03"]], retired=["01"])
    known = read_list(newer, learnt.keys)
    assert set(known.keys) == {"02", "03"}
    with pytest.raises(code_errors.CodeKeyRetired):
        checked_offline(sign_code(FIRST, make_code(1)), known)


@pytest.mark.parametrize(
    "document",
    [
        listed([KEYS["02"]]),
        listed([KEYS["01"]]).replace(b'\\"retired\\":[]', b'\\"retired\\":[\\"02\\"]'),
        listed([]),
        b"",
        b"[]",
        b'{"list":"{}","signatures":{}}',
        b'{"list":7,"signatures":{"01":"AAAA"}}',
        listed([KEYS["01"]]).replace(b'"01":"', b'"01":"A'),
        b"\xff",
    ],
    ids=[
        "unknown key",
        "changed",
        "unsigned",
        "nothing",
        "a list",
        "empty",
        "a number",
        "damaged",
        "no text",
    ],
)
def test_a_list_that_no_known_key_has_signed_is_not_believed(document):
    with pytest.raises(ListForged):
        read_list(document, {"01": FIRST.public})


def test_the_first_list_rests_on_the_connection_and_still_has_to_be_whole():
    good = listed([KEYS["01"]])
    assert set(read_list(good, None).keys) == {"01"}
    with pytest.raises(ListForged):
        read_list(good.replace(b"2026-11-23", b"2027-11-23"), None)


def test_ten_thousand_ended_codes_fit_into_a_hundred_kilobytes_and_the_order_tells_nothing():
    many = [make_code(n * 2654435761 << 40) for n in range(10_000)]
    document = listed([FIRST], ended=many)
    assert len(document) < 101_000
    assert document == listed([FIRST], ended=reversed(many))
    known = read_list(document, None)
    with pytest.raises(errors.CodeRevoked):
        checked_offline(sign_code(FIRST, many[777]), known)
    good = make_code(2**80 - 1)
    assert checked_offline(sign_code(FIRST, good), known) == good

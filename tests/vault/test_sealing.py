from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from app.domain.errors import InputRefused
from app.domain.ids import PersonId
from app.domain.people import ContactDetails, contact_details
from app.vault.sealing import PADDED, SEALED, SealBroken, info, pad, seal, unpad, unseal

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
WHO, DAY = PersonId(UUID(int=7)), date(2026, 11, 23)
HUONG = ContactDetails("Nguyễn Thị Hương", "+84901234567")
VECTORS = json.loads((Path(__file__).parent / "vectors" / "sealing.json").read_text())


def test_what_is_sealed_opens_again_byte_for_byte():
    assert unseal(seal(HUONG, KEY.public_key(), WHO, DAY), KEY, WHO, DAY) == HUONG


def test_the_length_tells_nothing_of_the_name():
    sizes = {
        len(seal(ContactDetails(n, "+84901234567"), KEY.public_key(), WHO, DAY)) for n in ("A", "Ệ" * 60)
    }
    assert sizes == {SEALED}


@pytest.mark.parametrize(
    ("key", "person", "day"),
    [(OTHER, WHO, DAY), (KEY, PersonId(uuid4()), DAY), (KEY, WHO, date(2026, 11, 24))],
    ids=["another key", "another person", "another day"],
)
def test_a_blob_opens_nowhere_else(key, person, day):
    with pytest.raises(SealBroken):
        unseal(seal(HUONG, KEY.public_key(), WHO, DAY), key, person, day)


@given(st.integers(0, SEALED - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place, change):
    blob = bytearray(seal(HUONG, KEY.public_key(), WHO, DAY))
    blob[place] ^= change
    with pytest.raises(SealBroken):
        unseal(bytes(blob), KEY, WHO, DAY)


@given(st.binary(max_size=400))
def test_garbage_is_refused_and_never_a_fault(blob):
    with pytest.raises(SealBroken):
        unseal(blob, KEY, WHO, DAY)


@given(st.binary(min_size=PADDED, max_size=PADDED))
def test_whatever_a_phone_sealed_is_details_or_broken(padded):
    with suppress(SealBroken):
        assert isinstance(unpad(padded), ContactDetails)


@given(st.text(max_size=80))
def test_every_admitted_name_fits(name):
    try:
        details = contact_details(name, "+849012345678901")
    except InputRefused:
        return
    assert unpad(pad(details)) == details


def _suite():
    return CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES128_GCM)


def test_a_second_implementation_seals_what_we_open():
    public = KEMKey.from_pem(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    encapsulated, sender = _suite().create_sender_context(public, info=info(WHO, DAY))
    blob = b"\x01" + encapsulated + sender.seal(pad(HUONG))
    assert unseal(blob, KEY, WHO, DAY) == HUONG


def test_a_second_implementation_opens_what_we_seal():
    blob = seal(HUONG, KEY.public_key(), WHO, DAY)
    receiver = _suite().create_recipient_context(
        blob[1:66], KEMKey.from_pyca_cryptography_key(KEY), info=info(WHO, DAY)
    )
    assert unpad(receiver.open(blob[66:])) == HUONG


@pytest.mark.parametrize("vector", VECTORS["info"], ids=lambda v: v["epoch"])
def test_what_a_blob_is_bound_to_never_changes(vector):
    person, day = PersonId(UUID(vector["person"])), date.fromisoformat(vector["epoch"])
    assert info(person, day).hex() == vector["info"]


@pytest.mark.parametrize("vector", VECTORS["padded"], ids=lambda v: v["name"])
def test_the_padded_form_never_changes(vector):
    assert pad(ContactDetails(vector["name"], vector["phone"])).hex() == vector["padded"]

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from app.domain.card_numbers import make_card_number
from app.domain.errors import KeyDestroyed
from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.vault.card_keys import CardKeys, card_mac
from app.vault.card_sealing import card_info, seal_card, unseal_card
from app.vault.sealing import SEALED, SealBroken, seal, unpad, unseal

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
WHO = PersonId(UUID(int=7))
HUONG = ContactDetails("Nguyễn Thị Hương", "+84901234567")


def test_what_is_sealed_for_a_card_opens_again_for_the_same_person_key_and_year():
    blob = seal_card(HUONG, KEY.public_key(), WHO, 2026)
    assert len(blob) == SEALED
    assert unseal_card(blob, KEY, WHO, 2026) == HUONG


@pytest.mark.parametrize(
    ("key", "person", "year"), [(OTHER, WHO, 2026), (KEY, PersonId(uuid4()), 2026), (KEY, WHO, 2027)]
)
def test_it_opens_nowhere_else(key, person, year):
    with pytest.raises(SealBroken):
        unseal_card(seal_card(HUONG, KEY.public_key(), WHO, 2026), key, person, year)


def test_a_day_s_blob_is_no_card_s_and_the_other_way_round(now):
    day = now.date()
    with pytest.raises(SealBroken):
        unseal_card(seal(HUONG, KEY.public_key(), WHO, day), KEY, WHO, day.year)
    with pytest.raises(SealBroken):
        unseal(seal_card(HUONG, KEY.public_key(), WHO, day.year), KEY, WHO, day)


@pytest.mark.parametrize("change", range(0, SEALED, 37))
def test_a_changed_byte_is_noticed(change):
    blob = bytearray(seal_card(HUONG, KEY.public_key(), WHO, 2026))
    blob[change] ^= 1
    with pytest.raises(SealBroken):
        unseal_card(bytes(blob), KEY, WHO, 2026)


def test_what_it_is_bound_to_is_written_the_same_for_ever():
    assert card_info(WHO, 2026).hex() == (
        "0008" + b"ghe card".hex() + "000101" + "0010" + WHO.hex + "0004" + b"2026".hex()
    )


def test_another_implementation_opens_it():
    suite = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES128_GCM)
    blob = seal_card(HUONG, KEY.public_key(), WHO, 2026)
    context = suite.create_recipient_context(
        blob[1:66], KEMKey.from_pyca_cryptography_key(KEY), info=card_info(WHO, 2026)
    )
    assert unpad(context.open(blob[66:])) == HUONG


def test_a_year_has_one_key_and_after_its_end_none_ever_again(tmp_path):
    keys = CardKeys(tmp_path / "cards")
    first = keys.ensure(2026)
    assert keys.ensure(2026).public_numbers() == CardKeys(tmp_path / "cards").ensure(2026).public_numbers()
    assert first.public_numbers() != keys.ensure(2027).public_numbers()
    assert keys.destroy(before=2027, kept={2026}) == []
    assert keys.destroy(before=2026, kept=()) == []
    assert keys.destroy(before=2028, kept={2027}) == [2026]
    assert keys.years() == [2027]
    for ask in (keys.of_year, keys.ensure):
        with pytest.raises(KeyDestroyed):
            ask(2026)


def test_the_key_s_bytes_are_gone_from_the_folder(tmp_path):
    keys = CardKeys(tmp_path / "cards")
    keys.ensure(2026)
    [file] = (tmp_path / "cards").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    keys.destroy(before=2027, kept=())
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "cards").iterdir()] == [
        ("2026.destroyed", b"")
    ]


def test_a_number_is_kept_under_a_key():
    number = make_card_number(1)
    assert card_mac(number, b"k" * 32) == card_mac(number, b"k" * 32)
    assert len({card_mac(number, b"k" * 32), card_mac(number, b"l" * 32), number.encode()}) == 3

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import PersonId, VenueId, VisitId
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.pseudonyms import persons, pseudonym, pseudonyms
from app.vault.tokens import (
    check_out_token,
    is_check_out_token,
    new_device_token,
    read_token,
    sign_number,
    written,
)

people = st.integers(0, 2**128 - 1).map(lambda n: PersonId(UUID(int=n)))
keys = st.binary(min_size=16, max_size=16)
ONE, OTHER = VenueId(UUID(int=1)), VenueId(UUID(int=2))
VISIT = VisitId(UUID(int=3))


@given(keys, st.lists(people, max_size=20))
def test_the_key_of_the_day_leads_back_and_the_two_ways_agree(key, everybody):
    names = pseudonyms(key, everybody)
    assert names == [pseudonym(key, person) for person in everybody]
    assert persons(key, names) == everybody


@given(keys, keys, people)
def test_under_another_key_the_same_person_is_somebody_else(key, other, person):
    if key != other:
        assert pseudonym(key, person) != pseudonym(other, person)


def test_the_cipher_is_the_published_one():
    # FIPS 197, appendix C.1.
    key = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
    person = PersonId(UUID("00112233445566778899aabbccddeeff"))
    assert pseudonym(key, person).hex == "69c4e0d86a7b0430d8cdb78070b4c55a"


def test_a_check_out_token_ends_its_own_visit_and_no_other():
    key = b"k" * 32
    token = check_out_token(key, ONE, VISIT)
    assert is_check_out_token(token, key, ONE, VISIT)
    assert not is_check_out_token(token, key, OTHER, VISIT)
    assert not is_check_out_token(token, key, ONE, VisitId(UUID(int=4)))
    assert not is_check_out_token(token, b"l" * 32, ONE, VISIT)
    assert not is_check_out_token("é", key, ONE, VISIT)


def test_a_device_token_reads_back_and_nothing_else_does():
    token = new_device_token()
    assert read_token(written(token)) == token
    for text in (None, "", "abc", written(token)[:-2], written(token) + "AAAA", "é" * 43, "!" * 43):
        assert read_token(text) is None


def test_an_owner_key_reads_back_however_it_is_typed():
    key = new_owner_key()
    for typed in (key, key.lower(), key.replace("-", " "), key.replace("0", "O").replace("1", "l")):
        assert read_owner_key(typed) == read_owner_key(key)


def test_the_sign_differs_by_hour_venue_and_day():
    key = b"k" * 32
    signs = {sign_number(key, ONE, hour) for hour in range(24)}
    assert len(signs) == 24
    assert sign_number(key, OTHER, 0) != sign_number(key, ONE, 0)
    assert sign_number(b"l" * 32, ONE, 0) != sign_number(key, ONE, 0)

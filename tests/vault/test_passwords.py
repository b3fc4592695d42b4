import re
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import NotNow
from app.vault import passwords
from app.vault.passwords import hash_password, is_password, turn
from app.vault.totp import enrolment_secret, matching_step, totp_address, totp_code, totp_text

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    """Appendix B, SHA-1, the last six of eight digits."""
    assert totp_code(RFC_SECRET, seconds // 30) == code
    now = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(RFC_SECRET, code, after=0, now=now) == seconds // 30


@pytest.mark.parametrize("typed", ["287 082", " 287082 ", "287-082"])
def test_a_code_may_be_spaced(typed):
    assert matching_step(RFC_SECRET, typed, after=0, now=datetime.fromtimestamp(59, UTC)) == 1


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "\uff12\uff18\uff17\uff10\uff18\uff12", "abcdef"])
def test_what_is_no_code_matches_nothing(typed):
    assert matching_step(RFC_SECRET, typed, after=0, now=datetime.fromtimestamp(59, UTC)) is None


def test_a_used_step_and_those_before_it_match_no_more(now):
    step = int(now.timestamp()) // 30
    for tried in (step - 1, step):
        assert matching_step(RFC_SECRET, totp_code(RFC_SECRET, tried), after=step, now=now) is None
    assert matching_step(RFC_SECRET, totp_code(RFC_SECRET, step + 1), after=step, now=now) == step + 1


def test_the_address_says_what_an_app_needs():
    address = totp_address(RFC_SECRET, "huong.nguyen", "Ghé")
    assert address == (f"otpauth://totp/Gh%C3%A9:huong.nguyen?secret={totp_text(RFC_SECRET)}&issuer=Gh%C3%A9")
    assert re.fullmatch("[A-Z2-7]{32}", totp_text(RFC_SECRET))


def test_each_link_offers_a_secret_of_its_own():
    secrets = {enrolment_secret(key, token) for key in (b"k" * 32, b"l" * 32) for token in (b"a", b"b")}
    assert len(secrets) == 4
    assert {len(secret) for secret in secrets} == {20}


def test_a_password_is_known_by_its_hash_alone():
    kept = hash_password("bún bò Huế")
    assert is_password(kept, "bún bò Huế")
    assert not is_password(kept, "bún bò huế")
    assert hash_password("bún bò Huế") != kept


def test_nobody_has_a_password():
    assert not is_password(None, "")
    assert not is_password(None, "anything")


def test_who_has_no_hash_costs_the_same_parameters():
    def parameters(kept):
        return kept.split("$")[:4]

    assert parameters(passwords._NOBODY) == parameters(hash_password("x"))
    assert [len(part) for part in passwords._NOBODY.split("$")] == [
        len(part) for part in hash_password("x").split("$")
    ]


@pytest.mark.abuse("AB-31")
def test_places_are_given_back_and_nobody_waits_for_one():
    taken = [turn() for _ in range(passwords.AT_ONCE)]
    for place in taken:
        place.__enter__()
    try:
        with pytest.raises(NotNow), turn():
            pass
    finally:
        for place in taken:
            place.__exit__(None, None, None)
    with turn():
        pass


def test_a_place_is_given_back_after_a_fault():
    for _ in range(passwords.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turn():
            raise ZeroDivisionError


def test_a_clock_half_a_minute_off_still_works(now):
    for off in (-30, 0, 30):
        code = totp_code(RFC_SECRET, int((now + timedelta(seconds=off)).timestamp()) // 30)
        assert matching_step(RFC_SECRET, code, after=0, now=now) is not None

"""The codes that people type to link browsers and to come back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import join_errors as errors
from app.domain.joins import LIFETIME, accepted, grouped_join, invite, make_join_code, parse_join_code
from app.domain.recovery_codes import grouped_recovery, make_recovery_code, parse_recovery_code
from app.vault.tokens import new_recovery_code, recovery_token

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
numbers = st.integers(0, 10**24 - 1)


@given(st.integers(0, 10**8 - 1))
def test_a_join_code_is_read_however_it_is_spaced(number):
    code = make_join_code(number)
    assert parse_join_code(grouped_join(code)) == parse_join_code(f" {code[:3]}.{code[3:]} ") == code


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "abcdefgh", "١٢٣٤٥٦٧٨"])
def test_what_is_no_join_code_is_unknown(typed):
    with pytest.raises(errors.JoinCodeUnknown):
        parse_join_code(typed)


def test_an_invitation_is_taken_once_and_in_time():
    offered = invite(UUID(int=1), now=NOW)
    taken = accepted(offered, now=NOW + LIFETIME - timedelta(seconds=1))
    with pytest.raises(errors.JoinCodeUsed):
        accepted(taken, now=NOW)
    with pytest.raises(errors.JoinCodeExpired):
        accepted(offered, now=NOW + LIFETIME)


@given(numbers)
def test_a_recovery_code_is_read_as_it_is_shown(number):
    code = make_recovery_code(number)
    assert len(code) == 25
    assert parse_recovery_code(grouped_recovery(code)) == code


@given(numbers, st.integers(0, 24), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, more):
    code = make_recovery_code(number)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    with pytest.raises(errors.RecoveryMistyped):
        parse_recovery_code(wrong)


@given(numbers, st.integers(0, 23))
def test_two_neighbours_changed_round_are_noticed(number, place):
    code = make_recovery_code(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(errors.RecoveryMistyped):
            parse_recovery_code(swapped)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_a_named_refusal(typed):
    with suppress(errors.RecoveryMistyped):
        assert len(parse_recovery_code(typed)) == 25


def test_a_code_stands_for_256_bits_of_its_own():
    one, other = new_recovery_code(), new_recovery_code()
    assert recovery_token(one) == recovery_token(one) != recovery_token(other)
    assert len(recovery_token(one)) == 32

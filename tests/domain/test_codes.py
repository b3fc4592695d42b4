from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import ALPHABET, check_in_url, grouped, make_code, parse_code
from app.domain.errors import CodeMistyped, CodeRevoked
from app.domain.ids import VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.typed_codes import grouped_typed, make_typed_code, parse_typed_code

codes = st.integers(0, 2**80 - 1).map(make_code)
typed_codes = st.integers(0, 10**8 - 1).map(make_typed_code)


@given(codes)
def test_a_code_reads_back_however_it_is_written(code):
    for written in (code, code.lower(), grouped(code), f" {grouped(code).lower()} "):
        assert parse_code(written) == code


@given(codes)
def test_letters_that_look_like_digits_are_read_as_digits(code):
    assert parse_code(code.replace("0", "O").replace("1", "l")) == code


def test_eighty_bits_are_carried():
    assert make_code(0)[:16] == "0" * 16
    assert make_code(2**80 - 1)[:16] == "Z" * 16
    assert make_code(1)[:16] == "0" * 15 + "1"


@pytest.mark.parametrize("text", ["", "123", "U" * 17, "0" * 16 + "1", "0" * 18, "Phở Hòa Pasteur !!"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CodeMistyped):
        parse_code(text)


def refused(parse, text):
    try:
        parse(text)
    except CodeMistyped:
        return True
    return False


def test_every_single_wrong_character_is_caught():
    for code in (make_code(0), make_code(2**80 - 1), make_code(0x1234_5678_9ABC_DEF0_1234)):
        for place, wrong in itertools.product(range(17), ALPHABET):
            changed = code[:place] + wrong + code[place + 1 :]
            assert changed == code or refused(parse_code, changed)


def test_every_swap_of_neighbours_is_caught():
    # The check is linear, so a pair of neighbours in every place and every value covers all codes.
    for place, (one, other) in itertools.product(range(15), itertools.combinations(range(32), 2)):
        code = make_code((one << 5 | other) << 5 * (14 - place))
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert refused(parse_code, swapped)
    for number in range(4096):
        code = make_code(number)
        swapped = code[:15] + code[16] + code[15]
        assert swapped == code or refused(parse_code, swapped)


@given(typed_codes)
def test_a_typed_code_reads_back_however_it_is_spaced(code):
    for written in (code, grouped_typed(code), "-".join(code)):
        assert parse_typed_code(written) == code


@given(typed_codes, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(code, place, added):
    wrong = code[:place] + str((int(code[place]) + added) % 10) + code[place + 1 :]
    assert refused(parse_typed_code, wrong)


@given(typed_codes, st.integers(0, 7))
def test_every_swap_of_neighbouring_digits_is_caught(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or refused(parse_typed_code, swapped)


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "١٢٣٤٥٦٧٨٩", "12345678x"])
def test_what_is_no_typed_code_is_refused(text):
    with pytest.raises(CodeMistyped):
        parse_typed_code(text)


def test_the_address_inside_the_symbol_has_no_small_letters():
    assert check_in_url("https://ghe.example.vn/", make_code(0)) == "HTTPS://GHE.EXAMPLE.VN/V/" + "0" * 17


def test_a_code_admits_entries_from_before_its_end_only():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    code = IssuedCode(make_code(1), make_typed_code(1), VenueId(None), None, now, now + timedelta(days=1))
    code.admit(now + timedelta(hours=23))
    with pytest.raises(CodeRevoked):
        code.admit(now + timedelta(days=1))

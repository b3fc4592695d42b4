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
from app.domain.typed_codes import _DAMM, grouped_typed, make_typed_code, parse_typed_code

codes = st.integers(0, 2**80 - 1).map(make_code)
typed_codes = st.integers(0, 10**8 - 1).map(make_typed_code)


@given(codes)
def test_a_code_reads_back_however_it_is_written(code):
    for written in (code, code.lower(), grouped(code), f" {grouped(code).lower()} "):
        assert parse_code(written) == code


@given(codes)
def test_it_is_printed_in_groups_of_four_and_one_of_five(code):
    assert [len(group) for group in grouped(code).split("-")] == [4, 4, 4, 5]


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


def valid_with(place, character, rest=0x234_5678_9ABC_DEF0_1234):
    """A code with this character in this place, the check character's among them."""
    if place == 16:
        # Of the 32 codes that differ in the first character, each has another check character.
        found = [make_code(first << 75 | rest) for first in range(32)]
        [code] = [code for code in found if code[16] == character]
        return code
    shift = 5 * (15 - place)
    return make_code(rest & ~(31 << shift) | ALPHABET.index(character) << shift)


def test_in_every_place_every_character_is_told_from_every_other():
    asked = 0
    for place, right, wrong in itertools.product(range(17), ALPHABET, ALPHABET):
        code = valid_with(place, right)
        changed = code[:place] + wrong + code[place + 1 :]
        assert (parse_code(changed) == code) if wrong == right else refused(parse_code, changed)
        asked += wrong != right
    assert asked == 17 * 32 * 31


def test_the_check_is_linear_so_what_holds_for_one_code_holds_for_all():
    # Then whether an error is caught depends on the error alone: the enumerations above and below are proofs.
    for one, other in itertools.product(range(16), repeat=2):
        for x, y in ((3, 17), (31, 8)):
            codes = [make_code(n) for n in (x << 5 * one, y << 5 * other, x << 5 * one ^ y << 5 * other)]
            checks = [ALPHABET.index(code[16]) for code in codes]
            assert checks[0] ^ checks[1] == checks[2]
    assert make_code(0)[16] == "0"


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


def test_every_wrong_digit_and_every_swap_is_caught_in_every_state_of_the_check():
    # The check walks a table of ten states: a pair of digits that leads apart from each state leads apart in
    # every code, whatever stands before; and from two different states no digit leads to one.
    for state, (x, y) in itertools.product(range(10), itertools.permutations(range(10), 2)):
        step = [[int(digit) for digit in row] for row in _DAMM]
        assert step[state][x] != step[state][y]
        assert step[step[state][x]][y] != step[step[state][y]][x]
        assert step[x][state] != step[y][state]
    assert all(int(_DAMM[digit][digit]) == 0 for digit in range(10)), "the check digit ends in state nought"


def test_a_tenth_of_all_numbers_are_typed_codes_so_a_typing_error_is_rarely_a_guess():
    hits = [not refused(parse_typed_code, f"{n:09d}") for n in range(123_456_000, 123_457_000)]
    assert sum(hits) == 100


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

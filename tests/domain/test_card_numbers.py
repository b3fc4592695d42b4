"""A card's number comes out of scanners and Vietnamese keyboards as it was printed; letters would not."""

from __future__ import annotations

import random

import pytest

from app.domain.card_errors import CardMistyped
from app.domain.card_numbers import LENGTH, grouped_card, make_card_number, parse_card_number
from app.domain.codes import make_code
from tests.domain.keyboards import telex, vni

KEYBOARDS = [telex, vni]
NUMBERS = [make_card_number(random.Random(n).randrange(10**14)) for n in range(200)]
AROUND = ["{}\r", "{}\n", "{}\r\n", "{}\t", "\x02{}\x03", "]Q1{}", "]Q3{}\r", " {} ", "\ufeff{}", "]d2{}"]


def test_fourteen_digits_and_one_to_check_them():
    assert all(len(number) == LENGTH and number.isdigit() for number in NUMBERS)
    assert len(set(NUMBERS)) == len(NUMBERS)
    assert make_card_number(0) == "0" * 15
    assert grouped_card(make_card_number(12345678901234)) == "12345 67890 12345"


@pytest.mark.parametrize("keyboard", KEYBOARDS)
@pytest.mark.parametrize("around", AROUND)
def test_a_scanner_types_a_number_unharmed(keyboard, around):
    assert all(parse_card_number(keyboard(around.format(number))) == number for number in NUMBERS)


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_the_printed_groups_can_be_typed(keyboard):
    assert all(parse_card_number(keyboard(grouped_card(number))) == number for number in NUMBERS)


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_a_code_with_letters_would_be_harmed(keyboard):
    # The negative control: were cards to carry the code of a poster, most would arrive as something else.
    codes = [make_code(random.Random(n).getrandbits(80)).lower() for n in range(200)]
    assert sum(keyboard(code) != code for code in codes) > 100


def test_the_keyboards_write_vietnamese():
    # Or they would prove nothing.
    assert (telex("tieesng Vieejt"), vni("tie61ng Vie65t")) == ("tiếng Việt", "tiếng Việt")
    assert (telex("ddaayf"), vni("d9a6y2"), telex("huwowng"), vni("hu7o7ng")) == (
        "đâỳ",
        "đâỳ",
        "hương",
        "hương",
    )
    assert telex("]") == "ư"


def test_digits_of_full_width_and_no_break_spaces_count():
    number = NUMBERS[0]
    wide = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in number)
    assert parse_card_number(wide) == parse_card_number(grouped_card(number).replace(" ", "\u00a0")) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        NUMBERS[0] + "1",
        NUMBERS[0][:-1],
        "HTTPS://GHE.VN/V/" + NUMBERS[0],
        "x" * 10_000,
        "]Q1",
        "\u0661" * 15,
    ],
)
def test_anything_else_is_refused_and_not_repeated(text):
    with pytest.raises(CardMistyped) as refused:
        parse_card_number(text)
    assert not refused.value.args, "what was scanned may be an identity card"


def test_one_wrong_digit_and_two_changed_round_are_noticed():
    for number in NUMBERS[:20]:
        for place in range(LENGTH):
            wrong = str((int(number[place]) + 1) % 10)
            with pytest.raises(CardMistyped):
                parse_card_number(number[:place] + wrong + number[place + 1 :])
        for place in range(LENGTH - 1):
            turned = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            if turned != number:
                with pytest.raises(CardMistyped):
                    parse_card_number(turned)

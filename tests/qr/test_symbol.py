import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from qr import picture
from qr.errors import EmptyText, NotUnicode, Refusal, TextTooLong
from qr.symbol import Level, Symbol, encode

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
FORMAT_MASK = 0b101010000010010
LEVEL_BITS = {Level.L: 0b01, Level.M: 0b00, Level.Q: 0b11, Level.H: 0b10}


@pytest.fixture(scope="module", autouse=True)
def standard_padding():
    """segno 1.6.6 adds a zero byte where the data already end on a byte; ISO/IEC 18004, 7.4.10, adds none."""

    def pad(buffer, _version, length):
        buffer.extend([0] * (-length % 8))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segno.encoder, "write_padding_bits", pad)
        yield


def format_bits(symbol: Symbol) -> tuple[int, int]:
    """Level and mask as a reader finds them beside the upper left eye."""
    value = 0
    for module in symbol.modules[8][:5]:
        value = value << 1 | module
    value ^= FORMAT_MASK >> 10
    return value >> 3, value & 0b111


def segno_modules(symbol: Symbol, text: str | bytes) -> tuple[tuple[bool, ...], ...]:
    """The matrix of the oracle, told which mask ours chose: the libraries rate masks differently."""
    oracle = segno.make(
        text,
        version=symbol.version,
        error=symbol.level,
        mask=format_bits(symbol)[1],
        boost_error=False,
        micro=False,
    )
    return tuple(tuple(bool(module) for module in row) for row in oracle.matrix)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    "text",
    [
        "HTTPS://GHE.EXAMPLE.VN.AA/V/4WT59M5YQ0R7K2JXZ",
        "https://ghe.example.vn.aa/v/4wt59m5yq0r7k2jxz",
        "0123456789012345678901234567890123456789",
        "Phở Hòa Pasteur, phường Xuân Hòa",
        "A" * 700,
    ],
)
def test_every_module_is_what_an_independent_encoder_draws(text, level):
    symbol = encode(text, level=level)
    assert symbol.modules == segno_modules(symbol, text if text.isascii() else text.encode())


@given(st.text(ALPHANUMERIC, min_size=1, max_size=120), st.sampled_from(Level))
@settings(max_examples=40, deadline=None)
def test_any_alphanumeric_text_makes_the_oracle_s_smallest_symbol(text, level):
    symbol = encode(text, level=level)
    assert symbol.version <= segno.make(text, error=level, boost_error=False, micro=False).version
    if not re.search(r"\d{6}", text):  # such runs are packed tighter than the oracle packs them
        assert symbol.modules == segno_modules(symbol, text)


@given(st.text("0123456789AZ:/abcở", min_size=1, max_size=120), st.sampled_from(Level))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_a_larger_symbol_than_other_encoders_make(text, level):
    oracle = segno.make(text.encode(), error=level, boost_error=False, micro=False)
    assert encode(text, level=level).version <= oracle.version


@pytest.mark.parametrize("level", Level)
def test_the_level_is_the_one_asked_for_even_where_more_would_fit(level):
    symbol = encode("A", level=level)
    assert symbol.level == level
    assert format_bits(symbol)[0] == LEVEL_BITS[level]


@pytest.mark.parametrize(("length", "version", "size"), [(19, 3, 29), (20, 4, 33)])
def test_an_upper_case_address_is_small_up_to_a_host_of_19_characters(length, version, size):
    host = "GHE." + "A" * (length - 7) + ".VN"
    symbol = encode(f"HTTPS://{host}/V/4WT59M5YQ0R7K2JXZ")
    assert (symbol.level, symbol.version, symbol.size) == (Level.Q, version, size)


@pytest.mark.parametrize(("length", "version", "size"), [(20, 6, 41), (21, 7, 45)])
def test_a_signed_address_is_version_6_up_to_a_host_of_20_characters(length, version, size):
    """`HTTPS://`, the host, `/V/` and 123 characters: a head of 20 and 64 bytes in base32."""
    host = "GHE." + "A" * (length - 7) + ".VN"
    symbol = encode(f"HTTPS://{host}/V/" + "4WT59M5YQ0R7K2JXZ4WT59" * 5 + "4WT59M5YQ0R7K", level=Level.M)
    assert len(symbol.text) == 134 + length
    assert (symbol.level, symbol.version, symbol.size) == (Level.M, version, size)


@pytest.mark.parametrize(("length", "version"), [(143, 6), (154, 6), (155, 7)])
def test_a_payload_of_74_bytes_in_base32_leaves_room_for_its_host(length, version):
    """74 bytes are 119 characters of base32; version 6 holds 154 at level M (ISO/IEC 18004:2015, table 7)."""
    assert encode(("A7" * 80)[:length], level=Level.M).version == version


def test_lower_case_costs_a_larger_symbol():
    address = "HTTPS://GHE.EXAMPLE.VN.AAAA/V/4WT59M5YQ0R7K2JXZ"
    assert encode(address.lower()).size > encode(address).size


def test_a_long_run_of_digits_inside_other_text_is_packed():
    assert encode("a" + "7" * 60).size < encode("a" + "x" * 60).size


@given(st.text(min_size=1, max_size=150))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_back_byte_for_byte(read, text):
    assert read(picture.image(encode(text), 3)).bytes == text.encode()


@given(st.text(ALPHANUMERIC, min_size=1, max_size=300), st.sampled_from(Level))
@settings(max_examples=40, deadline=None)
def test_any_alphanumeric_text_is_read_back(read, text, level):
    assert read(picture.image(encode(text, level=level), 3)).text == text


@pytest.mark.parametrize(
    ("level", "fits", "character"),
    [(Level.L, 7089, "7"), (Level.Q, 2420, "A"), (Level.H, 1273, "a"), (Level.H, 424, "ở")],
)
def test_a_text_may_fill_the_largest_symbol_and_not_overflow_it(level, fits, character):
    assert encode(character * fits, level=level).version == 40
    with pytest.raises(TextTooLong):
        encode(character * (fits + 1), level=level)


def test_an_endless_text_is_refused_before_it_costs_anything():
    with pytest.raises(TextTooLong, match="10000000 characters"):
        encode("A" * 10_000_000)


def test_nothing_makes_no_symbol():
    with pytest.raises(EmptyText):
        encode("")


def test_half_a_surrogate_pair_is_no_text():
    with pytest.raises(NotUnicode, match=r"U\+D83C"):
        encode("ab\ud83c")


def test_every_refusal_can_be_caught_as_one():
    with pytest.raises(Refusal):
        encode("")
    with pytest.raises(ValueError, match="no text"):
        encode("")


def test_bars_cover_each_dark_module_once():
    symbol = encode("GHE")
    covered = [(column + step, row) for column, row, length in symbol.bars() for step in range(length)]
    dark = [(x, y) for y, row in enumerate(symbol.modules) for x, module in enumerate(row) if module]
    assert sorted(covered) == sorted(dark)

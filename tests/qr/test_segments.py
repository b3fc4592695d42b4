from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.segments import ALPHANUMERIC, DIGITS, Mode, Segment, Width, bits, segments

NARROW = Width.NARROW


def held_by(mode: Mode, text: str) -> bool:
    return mode is Mode.BYTE or set(text) <= (DIGITS if mode is Mode.NUMERIC else ALPHANUMERIC)


def every_cut(text: str):
    """All ways to give each character a mode; neighbours of one mode are one run."""
    for modes in product(Mode, repeat=len(text)):
        if all(held_by(mode, character) for mode, character in zip(modes, text, strict=True)):
            runs: list[list] = []
            for mode, character in zip(modes, text, strict=True):
                if runs and runs[-1][0] is mode:
                    runs[-1][1] += character
                else:
                    runs.append([mode, character])
            yield tuple(Segment(mode, run.encode()) for mode, run in runs)


@given(st.text("07AZa:ở", min_size=1, max_size=7), st.sampled_from(Width))
def test_no_other_cut_takes_fewer_bits(text, width):
    assert bits(segments(text, width), width) == min(bits(cut, width) for cut in every_cut(text))


@given(st.text(max_size=80), st.sampled_from(Width))
def test_the_runs_are_the_text_and_neighbours_differ(text, width):
    cut = segments(text, width)
    assert b"".join(run.data for run in cut) == text.encode()
    assert all(one.mode is not other.mode for one, other in pairwise(cut))
    assert all(held_by(run.mode, run.data.decode()) for run in cut)


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("HTTPS://GHE.VN/V/4WT5", [Mode.ALPHANUMERIC]),
        ("https://ghe.vn/v/4wt5", [Mode.BYTE]),
        ("12345678901234567890", [Mode.NUMERIC]),
        ("https://ghe.vn/12345678901234567890", [Mode.BYTE, Mode.NUMERIC]),
        ("abc12def", [Mode.BYTE]),
        ("A1", [Mode.ALPHANUMERIC]),
        ("", []),
    ],
)
def test_a_change_of_mode_must_pay_for_its_head(text, modes):
    assert [run.mode for run in segments(text, NARROW)] == modes


@pytest.mark.parametrize(
    ("text", "data_bits"),
    [("1", 4), ("12", 7), ("123", 10), ("1234", 14), ("A", 6), ("AB", 11), ("ABC", 17), ("a", 8), ("ở", 24)],
)
def test_bits_are_those_of_the_standard(text, data_bits):
    [run] = segments(text, NARROW)
    heads = {Mode.NUMERIC: 14, Mode.ALPHANUMERIC: 13, Mode.BYTE: 12}
    assert bits((run,), NARROW) == heads[run.mode] + data_bits

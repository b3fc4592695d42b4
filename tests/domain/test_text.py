from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.neutral import neutral
from app.domain.text import clean, collation_key, fold


@given(st.text())
@example("0 \x08 0")
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Chợ   Bến\tThành \n", "Chợ Bến Thành"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x\u0000y\u200by", "xyy"),
    ],
)
def test_controls_and_bidi_overrides_go_and_words_stay(typed, kept):
    assert clean(typed) == kept


def test_searching_ignores_tone_marks_case_and_the_stroke():
    assert fold("ĐƯỜNG Nguyễn Huệ") == fold("duong nguyen hue") == "duong nguyen hue"


def test_vietnamese_order_puts_letters_before_tones():
    words = ["bà", "ba", "đa", "da", "ăn", "an", "ân", "bá", "bả", "ô", "o", "ơ"]
    expected = ["an", "ăn", "ân", "ba", "bà", "bả", "bá", "da", "đa", "o", "ô", "ơ"]
    assert sorted(words, key=collation_key) == expected


# Reference cases T17 of the published corpus of spreadsheet injections, and full-width twins.
@pytest.mark.abuse("AB-22")
@pytest.mark.parametrize(
    "text",
    ["=1+1", "@2", "+cmd|x", "-2+3", "\t=1", "\r=1", " =1", "\u00a0=1", "a\n=1", "\uff1d1", "%0A", "|x"],
)
def test_no_line_of_a_cell_begins_a_formula(text):
    for line in neutral(text).split("\n"):
        assert line.lstrip(" \u00a0\u3000\u200b\ufeff\t")[:1] not in {*"=+-@|%", "\uff1d", "\uff0b"}


@pytest.mark.abuse("AB-22")
@given(st.text())
def test_neutralising_deletes_no_character(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for before, after in zip(lines, neutral(text).split("\n"), strict=True):
        assert after in {before, f"'{before}"}


@pytest.mark.parametrize("name", ["Nguyễn Thị Hương", "Phở Hòa Pasteur", "O'Brien", "3.2"])
def test_ordinary_names_are_left_alone(name):
    assert neutral(name) == name

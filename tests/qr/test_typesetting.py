import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr import fonts
from qr.errors import CannotPrint
from qr.fonts import Face
from qr.typesetting import LINE, Style, fill, fit, tidy, wrap

NAME = "Trung tâm Chăm sóc Sức khỏe Cộng đồng và Phục hồi chức năng Nguyễn Thị Minh Khai"
STYLE = Style(Face.BOLD, "#000000", largest=12, smallest=6, lines=2)
TEXTS = st.text("aMWộỬ.1 ", max_size=80).map(tidy)


def widest(lines, size):
    return max(fonts.width(line, Face.BOLD, size) for line in lines)


@given(TEXTS, st.floats(1.5, 30))
@settings(max_examples=60, deadline=None)
def test_no_letter_is_lost_and_no_line_is_too_long(text, width):
    lines = wrap(text, Face.BOLD, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, Face.BOLD, 1) <= width for line in lines)
    assert all(line.strip(" ") == line != "" for line in lines)


@given(TEXTS, st.floats(20, 200))
@settings(max_examples=60, deadline=None)
def test_a_fitted_text_keeps_to_its_sizes_and_its_width(text, width):
    size, lines = fit(text, STYLE, width)
    assert STYLE.smallest - 1e-9 <= size <= STYLE.largest
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, Face.BOLD, size) <= width + 1e-6 for line in lines)
    if len(lines) > STYLE.lines:
        assert size == pytest.approx(STYLE.smallest)


def test_a_text_that_fits_is_set_at_the_largest_size():
    assert fit("Phở Hòa", STYLE, 190) == (12, ["Phở Hòa"])


def test_a_longer_text_is_set_smaller_before_it_takes_more_lines():
    size, lines = fit(NAME, STYLE, 190)
    assert len(lines) == 2
    assert 6 < size < 12
    assert len(wrap(NAME, Face.BOLD, 190 / (size + 0.5))) > 2


def test_lines_are_balanced():
    _, lines = fit("Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Gia", STYLE, 190)
    widths = [fonts.width(line, Face.BOLD, 1) for line in lines]
    assert len(lines) == 2
    assert min(widths) > 0.8 * max(widths)


def test_a_word_longer_than_the_line_is_broken():
    word = "A" * 100
    _, lines = fit(word, STYLE, 100)
    assert "".join(lines) == word
    assert widest(lines, 6) <= 100


def test_a_no_break_space_keeps_a_number_together():
    assert wrap("Nhập 1234\u00a05678\u00a09", Face.BOLD, 8) == ["Nhập", "1234\u00a05678\u00a09"]


def test_white_space_is_made_single_and_accents_are_composed():
    assert tidy("  Chợ\r\n\tBến  Thành ") == "Chợ Bến Thành"
    assert tidy(unicodedata.normalize("NFD", NAME)) == NAME
    assert fit(unicodedata.normalize("NFD", NAME), STYLE, 190) == fit(NAME, STYLE, 190)


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_blank_text_has_no_lines(blank):
    assert fit(blank, STYLE, 190)[1] == []


def test_a_text_that_cannot_be_printed_is_refused():
    with pytest.raises(CannotPrint):
        fit("Trà 茶", STYLE, 190)


@given(TEXTS, st.floats(20, 200), st.floats(10, 60))
@settings(max_examples=60, deadline=None)
def test_a_filling_text_keeps_to_its_place_unless_it_is_at_its_smallest(text, width, height):
    size, lines = fill(text, STYLE, width, height)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, Face.BOLD, size) <= width + 1e-6 for line in lines)
    assert len(lines) * size * LINE <= height + 1e-6 or size == pytest.approx(STYLE.smallest)


def test_a_filling_text_is_as_large_as_its_place_allows():
    assert fill("Phở Hòa", STYLE, 190, 40) == (12, ["Phở Hòa"])
    small, _ = fill(NAME, STYLE, 60, 45)
    large, _ = fill(NAME, STYLE, 60, 70)
    assert STYLE.smallest < small < large <= STYLE.largest


def test_a_filling_text_is_made_smaller_before_a_word_is_broken():
    size, lines = fill("Nguyễn", STYLE, 30, 60)
    assert size < STYLE.largest
    assert lines == ["Nguyễn"]
    size, lines = fill("Ộ" * 40, STYLE, 30, 90)
    assert len(lines) > 1
    assert size > STYLE.smallest


def test_a_filling_text_that_cannot_be_printed_is_refused():
    with pytest.raises(CannotPrint):
        fill("Trà 茶", STYLE, 190, 30)

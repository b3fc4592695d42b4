from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image
from pypdf import PdfReader

from qr import pdf, person_card, png
from qr.boxes import Bounds
from qr.errors import CannotPrint, EmptyText, ModuleTooSmall, NameTooLong
from tests.qr.layouts import a_card, apart, codes_of, inside, words_of


def test_a_card_is_of_the_size_of_a_bank_card_on_both_sides():
    for sheet in (person_card.front(a_card()), person_card.back(a_card())):
        [page] = PdfReader(BytesIO(pdf.write(sheet))).pages
        assert page.mediabox.width * 25.4 / 72 == pytest.approx(85.6, abs=0.01)
        assert page.mediabox.height * 25.4 / 72 == pytest.approx(53.98, abs=0.01)


def test_the_symbol_is_larger_than_a_phone_needs_at_arm_s_length(read):
    [code] = codes_of(person_card.front(a_card()))
    assert code.side > 45
    assert code.module > 1
    assert read(Image.open(BytesIO(png.write(person_card.front(a_card()), 100)))).text == a_card().text


def test_a_card_without_a_symbol_shows_its_number_large():
    with_symbol, without = (person_card.front(a_card(text=text)) for text in (a_card().text, ""))

    def size_of_number(sheet):
        [number] = [box for box in sheet.boxes if getattr(box, "text", "").startswith("1234")]
        return number.size

    assert codes_of(without) == []
    assert size_of_number(without) > 2 * size_of_number(with_symbol)


def test_every_word_is_on_one_side():
    front, back = words_of(person_card.front(a_card())), words_of(person_card.back(a_card()))
    for text in (a_card().title, a_card().number, a_card().expires):
        assert text.replace(" ", "") in front
    for text in (a_card().promise, a_card().second_promise, a_card().usage, a_card().hotline):
        assert text.replace(" ", "") in back


def test_ten_go_on_a_sheet_and_each_back_behind_its_front():
    cards = [a_card(number=f"{number:04d}", hotline=f"Gọi {number:04d}") for number in range(12)]
    sheets = list(person_card.sheets(cards))
    assert [len(codes_of(sheet)) for sheet in sheets] == [10, 0, 2, 0]

    def place(sheet, text):
        [box] = [box for box in sheet.boxes if getattr(box, "text", "") == text]
        return box.bounds

    for number in range(12):
        front, back = sheets[0 if number < 10 else 2], sheets[1 if number < 10 else 3]
        left, right = place(front, f"{number:04d}").left, place(back, f"Gọi {number:04d}").right
        assert (left < 105) == (210 - right < 105)  # the same half, seen through the paper
        assert (left < 105) == (number % 2 == 0)
        assert abs(place(front, f"{number:04d}").top - place(back, f"Gọi {number:04d}").top) < 50


def test_cut_marks_stand_at_every_edge_of_a_card():
    [front, _] = person_card.sheets([a_card()] * 10)
    marks = [box.bounds for box in front.boxes if type(box).__name__ == "Drawing" and box.bounds.left < 15]
    levels = sorted(round((m.top + m.bottom) / 2, 1) for m in marks if m.right - m.left > 1)
    assert levels == pytest.approx([13.55 + 53.98 * row for row in range(6)], abs=0.06)


def test_words_keep_to_the_card_and_off_each_other():
    for sheet in (
        person_card.front(a_card(expires="Dùng đến hết ngày 31/12/2026")),
        person_card.back(a_card()),
    ):
        assert all(inside(box.bounds, Bounds(3.5, 3.5, 82.1, 50.48)) for box in (*sheet.boxes, *sheet.panels))
        assert all(apart(one.bounds, other.bounds) for one, other in combinations(sheet.boxes, 2))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": "", "number": ""}, EmptyText),
        ({"text": " ", "number": " "}, EmptyText),
        ({"number": "1" * 400}, NameTooLong),
        ({"text": "A" * 2400}, ModuleTooSmall),
        ({"title": "Thẻ 🍜"}, CannotPrint),
    ],
)
def test_a_front_that_cannot_work_is_refused(changes, refusal):
    with pytest.raises(refusal):
        person_card.front(a_card(**changes))


def test_a_back_with_too_many_words_is_refused():
    with pytest.raises(NameTooLong, match="mm"):
        person_card.back(a_card(usage="Đưa thẻ cho nhân viên khi đến. " * 12))

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.usecases.print_person_card import CardToPrint, print_person_cards
from app.web import words

CARDS = [
    CardToPrint(f"{number:04d} 5678 9", date(2026, 12, 31), f"HTTPS://GHE.VN/C/{number:017d}")
    for number in range(12)
]


def pages_of(cards, *, on_a4):
    document = print_person_cards(cards, hotline="1900 9095", vietnamese=words.gettext("vi"), on_a4=on_a4)
    return PdfReader(BytesIO(document)).pages


@pytest.mark.parametrize(("on_a4", "count", "width"), [(False, 24, 85.6), (True, 4, 210)])
def test_cards_are_printed_one_by_one_or_ten_to_a_sheet(on_a4, count, width):
    pages = pages_of(CARDS, on_a4=on_a4)
    assert len(pages) == count
    assert float(pages[0].mediabox.width) * 25.4 / 72 == pytest.approx(width, abs=0.01)


def test_a_card_says_what_it_is_and_what_it_is_not():
    front, back = (page.extract_text().replace("\u00a0", " ") for page in pages_of(CARDS[:1], on_a4=False))
    assert "0000 5678 9" in front
    assert "31/12/2026" in front
    assert "This card shows nothing about you" in " ".join(back.split())
    assert "1900 9095" in back


def test_a_card_without_a_symbol_has_its_number_alone():
    [front, _] = pages_of([CardToPrint("1234 5678 9", date(2026, 12, 31))], on_a4=False)
    assert "1234 5678 9" in front.extract_text().replace("\u00a0", " ")

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from qr import pdf
from qr import poster as posters
from qr.boxes import Code
from qr.paper import Paper


@pytest.fixture
def page(poster):
    return PdfReader(BytesIO(posters.pdf(poster))).pages[0]


def test_a_page_has_the_size_of_its_paper(poster):
    for paper in (Paper.A4, Paper.A5):
        [page] = PdfReader(BytesIO(posters.pdf(poster, paper))).pages
        assert page.mediabox.width * 25.4 / 72 == pytest.approx(paper.width, abs=0.01)
        assert page.mediabox.height * 25.4 / 72 == pytest.approx(paper.height, abs=0.01)


def test_the_words_can_be_copied_out_unharmed(poster, page):
    text = page.extract_text()
    for line in (
        poster.heading,
        poster.venue,
        poster.address,
        poster.right_address,
        poster.recorded,
        poster.brand,
    ):
        assert line in text
        assert unicodedata.is_normalized("NFC", line)


def test_a_decomposed_name_is_printed_composed(poster):
    decomposed = replace(poster, venue=unicodedata.normalize("NFD", poster.venue))
    assert decomposed.venue != poster.venue
    assert posters.pdf(decomposed) == posters.pdf(poster)


def test_the_title_is_the_name_of_the_place(poster):
    assert PdfReader(BytesIO(posters.pdf(poster))).metadata.title == poster.venue


def test_fonts_are_embedded_and_hold_only_the_letters_in_use(page):
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    own = [font for font in fonts if "+" in font["/BaseFont"]]
    assert {font["/BaseFont"].split("+")[1] for font in own} == {
        "Roboto-Regular",
        "Roboto-Medium",
        "Roboto-Bold",
    }
    for font in own:
        assert 0 < len(font["/FontDescriptor"]["/FontFile2"].get_data()) < 60_000


def test_the_rectangles_of_the_page_are_the_modules_of_the_symbol(poster, page):
    [code] = [box for box in posters.sheet(poster).boxes if isinstance(box, Code)]
    drawn = set()
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"re":
            left, bottom, width, height = (float(value) for value in operands)
            assert height == pytest.approx(code.module, abs=1e-4)
            row = round((-bottom - height - code.top) / code.module) - 4
            first = round((left - code.left) / code.module) - 4
            drawn |= {(row, first + step) for step in range(round(width / code.module))}
    modules = code.symbol.modules
    assert drawn == {(y, x) for y, row in enumerate(modules) for x, module in enumerate(row) if module}


def test_a_document_of_several_sheets_has_a_page_for_each_of_its_own_size(poster):
    sheets = [posters.sheet(poster, Paper.A4), posters.sheet(replace(poster, venue="Phở Lệ"), Paper.A5)]
    document = PdfReader(BytesIO(pdf.write_pages(sheets)))
    assert [round(float(page.mediabox.width) * 25.4 / 72) for page in document.pages] == [210, 148]
    assert document.metadata.title == poster.venue
    assert [("Phở Lệ" in page.extract_text()) for page in document.pages] == [False, True]
    assert pdf.write_pages(sheets) == pdf.write_pages(iter(sheets))
    assert pdf.write_pages(sheets[:1]) == pdf.write(sheets[0])

"""What holds for every sheet, whatever it says: nothing overlaps, nothing is cut, everything is read back."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

import qr
from qr import pdf, png, svg
from qr.boxes import Bounds, TextLine
from tests.qr.layouts import LAYOUTS, NAMES, apart, codes_of, inside, words_of

NAMELESS = {"card", "cards", "guide"}
CASES = [
    (layout, name) for layout in LAYOUTS for name in NAMES if layout not in NAMELESS or name == "60 letters"
]


@cache
def made(layout, name):
    return LAYOUTS[layout][1](NAMES[name])


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def sheets(request):
    return made(*request.param)


@pytest.fixture(params=LAYOUTS)
def layout(request):
    return request.param


def texts_in(image):
    found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return sorted(barcode.text for barcode in found)


def texts_of(sheet):
    return sorted(code.symbol.text for code in codes_of(sheet))


def test_the_names_are_as_long_as_they_say():
    assert [len(name) for name in NAMES.values()] == [1, 60, 100]


def test_no_box_touches_another(sheets):
    for sheet in sheets:
        places = sorted(box.bounds for box in sheet.boxes)
        for index, one in enumerate(places):
            for other in places[index + 1 :]:
                if other.left >= one.right:
                    break
                assert apart(one, other)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_everything_is_inside_the_margins(case):
    margin = LAYOUTS[case[0]][0]
    for sheet in made(*case):
        if case[0].startswith("stickers") or case[0] == "cards":
            margin = 0  # labels may reach the edge of the paper; their own margins are tested with them
        page = Bounds(margin, margin, sheet.paper.width - margin, sheet.paper.height - margin)
        for box in (*sheet.boxes, *sheet.panels):
            assert inside(box.bounds, page), box


def test_a_box_stands_on_a_panel_or_beside_it_and_a_symbol_never_on_one(sheets):
    for sheet in sheets:
        for panel in sheet.panels:
            assert all(apart(panel.bounds, code.bounds) for code in codes_of(sheet))
            for box in sheet.boxes:
                assert apart(panel.bounds, box.bounds) or inside(box.bounds, panel.bounds)


def test_no_letter_of_the_name_is_lost(layout):
    for key, name in NAMES.items():
        for sheet in made(layout, key) if layout not in NAMELESS else []:
            assert name.replace(" ", "") in words_of(sheet)


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_is_read_on_its_ground_in_colour_as_in_grey(sheets):
    assert contrast("#ffffff", "#777777") < 4.5 < contrast("#ffffff", "#767676")
    for sheet in sheets:
        for line in (box for box in sheet.boxes if isinstance(box, TextLine)):
            grounds = ["#ffffff", *(p.colour for p in sheet.panels if inside(line.bounds, p.bounds))]
            assert contrast(line.colour, grounds[-1]) >= 4.5, line


def test_no_text_is_smaller_than_can_be_read(sheets):
    smallest = min(box.size for sheet in sheets for box in sheet.boxes if isinstance(box, TextLine))
    assert smallest >= 2  # 5.7 points


def test_every_symbol_has_its_white_field_and_modules_that_phones_see(sheets):
    for code in (code for sheet in sheets for code in codes_of(sheet)):
        assert code.module >= qr.LEAST_MODULE
        assert code.symbol.full_size == code.symbol.size + 8


def test_a_png_is_read_back_in_colour_and_in_grey(sheets):
    for sheet in sheets:
        dpi = 100 if sheet.paper.width > 100 else 200
        image = Image.open(BytesIO(png.write(sheet, dpi)))
        assert image.size == (round(sheet.paper.width / 25.4 * dpi), round(sheet.paper.height / 25.4 * dpi))
        assert texts_in(image) == texts_of(sheet)


def test_a_pdf_is_read_back(layout, rasterise):
    for sheet in made(layout, "60 letters"):
        assert texts_in(rasterise(pdf.write(sheet), 130)) == texts_of(sheet)


def test_an_svg_is_a_document_of_its_true_size(layout):
    for sheet in made(layout, "60 letters"):
        root = ET.fromstring(svg.write(sheet))
        assert root.get("viewBox") == f"0 0 {sheet.paper.width:g} {sheet.paper.height:g}"
        assert len(root) == 1 + len(sheet.panels) + len(sheet.boxes)


def test_the_fonts_of_a_pdf_are_embedded_and_hold_only_the_letters_in_use(layout):
    document = PdfReader(BytesIO(pdf.write_pages(made(layout, "60 letters"))))
    assert len(document.pages) == len(made(layout, "60 letters"))
    for page in document.pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        own = [font for font in fonts if "+Roboto" in font["/BaseFont"]]
        assert own
        for font in own:
            assert 0 < len(font["/FontDescriptor"]["/FontFile2"].get_data()) < 60_000


def test_the_words_can_be_copied_out_of_a_pdf(layout):
    for sheet in made(layout, "60 letters"):
        [page] = PdfReader(BytesIO(pdf.write(sheet))).pages
        found = page.extract_text()
        for line in (box for box in sheet.boxes if isinstance(box, TextLine) and not box.turned):
            assert line.text.replace("\u00a0", " ") in found.replace("\u00a0", " ")


def digest(layout):
    sheets = made(layout, "60 letters")
    parts = [pdf.write_pages(sheets)]
    for sheet in sheets:
        parts += [svg.write(sheet).encode(), png.write(sheet, 60 if sheet.paper.width > 100 else 110)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_the_same_words_give_the_same_bytes_on_every_thread_and_in_another_process():
    """Small sheets, so that it is quick; all of them go through the same writers."""
    layouts = ["tent-3", "door-a6", "card", "stickers-8"]
    script = f"from tests.qr.test_layouts import digest; print(*map(digest, {layouts}))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(qr.__file__).parents[1])}
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    with ThreadPoolExecutor(4) as pool:
        here = [*pool.map(digest, layouts * 2)]
    assert here == other.stdout.split() * 2


def test_the_measures_of_this_test_tell_boxes_apart():
    one, beside, over = Bounds(0, 0, 2, 2), Bounds(2, 0, 3, 2), Bounds(1, 1, 3, 3)
    assert [apart(*pair) for pair in combinations((one, beside, over), 2)] == [True, False, False]
    assert inside(one, one)
    assert not inside(over, one)

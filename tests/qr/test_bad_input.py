"""Whatever is asked: a `Refusal` by name, or a sheet that works."""

import math
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qr import encode, logo, pdf, picture, png, svg
from qr import poster as posters
from qr.bench.layouts import LAYOUTS
from qr.boxes import Code
from qr.errors import (
    CannotPrint,
    LogoTooLarge,
    LogoUnreadable,
    ModuleTooSmall,
    NotUnicode,
    PaperUnusable,
    Refusal,
    ResolutionUnusable,
)
from qr.paper import Paper
from qr.sheet import Sheet

WORDS = (
    "heading",
    "subheading",
    "second_language",
    "venue",
    "address",
    "typed_code",
    "right_address",
    "brand",
)
UNPRINTABLE = {
    "emoji": "Phở 🍜",
    "emoji of several": "Trà 👩\u200d🍳",
    "flag": "Quán 🇻🇳",
    "right-to-left mark": "Phở\u200f Hòa",
    "right-to-left override": "Phở \u202eaòH",
    "isolate": "\u2066Phở\u2069",
    "zero width space": "Phở\u200bHòa",
    "byte order mark": "\ufeffPhở",
    "null": "Phở\0",
    "bell": "Phở\a",
    "escape": "\x1b[31mPhở",
    "delete": "Phở\x7f",
    "next line": "Phở\x85Hòa",
    "line separator": "Phở\u2028Hòa",
    "half a surrogate pair": "Phở \ud83c",
    "private use": "Phở \ue000",
    "unassigned": "Phở \U000e0fff",
    "Hebrew": "שלום",
    "Chinese": "茶",
    "an accent alone": "\u0301",
    "an accent too many": "a\u0300\u0301\u0302\u0303",
}
HARMLESS = {
    "mark-up": '<script>alert("1")</script> & {{ 7 * 7 }}',
    "PDF operators": ") Tj ET Q (",
    "a formula": "=HYPERLINK(1)",
    "tabs and lines": "Phở\t\r\n\tHòa",
    "decomposed": "Pho\u031b\u0309 Ho\u0300a",
    "one long word": "Ộ" * 150,
    "no-break spaces": "a\u00a0" * 60,
    "soft signs": "“Phở” \u2013 Hòa… 100 % & Co. / #1",
}


def works(sheet: Sheet, text: str, read) -> bool:
    """Everything is inside the page and the picture of it is read back."""
    for box in (*sheet.panels, *sheet.boxes):
        left, top, right, bottom = box.bounds
        assert all(math.isfinite(edge) for edge in box.bounds)
        assert 0 <= left <= right <= sheet.paper.width
        assert 0 <= top <= bottom <= sheet.paper.height
    [code] = [box for box in sheet.boxes if isinstance(box, Code)]
    image = Image.open(BytesIO(png.write(sheet, math.ceil(3 * 25.4 / code.module))))
    return read(image).bytes == text.encode()


@pytest.mark.parametrize("name", UNPRINTABLE)
@pytest.mark.parametrize("field", WORDS)
def test_what_cannot_be_printed_is_refused_by_name(poster, field, name):
    with pytest.raises(CannotPrint) as refusal:
        posters.sheet(replace(poster, **{field: UNPRINTABLE[name]}))
    assert set(refusal.value.characters) & set(UNPRINTABLE[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_dangerous_is_printed(poster, read, name):
    named = replace(poster, venue=HARMLESS[name], address=HARMLESS[name])
    sheet = posters.sheet(named)
    assert works(sheet, poster.text, read)
    assert "<script" not in svg.write(sheet)
    assert pdf.write(sheet).startswith(b"%PDF")


@given(st.text(max_size=60), st.text(max_size=300), st.sampled_from([Paper.A4, Paper.A5]))
@settings(max_examples=40, deadline=None)
def test_any_words_make_a_poster_that_works_or_a_refusal(poster, read, venue, address, paper):
    try:
        sheet = posters.sheet(replace(poster, venue=venue, address=address), paper)
    except Refusal:
        return
    assert works(sheet, poster.text, read)


PRINTABLE = st.text("aàằốưỪĐỘ .,-\u2013/0189&“”\u00a0\n\t" + "W" * 5, max_size=400)


@given(PRINTABLE, PRINTABLE, PRINTABLE, PRINTABLE, st.text(min_size=1, max_size=200))
@settings(max_examples=40, deadline=None)
def test_printable_words_of_any_length_do_too(poster, read, venue, address, heading, notes, text):
    words = {"venue": venue, "address": address, "heading": heading, "recorded": notes, "text": text}
    try:
        sheet = posters.sheet(replace(poster, **words))
    except ModuleTooSmall:
        assert sum(map(len, words.values())) > 150
        return
    assert works(sheet, text, read)


def test_an_over_long_name_fits_or_is_refused(poster, read):
    assert works(posters.sheet(replace(poster, venue="Quán ăn Hương Tràm " * 16)), poster.text, read)
    with pytest.raises(ModuleTooSmall):
        posters.sheet(replace(poster, venue="Quán ăn Hương Tràm " * 1_000))


@pytest.mark.parametrize("text", ["\ud83c", "ab\udfffcd", "\udf5c\ud83c"])
def test_half_a_surrogate_pair_makes_no_symbol(poster, text):
    with pytest.raises(NotUnicode):
        encode(text)
    with pytest.raises(NotUnicode):
        posters.sheet(replace(poster, text=text))


@pytest.mark.parametrize("text", ["\0", "🍜", "\u202eabc", "a\x1b[31m", " ", "\n"])
def test_a_symbol_holds_any_other_text(text, read):
    assert read(picture.image(encode(text), 4)).bytes == text.encode()


@pytest.mark.parametrize("side", [math.nan, math.inf, -math.inf, -5, 0, 1e9, 1e308, 5080.1])
def test_a_side_that_is_no_length_is_refused(side):
    with pytest.raises(PaperUnusable):
        picture.sheet(encode("A"), side)
    with pytest.raises(PaperUnusable):
        Paper("x", 100, side)
    with pytest.raises(PaperUnusable):
        Paper("x", side, 100)


@pytest.mark.parametrize("side", [math.nan, -5, 0, 9.56])
def test_a_symbol_of_no_size_is_refused(side):
    with pytest.raises(ModuleTooSmall):
        Code(encode("A"), 0, 0, side)


@pytest.mark.parametrize(
    "paper", [Paper("sliver", 1, 297), Paper("strip", 210, 1), Paper("speck", 0.001, 0.001)]
)
def test_a_poster_on_a_scrap_of_paper_is_refused(poster, paper):
    with pytest.raises(ModuleTooSmall):
        posters.sheet(poster, paper)


@pytest.mark.parametrize("dpi", [0, -1, -300, math.nan, math.inf, 5_000_000])
@pytest.mark.parametrize("with_code", [True, False])
def test_a_resolution_that_makes_no_picture_is_refused(dpi, with_code):
    sheet = picture.sheet(encode("A"), 50) if with_code else Sheet(Paper.A5, "", (), ())
    with pytest.raises(ResolutionUnusable):
        png.write(sheet, dpi)


@pytest.mark.parametrize("scale", [0, -1, 61, math.nan])
def test_a_scale_that_makes_no_picture_is_refused(scale):
    with pytest.raises(ResolutionUnusable):
        picture.png(encode("A"), scale=scale)


def test_a_logo_that_is_none_or_enormous_is_refused():
    enormous = BytesIO()
    Image.new("1", (6_000, 6_000)).save(enormous, "PNG")
    with pytest.raises(LogoTooLarge):
        logo.read(enormous.getvalue())
    small = BytesIO()
    Image.effect_noise((40, 40), 50).save(small, "PNG")
    for rubbish in (small.getvalue()[:400], b"", b"\x89PNG", b"<svg/>", b"\xff\xd8\xff"):
        with pytest.raises(LogoUnreadable):
            logo.read(rubbish)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_of_the_bench_keeps_to_its_page(name):
    sheet = LAYOUTS[name]()
    for box in (*sheet.panels, *sheet.boxes):
        left, top, right, bottom = box.bounds
        assert min(left, top, sheet.paper.width - right, sheet.paper.height - bottom) >= -0.11, box


def test_every_refusal_can_be_caught_as_one_and_shown():
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__ == "qr.errors"]
    assert len(kinds) >= 11
    assert all(kind.__doc__ and issubclass(kind, ValueError) for kind in kinds)

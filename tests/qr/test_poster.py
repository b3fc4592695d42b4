import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

import qr
from qr import poster as posters
from qr.boxes import Code
from qr.errors import CannotPrint, EmptyText, ModuleTooSmall, TextTooLong
from qr.paper import Paper
from tests.qr.layouts import a_poster, apart, inside, words_of

NAMES = {
    "nothing": "",
    "short": "Bún bò Huế",
    "60 letters": "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12",
    "100 letters": (
        "Trung tâm Chăm sóc Sức khỏe Cộng đồng và Phục hồi chức năng Nguyễn Thị Minh Khai, cơ sở hai, khu B12"
    ),
    "one word": "Ộ" * 100,
}
ADDRESS = (
    "Tầng 3, tòa nhà Thương mại Dịch vụ Bến Thành, số 1234/56/78 đường Nguyễn Thị Minh Khai, "
    "phường Bến Thành, Thành phố Hồ Chí Minh"
)


@pytest.fixture(params=[Paper.A4, Paper.A5], ids=lambda paper: paper.name)
def paper(request) -> Paper:
    return request.param


@pytest.fixture(params=NAMES)
def named(request, poster) -> posters.Poster:
    address = poster.address if request.param == "short" else ADDRESS
    return replace(poster, venue=NAMES[request.param], address=address)


def code_of(sheet) -> Code:
    [code] = [box for box in sheet.boxes if isinstance(box, Code)]
    return code


def test_the_names_are_as_long_as_they_say():
    assert [len(NAMES[key]) for key in ("60 letters", "100 letters")] == [60, 100]


def test_no_box_touches_another_or_leaves_the_margins(named, paper):
    sheet = posters.sheet(named, paper)
    margin = 10 * paper.width / 210
    page = (margin, margin, paper.width - margin, paper.height - margin)
    for one, other in combinations(sheet.boxes, 2):
        assert apart(one.bounds, other.bounds), (one, other)
    for box in (*sheet.boxes, *sheet.panels):
        assert inside(box.bounds, type(box.bounds)(*page)), box


def test_a_box_stands_on_a_panel_or_beside_it_and_the_symbol_never_on_one(named, paper):
    sheet = posters.sheet(named, paper)
    assert len(sheet.panels) == 2
    for panel in sheet.panels:
        assert apart(panel.bounds, code_of(sheet).bounds)
        for box in sheet.boxes:
            assert apart(panel.bounds, box.bounds) or inside(box.bounds, panel.bounds)


def test_every_word_is_on_the_sheet(named, paper):
    words = words_of(posters.sheet(named, paper))
    for text in (
        named.venue,
        named.address,
        named.heading,
        named.typed_code,
        named.recorded,
        *named.captions,
    ):
        assert text.replace(" ", "") in words


@pytest.mark.parametrize(("name", "least"), [("short", 125), ("60 letters", 110), ("100 letters", 110)])
def test_the_symbol_is_as_large_as_the_sheet_allows(poster, name, least):
    for paper in (Paper.A4, Paper.A5):
        code = code_of(posters.sheet(replace(poster, venue=NAMES[name]), paper))
        assert least <= code.side * 210 / paper.width <= 130
        assert code.module > 2


def test_marks_for_raised_tape_stand_beside_the_eyes_and_outside_the_white_field(named, paper):
    sheet = posters.sheet(named, paper)
    code = code_of(sheet)
    edges = {code.left + 4 * code.module, code.left + code.side - 4 * code.module}
    marks = [
        box.bounds
        for box in sheet.boxes
        if box.bounds.bottom - box.bounds.top == pytest.approx(7 * code.module)
    ]
    assert len(marks) == 4
    for mark in marks:
        assert apart(mark, code.bounds)
        assert min(abs(mark.right - edge) for edge in edges) < 5.5 * code.module or mark.left > max(edges)
    assert {round(mark.top - code.top, 6) for mark in marks} == {
        round(4 * code.module, 6),
        round((4 + code.symbol.size - 7) * code.module, 6),
    }


def test_a_poster_without_anything_optional_is_still_a_poster(poster, read):
    blank = dict.fromkeys(
        ("heading", "subheading", "second_language", "venue", "address", "typed_code", "right_address"), ""
    )
    bare = replace(poster, **blank, recorded="", footer="", brand="", mark=(), captions=("", "", ""))
    assert words_of(posters.sheet(bare)) == ""
    assert read(Image.open(BytesIO(posters.png(bare, dpi=60)))).text == poster.text


def test_a_png_is_read_back_in_colour_and_in_grey(named, paper, read):
    image = Image.open(BytesIO(posters.png(named, paper)))
    assert image.size == (round(paper.width / 25.4 * 150), round(paper.height / 25.4 * 150))
    assert image.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    assert read(image).text == named.text
    assert read(image.reduce(4)).text == named.text


def test_a_pdf_is_read_back(named, paper, read, rasterise):
    image = rasterise(posters.pdf(named, paper), 72)
    assert image.size == pytest.approx((paper.width / 25.4 * 72, paper.height / 25.4 * 72), abs=1)
    assert read(image).text == named.text


def test_the_symbol_is_black_in_a_white_field_of_four_modules(poster, paper):
    image = Image.open(BytesIO(posters.png(poster, paper)))
    code = code_of(posters.sheet(poster, paper))
    scale = 150 / 25.4
    field = image.crop(tuple(round(value * scale) for value in code.bounds))
    assert {colour for _, colour in field.getcolors()} == {(0, 0, 0), (255, 255, 255)}
    dark = ImageChops.invert(field.convert("L")).getbbox()
    quiet = 4 * int(code.module * scale)
    assert min(dark[0], dark[1], field.width - dark[2], field.height - dark[3]) >= quiet


@pytest.mark.parametrize("name", ["short", "100 letters"])
def test_both_renderers_show_the_same(poster, name, paper, rasterise):
    """The symbol aside: a PNG rounds its modules to whole pixels."""
    named = replace(poster, venue=NAMES[name], address=ADDRESS)
    code = code_of(posters.sheet(named, paper))
    one, other = Image.open(BytesIO(posters.png(named, paper))), rasterise(posters.pdf(named, paper), 150)
    for image in (one, other):
        image.paste("white", tuple(round(value * 150 / 25.4) for value in code.bounds))
    difference = ImageChops.difference(one.reduce(8), other.crop((0, 0, *one.size)).reduce(8)).convert("L")
    assert difference.getextrema()[1] < 64
    assert ImageStat.Stat(difference).mean[0] < 1.5


@pytest.fixture
def threads_that_take_turns_all_the_time():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("threads_that_take_turns_all_the_time")
def test_the_same_poster_gives_the_same_bytes_on_every_thread(poster):
    with ThreadPoolExecutor(4) as pool:
        documents = set(pool.map(posters.pdf, [poster] * 12))
        pictures = set(pool.map(posters.png, [poster] * 4))
    assert documents == {posters.pdf(poster)}
    assert pictures == {posters.png(poster)}


def test_the_same_poster_gives_the_same_bytes_in_another_process():
    poster = a_poster()
    script = (
        "import hashlib; from qr.poster import pdf, png; from tests.qr.layouts import a_poster\n"
        "print(hashlib.sha256(pdf(a_poster()) + png(a_poster(), dpi=60)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(qr.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    here = hashlib.sha256(posters.pdf(poster) + posters.png(poster, dpi=60)).hexdigest()
    assert done.stdout.strip() == here


def test_words_that_crowd_out_the_symbol_are_refused(poster):
    with pytest.raises(ModuleTooSmall, match="mm"):
        posters.sheet(replace(poster, address=ADDRESS * 40))


def test_a_small_module_is_refused_at_its_printed_size(poster):
    """The same words and symbol: wide enough on A4, too small on A5."""
    dense = replace(poster, text="A" * 2400, address=ADDRESS * 7)
    assert qr.LEAST_MODULE <= code_of(posters.sheet(dense, Paper.A4)).module < qr.LEAST_MODULE * 1.4
    with pytest.raises(ModuleTooSmall):
        posters.sheet(dense, Paper.A5)


def test_a_picture_too_coarse_for_its_modules_is_refused(poster, read):
    code = code_of(posters.sheet(poster))
    two_pixels = int(2 * 25.4 / code.module) + 1
    assert read(Image.open(BytesIO(posters.png(poster, dpi=two_pixels)))).text == poster.text
    with pytest.raises(ModuleTooSmall, match="pixels"):
        posters.png(poster, dpi=two_pixels - 1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"text": ""}, EmptyText), ({"text": "a" * 5000}, TextTooLong), ({"venue": "Trà 茶"}, CannotPrint)],
)
def test_a_poster_that_cannot_work_is_refused(poster, changes, refusal):
    with pytest.raises(refusal):
        posters.pdf(replace(poster, **changes))

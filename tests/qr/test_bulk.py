import io
import os
import random
import re
import signal
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader
from pypdf.generic import ContentStream

import qr
from qr import bulk, embedding, fonts, pdf
from qr import page as pages
from qr import poster as posters
from qr.boxes import Picture
from qr.document import Document
from qr.errors import CannotPrint, Refusal
from qr.fonts import Face
from qr.logo import Logo
from qr.paper import Paper
from qr.poster import Poster
from qr.sheet import Sheet
from qr.workers import WorkerLost, Workers
from tests.conftest import program

NAMES = ("Phở Hòa", "Bún bò Huế", "Nhà hàng Hải sản Bình Thạnh", "Tiệc cưới Hoàng Gia", "Ộ" * 60)


def many(poster: Poster, count: int) -> list[Poster]:
    dice = random.Random(count)
    return [
        replace(
            poster,
            text=f"HTTPS://GHE.EXAMPLE.VN/V/{number:017d}",
            venue=f"{dice.choice(NAMES)} {number}",
            footer=f"23/11/2026 · {number:05d}",
        )
        for number in range(count)
    ]


def written(sheets, target: Path, **options) -> list[bulk.Part]:
    options = {"make": posters.sheet, "title": "Áp phích", "processes": 0} | options
    return list(bulk.write_many(sheets, target, **options))


def page_image(path: Path, number: int, dpi: int) -> Image.Image:
    command = [program("pdftoppm"), "-r", str(dpi), "-f", str(number), "-l", str(number), "-png", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def test_every_poster_has_its_page_in_order_and_is_read_back(poster, tmp_path, read):
    target = tmp_path / "posters.pdf"
    [part] = written(many(poster, 120), target)
    assert (part.path, part.sheets, part.refused) == (target, 120, {})
    assert list(part.pages()) == [(number, number + 1) for number in range(120)]
    document = PdfReader(target)
    assert (len(document.pages), document.metadata.title) == (120, "Áp phích")
    for number in (0, 1, 24, 25, 99, 100, 119):
        assert f"23/11/2026 · {number:05d}" in document.pages[number].extract_text()
        assert read(page_image(target, number + 1, 72)).text == f"HTTPS://GHE.EXAMPLE.VN/V/{number:017d}"


@pytest.mark.parametrize("paper", [Paper.A4, Paper.A5], ids=lambda paper: paper.name)
@pytest.mark.parametrize("venue", ["Bún bò Huế", "Ộ" * 100], ids=["short", "long"])
def test_a_page_shows_what_the_poster_alone_shows(poster, tmp_path, rasterise, paper, venue):
    sheet = posters.sheet(replace(poster, venue=venue), paper)
    written([sheet], tmp_path / "one.pdf", make=as_it_is)
    alone, ours = rasterise(pdf.write(sheet), 300), rasterise((tmp_path / "one.pdf").read_bytes(), 300)
    difference = ImageChops.difference(alone.reduce(4), ours.reduce(4)).convert("L")
    assert difference.getextrema()[1] < 96
    assert ImageStat.Stat(difference).mean[0] < 0.6
    other = pdf.write(posters.sheet(replace(poster, venue=venue.replace("B", "D").replace("Ộ", "Ô")), paper))
    unlike = ImageChops.difference(alone.reduce(4), rasterise(other, 300).reduce(4)).convert("L")
    assert unlike.getextrema()[1] > 96


def as_it_is(sheet: Sheet) -> Sheet:
    return sheet


def test_a_picture_and_turned_words_are_drawn_too(poster, tmp_path, rasterise):
    plain = posters.sheet(poster)
    red = Logo(2, 1, "RGB", bytes((255, 0, 0, 0, 0, 255)))
    turned = tuple(box.about(105, 148.5) for box in plain.boxes)
    sheet = replace(plain, panels=(), boxes=(*turned, Picture(red, 90, 285, 20, 10)))
    written([sheet, sheet], tmp_path / "turned.pdf", make=as_it_is)
    alone, ours = rasterise(pdf.write(sheet), 100), page_image(tmp_path / "turned.pdf", 2, 100)
    assert ImageStat.Stat(ImageChops.difference(alone, ours).convert("L")).mean[0] < 0.5
    assert ours.getpixel((round(92 / 25.4 * 100), round(290 / 25.4 * 100))) == (255, 0, 0)


def test_the_bytes_are_the_same_however_many_processes_work(poster, tmp_path):
    wanted = [*many(poster, 80), replace(poster, venue="Trà 茶")]
    made = []
    for processes in (0, 1, 3):
        [part] = written(wanted, tmp_path / f"{processes}.pdf", processes=processes)
        assert {number: str(fault) for number, fault in part.refused.items()} == {80: "no glyph for U+8336"}
        made.append(part.path.read_bytes())
    assert made[0] == made[1] == made[2]


def test_fonts_and_drawings_are_in_the_file_once(poster, tmp_path):
    written(many(poster, 1), tmp_path / "one.pdf")
    written(many(poster, 60), tmp_path / "sixty.pdf")
    sixty = (tmp_path / "sixty.pdf").read_bytes()
    assert sixty.count(b"/FontFile2") == 3
    assert sixty.count(b"/Subtype/Form") < 12
    assert len(sixty) < (tmp_path / "one.pdf").stat().st_size + 59 * 2600


def test_the_rectangles_of_a_page_are_the_modules_of_its_symbol(poster, tmp_path):
    written([poster], tmp_path / "one.pdf")
    page = PdfReader(tmp_path / "one.pdf").pages[0]
    drawn = {
        (int(y) - 4, int(x) - 4 + step)
        for (x, y, length, _), operator in (
            item for item in ContentStream(page.get_contents(), page.pdf).operations if item[1] == b"re"
        )
        for step in range(int(length))
    }
    modules = qr.encode(poster.text, level=poster.level).modules
    assert drawn == {(y, x) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}


def test_no_file_is_larger_than_the_limit_and_none_much_smaller(poster, tmp_path):
    parts = written(many(poster, 200), tmp_path / "p.pdf", most_bytes=200_000)
    assert [part.path.name for part in parts] == [
        "p.pdf",
        *(f"p-{number}.pdf" for number in range(2, len(parts) + 1)),
    ]
    assert len(parts) > 1
    assert sum(part.sheets for part in parts) == 200
    sizes = [part.path.stat().st_size for part in parts]
    assert max(sizes) <= 200_000
    assert min(sizes[:-1]) > 150_000
    assert [len(PdfReader(part.path).pages) for part in parts] == [part.sheets for part in parts]


def test_a_sheet_larger_than_the_limit_has_a_file_of_its_own(poster, tmp_path):
    parts = written(many(poster, 3), tmp_path / "p.pdf", most_bytes=1)
    assert [part.sheets for part in parts] == [1, 1, 1]


@pytest.mark.parametrize("face", Face)
def test_a_font_never_takes_more_than_is_set_aside_for_it(face):
    letters = [chr(code) for code in fonts.load(face).face.charToGlyph if code < 0x10000]
    with TTFont(fonts.path(face)) as font:
        begins = font["loca"]
    glyphs = fonts.load(face).face.charToGlyph
    letters.sort(key=lambda letter: begins[glyphs[ord(letter)]] - begins[glyphs[ord(letter)] + 1])
    for some in ("Ộ", letters[:1], letters[:20], letters[:300], letters):  # the largest outlines first
        font = embedding.embedded(face, some)
        size = sum(map(len, (font.program.data, font.to_unicode.data, font.widths, font.descriptor))) + 1000
        assert size <= embedding.most_bytes(len(some))


def test_what_cannot_be_printed_is_left_out_and_named(poster, tmp_path):
    wanted = [replace(poster, venue=name) for name in ("A", "茶", "B", "Quán 🍜", "C")]
    [part] = written(wanted, tmp_path / "p.pdf")
    assert list(part.pages()) == [(0, 1), (1, None), (2, 2), (3, None), (4, 3)]
    assert [type(part.refused[number]) for number in (1, 3)] == [CannotPrint, CannotPrint]
    assert len(PdfReader(part.path).pages) == 3


def test_nothing_but_refusals_makes_no_file(poster, tmp_path):
    [part] = written([replace(poster, venue="茶")] * 3, tmp_path / "p.pdf")
    assert (part.path, part.sheets, sorted(part.refused)) == (None, 3, [0, 1, 2])
    assert written([], tmp_path / "p.pdf") == []
    assert list(tmp_path.iterdir()) == []


def test_who_stops_in_the_middle_leaves_whole_files_only(poster, tmp_path):
    def stop_at(done):
        if done > 150:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(many(poster, 200), tmp_path / "p.pdf", most_bytes=200_000, progress=stop_at, processes=2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left
    assert all(re.fullmatch(r"p(-\d)?\.pdf", name) for name in left)
    assert all(PdfReader(path).pages for path in tmp_path.iterdir())


def test_a_worker_that_is_killed_is_named():
    with Workers(1) as workers, pytest.raises(WorkerLost):
        list(workers.map(kill_yourself, [1]))


def kill_yourself(_piece: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_of_the_work_comes_back_as_it_was():
    with Workers(1) as workers, pytest.raises(CannotPrint) as raised:
        list(workers.map(refuse, ["茶"]))
    assert (raised.value.characters, str(raised.value)) == ("茶", "no glyph for U+8336")
    assert isinstance(raised.value, Refusal)


def refuse(characters: str) -> None:
    raise CannotPrint(characters)


def test_results_keep_the_order_of_the_work():
    with Workers(3) as workers:
        assert list(workers.map(abs, range(-200, 0))) == list(range(200, 0, -1))


def test_a_page_says_which_letters_it_needs(poster):
    page = pages.page(posters.sheet(poster))
    assert page.letters[Face.BOLD] >= set("Phở Hòa Pasteur")
    assert {face for face, letters in page.letters.items() if letters} == set(Face)


@pytest.mark.long
def test_memory_does_not_grow_with_the_number_of_posters(poster, tmp_path):
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in bulk.write_many(
            (replace(poster, venue=f"Quán {number}") for number in range(count)),
            tmp_path / f"{count}.pdf",
            make=posters.sheet,
            title="",
            processes=1,
        ):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(50)
    few = peak(200)
    assert peak(2000) < few + 1_000_000
    assert (tmp_path / "2000.pdf").stat().st_size > 3_000_000


def test_a_document_is_what_a_strict_reader_expects(poster):
    out = io.BytesIO()
    document = Document(out, "x")
    for each in many(poster, 3):
        document.add(pages.page(posters.sheet(each)))
    document.close()
    reader = PdfReader(io.BytesIO(out.getvalue()), strict=True)
    assert [page["/MediaBox"][2:] for page in reader.pages] == [pytest.approx([595.2756, 841.8898])] * 3
    assert reader.pages[0].extract_text() != reader.pages[1].extract_text()


def test_workers_do_not_import_the_main_program(tmp_path):
    script = tmp_path / "main_program.py"
    script.write_text(
        "print('imported', flush=True)\n"
        "from qr.workers import Workers\n"
        "with Workers(2) as workers:\n    print(sum(workers.map(abs, [-1, -2])))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(qr.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.split() == ["imported", "3"]

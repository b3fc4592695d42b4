import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from PIL import ImageFont

import qr
from qr import fonts
from qr.errors import CannotPrint
from qr.fonts import Face

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + list(
    "bcdđfghjklmnpqrstvwxz"
)
ALPHABET = "".join(LETTERS + [letter.upper() for letter in LETTERS])


def test_the_alphabet_of_this_test_is_the_vietnamese_one():
    assert len(ALPHABET) == len(set(ALPHABET)) == 2 * (12 * 6 + 21)
    assert set("ẤẬĐƠỬỹẵ") <= set(ALPHABET)


@pytest.mark.parametrize("face", Face)
def test_every_vietnamese_letter_digit_and_mark_has_a_glyph(face):
    fonts.check(ALPHABET + "0123456789 \u00a0.,:;?!()/-\u2013—“”\u2018\u2019&+·…₫", face)


@pytest.mark.parametrize("face", Face)
def test_letters_look_different_from_the_box_of_a_missing_glyph(face):
    font = ImageFont.truetype(fonts.path(face), 40)
    pictures = [bytes(font.getmask(letter)) for letter in ALPHABET]
    assert bytes(font.getmask("\U0001f35c")) not in pictures
    assert len(set(pictures)) == len(ALPHABET)


@pytest.mark.parametrize("face", Face)
def test_no_vietnamese_letter_leaves_the_room_of_its_line(face):
    font = ImageFont.truetype(fonts.path(face), 2000)
    boxes = [font.getbbox(letter, anchor="ls") for letter in ALPHABET]
    assert 0.9 * fonts.ASCENT < -min(top for _, top, _, _ in boxes) / 2000 <= fonts.ASCENT
    assert 0.9 * fonts.DESCENT < max(bottom for _, _, _, bottom in boxes) / 2000 <= fonts.DESCENT


@pytest.mark.parametrize("face", Face)
def test_a_measured_line_is_as_wide_as_another_library_sets_it(face):
    text = "Phường Bến Nghé, 12 Lê Lợi"
    font = ImageFont.truetype(fonts.path(face), 2048, layout_engine=ImageFont.Layout.BASIC)
    assert fonts.width(text, face, 2048) == pytest.approx(font.getlength(text), rel=1e-3)


def test_what_cannot_be_printed_is_named():
    with pytest.raises(CannotPrint, match=r"U\+8336, U\+1F35C") as refusal:
        fonts.check("Trà 茶 🍜 茶", Face.BOLD)
    assert refusal.value.characters == "茶🍜"


@pytest.mark.parametrize(
    "unseen",
    [
        "\u200f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\0",
        "\x1b",
        "\x7f",
        "\u0301",
        "\u20dd",
        "\U000e0041",
    ],
)
def test_what_would_not_be_seen_is_named_too(unseen):
    """Direction marks, joiners, control characters, lone accents: the fonts have empty glyphs for some."""
    with pytest.raises(CannotPrint) as refusal:
        fonts.check(f"Chợ {unseen}Lớn", Face.REGULAR)
    assert refusal.value.characters == unseen


@pytest.mark.parametrize("text", ["Trà 茶", "مقهى", "קפה", "카페", "ភោជនីយដ្ឋាន"])
def test_scripts_that_the_fonts_lack_are_named(text):
    with pytest.raises(CannotPrint):
        fonts.check(text, Face.REGULAR)


def test_threads_that_ask_first_get_one_and_the_same_face():
    script = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from threading import Barrier\n"
        "from qr.fonts import Face, load\n"
        "sys.setswitchinterval(1e-6)\n"
        "together = Barrier(4)\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    faces = pool.map(lambda _: (together.wait(), load(Face.BOLD))[1], range(4))\n"
        "print(len({id(face) for face in list(faces)}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(qr.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "1"

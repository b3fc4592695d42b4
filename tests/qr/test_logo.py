import struct
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from qr import logo, pdf, png, svg
from qr import poster as posters
from qr.boxes import Picture, TextLine
from qr.errors import LogoTooLarge, LogoUnreadable
from qr.logo import LARGEST_SIDE, MOST_BYTES, Logo
from tests.qr.layouts import ADDRESS, MARK, NAMES, a_poster, apart, words_of


def file_of(image, kind="PNG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def two_halves(mode="RGB", colours=("red", "blue")):
    image = Image.new(mode, (40, 20), colours[0])
    image.paste(colours[1], (20, 0, 40, 20))
    return image


PNG = file_of(two_halves())
JPEG = file_of(two_halves(), "JPEG", quality=95)


@pytest.mark.parametrize("file", [PNG, JPEG], ids=["PNG", "JPEG"])
def test_a_picture_keeps_its_form_and_its_colours(file):
    read = logo.read(file)
    assert (read.width, read.height, read.mode) == (40, 20, "RGB")
    left, right = read.image.getpixel((5, 10)), read.image.getpixel((35, 10))
    assert left == pytest.approx((255, 0, 0), abs=6)
    assert right == pytest.approx((0, 0, 255), abs=6)


@pytest.mark.parametrize(
    ("image", "mode", "pixel"),
    [
        (two_halves("L", (40, 200)), "L", 40),
        (two_halves("1", (0, 1)), "L", 0),
        (Image.new("RGBA", (9, 9), (10, 20, 30, 0)), "RGB", (255, 255, 255)),
        (Image.new("LA", (9, 9), (10, 0)), "L", 255),
        (Image.new("P", (9, 9)), "RGB", (0, 0, 0)),
        (Image.new("I;16", (9, 9), 32768), "L", 128),
    ],
    ids=["grey", "black and white", "clear", "clear grey", "palette", "16 bits"],
)
def test_every_kind_of_pixel_becomes_one_that_prints(image, mode, pixel):
    read = logo.read(file_of(image))
    assert read.mode == mode
    assert read.image.getpixel((0, 0)) == pixel


def test_a_photograph_for_printers_and_one_held_sideways():
    assert logo.read(file_of(Image.new("CMYK", (9, 9)), "JPEG")).image.getpixel((0, 0)) == (255, 255, 255)
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by a quarter to see it right
    assert logo.read(file_of(two_halves(), "JPEG", exif=exif)).width == 20


def test_a_large_picture_is_kept_as_small_as_it_is_printed():
    read = logo.read(file_of(Image.new("RGB", (2400, 1200), "navy")))
    assert (read.width, read.height) == (LARGEST_SIDE, LARGEST_SIDE / 2)


@pytest.mark.parametrize("length", [0, 3, 8, 20, 33, 60, len(PNG) - 30])
def test_a_file_cut_short_is_unreadable(length):
    for file in (PNG, JPEG):
        with pytest.raises(LogoUnreadable):
            logo.read(file[:length])


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF"])
def test_another_kind_of_file_is_unreadable(kind):
    with pytest.raises(LogoUnreadable):
        logo.read(file_of(two_halves(), kind))
    with pytest.raises(LogoUnreadable):
        logo.read(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@given(st.integers(0, len(PNG) - 1), st.integers(0, 255), st.sampled_from([PNG, JPEG]))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_a_picture_or_is_unreadable(place, value, file):
    damaged = file[:place] + bytes([value]) + file[place + 1 :]
    try:
        read = logo.read(damaged)
    except (LogoUnreadable, LogoTooLarge):
        return
    assert len(read.pixels) == read.width * read.height * len(read.mode)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("side", [6_000, 60_000, 2**31 - 1])
def test_a_small_file_that_would_unpack_to_gigabytes_is_refused_by_its_head(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    file = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    with pytest.raises(LogoTooLarge, match="pixels"):
        logo.read(file)


def test_a_heavy_file_is_refused_unread():
    with pytest.raises(LogoTooLarge, match="bytes"):
        logo.read(b"\x89PNG" + bytes(MOST_BYTES))


# ---- on a poster ----


@pytest.mark.parametrize("art", [logo.read(PNG), MARK], ids=["picture", "shape"])
@pytest.mark.parametrize("name", NAMES)
def test_a_logo_stands_beside_the_name_and_touches_nothing(art, name, read):
    sheet = posters.sheet(a_poster(NAMES[name], logo=art))
    assert len(sheet.boxes) - len([box for box in sheet.boxes if isinstance(box, TextLine)]) == 10
    for one, other in combinations(sheet.boxes, 2):
        assert apart(one.bounds, other.bounds)
    for box in sheet.boxes:
        assert 10 - 1e-6 <= box.bounds.left < box.bounds.right <= 200 + 1e-6
    assert NAMES[name].replace(" ", "") in words_of(sheet)
    assert read(Image.open(BytesIO(png.write(sheet, 80)))).text == ADDRESS


def test_a_wide_logo_is_made_lower_not_wider():
    banner = replace(logo.read(PNG), width=600, height=10, pixels=bytes(18000))
    [box] = [box for box in posters.sheet(a_poster(logo=banner)).boxes if isinstance(box, Picture)]
    assert box.width / box.height == pytest.approx(60)
    assert box.width <= 66


def test_the_three_writers_show_the_picture(rasterise):
    sheet = posters.sheet(a_poster(logo=logo.read(PNG)))
    [box] = [box for box in sheet.boxes if isinstance(box, Picture)]
    assert box.width / box.height == pytest.approx(2)
    for image in (Image.open(BytesIO(png.write(sheet, 72))), rasterise(pdf.write(sheet), 72)):
        y = (box.top + box.height / 2) * 72 / 25.4
        colours = [
            image.getpixel((round((box.left + share * box.width) * 72 / 25.4), round(y)))
            for share in (0.2, 0.8)
        ]
        assert colours == [(255, 0, 0), (0, 0, 255)]
    assert svg.write(sheet).count("<image ") == 1
    assert 'href="data:image/png;base64,' in svg.write(sheet)
    [page] = PdfReader(BytesIO(pdf.write(sheet))).pages
    assert [image.image.size for image in page.images] == [(40, 20)]


def test_the_same_logo_gives_the_same_bytes():
    one, other = (posters.sheet(a_poster(logo=logo.read(PNG), middle=logo.read(JPEG))) for _ in range(2))
    assert pdf.write(one) == pdf.write(other)
    assert svg.write(one) == svg.write(other)


def test_a_logo_turned_is_upside_down():
    pixels = bytes(range(6))
    assert Logo(3, 2, "L", pixels).turned.pixels == pixels[::-1]

"""A mark in the middle of a symbol: which codewords it costs, and that readers do not notice."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from qr import picture, png
from qr import poster as posters
from qr.boxes import Code
from qr.codewords import codewords, repair
from qr.errors import LogoTooLarge
from qr.inset import cleared, most_modules
from qr.logo import Logo
from qr.symbol import Level, encode
from tests.qr.layouts import ADDRESS, MARK, a_poster, codes_of


def read(image):
    found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else None


def spoilt(symbol, wrong):
    """The symbol with all modules of these codewords turned round."""
    carried = codewords(symbol.version)
    modules = tuple(
        tuple(module != (carried.get((x, y)) in wrong) for x, module in enumerate(row))
        for y, row in enumerate(symbol.modules)
    )
    return replace(symbol, modules=modules)


def of_block(symbol, block, count):
    owners = repair(symbol.version, symbol.level).block_of
    return [codeword for codeword, owner in enumerate(owners) if owner == block][:count]


@pytest.mark.parametrize("level", [Level.M, Level.Q, Level.H])
@pytest.mark.parametrize("length", [20, 45, 70, 100, 180, 420])
def test_a_reader_mends_as_many_codewords_of_every_block_as_is_said_and_not_one_more(length, level):
    symbol = encode("A" * length, level=level)
    strength = repair(symbol.version, level).strength
    bearable = {word for block, most in enumerate(strength) for word in of_block(symbol, block, most)}
    assert read(picture.image(spoilt(symbol, bearable), 4)) == symbol.text
    for block, most in enumerate(strength[:2]):
        assert read(picture.image(spoilt(symbol, set(of_block(symbol, block, most + 1))), 4)) is None


@pytest.mark.parametrize("version", range(1, 41))
def test_every_module_of_the_data_belongs_to_one_codeword(version):
    carried = codewords(version)
    count = len(repair(version, Level.Q).block_of)
    assert count == len(repair(version, Level.L).block_of)
    assert 0 <= len(carried) - 8 * count < 8
    for word in (0, count // 2, count - 1):
        assert sum(value == word for value in carried.values()) == 8


def test_the_default_address_has_room_for_five_modules():
    assert most_modules(encode(ADDRESS)) == 5
    assert most_modules(encode("A", level=Level.Q)) == 3
    assert most_modules(encode("A", level=Level.L)) == 1


def test_a_mark_leaves_half_of_what_each_block_repairs():
    symbol = encode(ADDRESS)
    hole = cleared(symbol, 5)
    changed = {
        codewords(3)[x, y]
        for y, row in enumerate(symbol.modules)
        for x, module in enumerate(row)
        if module != hole.modules[y][x]
    }
    owners, strength = repair(3, Level.Q).block_of, repair(3, Level.Q).strength
    for block, most in enumerate(strength):
        others = [word for word in of_block(symbol, block, 99) if word not in changed]
        more = most - sum(owners[word] == block for word in changed)
        assert more >= most / 2
        assert read(picture.image(spoilt(hole, set(others[:more])), 4)) == symbol.text


@pytest.mark.parametrize("side", [2, 4, 7, 9, 21, 29, 99])
def test_a_mark_that_takes_more_is_refused(side):
    with pytest.raises(LogoTooLarge, match="at most 5"):
        cleared(encode(ADDRESS), side)
    with pytest.raises(LogoTooLarge):
        posters.sheet(a_poster(middle=MARK, middle_modules=side))


def test_a_symbol_whose_middle_is_an_alignment_pattern_takes_no_mark():
    symbol = encode("A" * 125)
    assert symbol.version == 7
    assert most_modules(symbol) == 0


# ---- and readers do not notice ----


def noisy_logo():
    randomness = random.Random(5)
    return Logo(40, 40, "RGB", randomness.randbytes(4800))


DARK = Logo(1, 1, "L", b"\0")
ARTS = {"none": (), "shape": MARK, "photograph": noisy_logo(), "all dark": DARK}


def noise(image):
    """A camera in the dark: every pixel is off by a little."""
    grey = image.convert("L")
    grains = random.Random(11).randbytes(grey.width * grey.height)
    return Image.blend(grey, Image.frombytes("L", grey.size, grains), 0.25)


def glare(image):
    spot = Image.new("L", image.size)
    w, h = image.size
    ImageDraw.Draw(spot).ellipse((0.5 * w, 0.3 * h, 0.72 * w, 0.5 * h), fill=190)
    return Image.composite(
        Image.new("RGB", image.size, "white"), image, spot.filter(ImageFilter.GaussianBlur(12))
    )


def dirt(image):
    """On four modules in the lower right of the symbol, where there is no mark."""
    soiled = image.copy()
    w, h = image.size
    ImageDraw.Draw(soiled).rectangle((0.7 * w, 0.72 * h, 0.75 * w, 0.77 * h), fill="black")
    return soiled


DEGRADED = {
    "whole": lambda image: image,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(4)),
    "noisy": noise,
    "pale": lambda image: ImageEnhance.Contrast(image).enhance(0.15),
    "small": lambda image: image.reduce(4),
    "turned": lambda image: image.rotate(23, fillcolor="white", resample=Image.Resampling.BILINEAR),
    "in glare": glare,
    "dirty": dirt,
}


@pytest.fixture(scope="module")
def with_art():
    """The symbols of posters as pictures, nine pixels a module."""

    def code_as_image(art):
        [code] = codes_of(posters.sheet(a_poster(middle=art)))
        dpi = round(9 * 25.4 / code.module)
        image = Image.open(BytesIO(png.write(posters.sheet(a_poster(middle=art)), dpi)))
        left, top, right, bottom = (round(value * dpi / 25.4) for value in code.bounds)
        return image.crop((left - 60, top - 60, right + 60, bottom + 60))

    return {name: code_as_image(art) for name, art in ARTS.items()}


@pytest.mark.parametrize("degraded", DEGRADED)
@pytest.mark.parametrize("art", ARTS)
def test_a_marked_symbol_is_read_as_a_whole_one_is(with_art, art, degraded):
    assert read(DEGRADED[degraded](with_art[art])) == ADDRESS


def test_a_marked_symbol_is_read_askew_as_often_as_a_whole_one(with_art):
    """Corners moved by up to a tenth of the side, the same way for all."""
    read_back = dict.fromkeys(ARTS, 0)
    for seed in range(40):
        for name, image in with_art.items():
            w, h = image.size
            moves = random.Random(seed)
            corners = [corner + moves.uniform(-0.1, 0.1) * w for corner in (0, 0, 0, h, w, h, w, 0)]
            seen = image.transform(
                image.size,
                Image.Transform.QUAD,
                corners,
                resample=Image.Resampling.BILINEAR,
                fillcolor="white",
            )
            read_back[name] += read(seen) == ADDRESS
    whole = read_back.pop("none")
    assert whole >= 36
    assert min(read_back.values()) >= whole - 2


def test_a_larger_mark_than_is_allowed_is_not_read(with_art):
    """The limit is there for a reason: a dark square of eleven modules is too much."""
    image = with_art["shape"].copy()
    module, middle = image.width / 37, image.width / 2
    ImageDraw.Draw(image).rectangle(
        (*[middle - 5.5 * module] * 2, *[middle + 5.5 * module] * 2), fill="black"
    )
    assert read(image) is None


def test_a_mark_stays_inside_its_modules_and_is_turned_with_its_symbol():
    [code] = codes_of(posters.sheet(a_poster(middle=noisy_logo())))
    middle = [(code.bounds.left + code.bounds.right) / 2, (code.bounds.top + code.bounds.bottom) / 2]
    mark = code.mark.bounds
    assert [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2] == pytest.approx(middle)
    assert mark.right - mark.left <= 4 * code.module + 1e-9
    turned = code.about(*middle)
    assert isinstance(turned, Code)
    assert turned.bounds == pytest.approx(code.bounds)
    assert turned.mark.logo.pixels[:3] == code.mark.logo.pixels[-3:]
    assert turned.symbol.modules[0] == code.symbol.modules[-1][::-1]

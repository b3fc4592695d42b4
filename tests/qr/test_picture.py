import re
from io import BytesIO

import pytest
from PIL import Image

from qr import picture
from qr.symbol import Level, Symbol, encode

ADDRESS = "HTTPS://GHE.EXAMPLE.VN.AA/V/4WT59M5YQ0R7K2JXZ"


@pytest.fixture(params=[(ADDRESS, Level.Q), ("Chợ Bến Thành", Level.L), ("A" * 400, Level.H)])
def symbol(request) -> Symbol:
    text, level = request.param
    return encode(text, level=level)


def with_quiet_zone(symbol: Symbol) -> list[list[bool]]:
    side = symbol.size + 8
    empty = [[False] * side for _ in range(4)]
    return [*empty, *([False] * 4 + list(row) + [False] * 4 for row in symbol.modules), *empty]


def test_a_png_is_read_back(symbol, read):
    assert read(Image.open(BytesIO(picture.png(symbol)))).text == symbol.text


def test_each_module_of_a_png_is_a_square_of_whole_pixels(symbol):
    image = Image.open(BytesIO(picture.png(symbol, scale=3)))
    side = symbol.size + 8
    assert image.size == (3 * side, 3 * side)
    dark = [[not image.getpixel((x, y)) for x in range(3 * side)] for y in range(3 * side)]
    assert dark == [
        [module for module in row for _ in range(3)] for row in with_quiet_zone(symbol) for _ in range(3)
    ]


def test_an_svg_has_one_black_path_that_draws_the_modules(symbol):
    side = symbol.size + 8
    document = re.fullmatch(
        rf'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        rf'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        r'<path fill="#000" d="((?:M\d+ \d+h\d+v1h-\d+z)+)"/></svg>',
        picture.svg(symbol),
    )
    drawn = [[False] * side for _ in range(side)]
    for bar in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", document[1]):
        left, row, there, back = map(int, bar)
        assert there == back
        drawn[row][left : left + there] = [True] * there
    assert drawn == with_quiet_zone(symbol)


def test_the_same_symbol_gives_the_same_picture(symbol):
    again = encode(symbol.text, level=symbol.level)
    assert picture.png(symbol) == picture.png(again)
    assert picture.svg(symbol) == picture.svg(again)

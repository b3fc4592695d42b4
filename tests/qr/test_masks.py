import random

import pytest
from qrcode import util
from qrcode.main import QRCode

from qr import masks
from qr.symbol import LEVELS, Level, encode

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ:/.-abcdeở"


def by_qrcode(text: str, level: Level) -> tuple[tuple[bool, ...], ...]:
    """The whole symbol as the library makes it that we build on, its own choice of mask included."""
    symbol = encode(text, level=level)
    code = QRCode(symbol.version, LEVELS[level])
    code.add_data(util.QRData(text.encode(), util.MODE_8BIT_BYTE, check_data=False))
    code.make(fit=False)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def in_bytes(text: str) -> str:
    """No mode but bytes is cheaper for such a text, so both sides store it the same way."""
    return text.lower().replace(":", "_").replace(".", "_").replace("-", "_").replace("/", "_") + "\u1edf"


@pytest.mark.parametrize("level", Level)
def test_the_mask_is_the_one_that_qrcode_chooses(level):
    dice = random.Random(f"masks {level}")
    chosen = set()
    for number in range(110):
        text = in_bytes("".join(dice.choices("abcdefghjkmnpqrstvwxyzớạể", k=5 + 2 * (number % 35))))
        symbol = encode(text, level=level)
        assert symbol.modules == by_qrcode(text, level)
        chosen.add(tuple(symbol.modules[8][2:5]))
    assert len(chosen) == 8  # every mask was the best at least once


@pytest.mark.long
def test_the_mask_of_thousands_of_posters_is_the_one_that_qrcode_chooses():
    dice = random.Random("posters")
    for _ in range(3000):
        text = "HTTPS://GHE.EXAMPLE.VN/V/" + "".join(dice.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=17))
        code = QRCode(3, LEVELS[Level.Q])
        code.add_data(util.QRData(text.encode(), util.MODE_ALPHA_NUM, check_data=False))
        code.make(fit=False)
        ours = masks.best(3, LEVELS[Level.Q], code.data_cache)
        assert ours == tuple(tuple(bool(module) for module in row) for row in code.modules)


@pytest.mark.parametrize("size", [21, 29, 57])
def test_a_penalty_is_what_qrcode_charges(size):
    dice = random.Random(size)
    for darkness in (0, 20, 50, 80, 100):
        modules = [[dice.randrange(100) < darkness for _ in range(size)] for _ in range(size)]
        modules[3][2:13] = [bool(int(digit)) for digit in "10111010000"]
        for row, digit in enumerate("00001011101"):
            modules[row][size - 1] = bool(int(digit))
        rows = int("".join("01"[module] for row in modules for module in row), 2)
        columns = int("".join("01"[module] for row in zip(*modules, strict=True) for module in row), 2)
        assert masks.penalty(rows, columns, size) == util.lost_point(modules)

from itertools import combinations

import pytest

from qr import stickers
from qr.boxes import Bounds
from qr.errors import CannotPrint, EmptyText, ModuleTooSmall, NameTooLong
from qr.grid import Grid
from qr.paper import Paper
from qr.stickers import LABELS, PADDING
from tests.qr.layouts import NAMES, a_sticker, apart, codes_of, inside, words_of


@pytest.fixture(params=LABELS)
def grid(request):
    return LABELS[request.param]


@pytest.mark.parametrize("name", [*NAMES.values(), "Ộ" * 60])
def test_a_label_keeps_everything_inside_its_padding(grid, name):
    block = stickers.label(a_sticker(name), grid.width, grid.height)
    label = Bounds(PADDING, PADDING, grid.width - PADDING, grid.height - PADDING)
    assert all(inside(box.bounds, label) for box in block.boxes)
    assert all(apart(one.bounds, other.bounds) for one, other in combinations(block.boxes, 2))


def test_the_same_sticker_is_on_every_label(grid):
    sheet = stickers.sheet(a_sticker("Bàn 7"), grid)
    count = grid.columns * grid.rows
    assert len(codes_of(sheet)) == words_of(sheet).count("Bàn7") == count
    corners = [(code.left, code.top) for code in codes_of(sheet)]
    offsets = {
        (round(x - u, 6), round(y - v, 6)) for (x, y), (u, v) in zip(corners, grid.places(), strict=True)
    }
    assert len(offsets) == 1


def test_many_stickers_take_as_many_sheets_as_they_need():
    tables = [a_sticker(f"Bàn {number}", text=f"HTTPS://GHE.VN/V/{number:017d}") for number in range(30)]
    sheets = list(stickers.sheets(iter(tables), LABELS["24"]))
    assert [len(codes_of(sheet)) for sheet in sheets] == [24, 6]
    assert [code.symbol.text for sheet in sheets for code in codes_of(sheet)] == [t.text for t in tables]
    assert sheets[0].title == "Bàn 0"
    assert list(stickers.sheets([], LABELS["24"])) == []


def test_the_code_has_about_half_of_a_label(grid):
    block = stickers.label(a_sticker(), grid.width, grid.height)
    [code] = [box for box in block.boxes if hasattr(box, "symbol")]
    assert 0.4 <= code.side / max(grid.width, grid.height) <= 0.68
    assert code.module > 0.75


@pytest.mark.parametrize(
    ("changes", "size", "refusal"),
    [
        ({"text": ""}, (64, 34), EmptyText),
        ({"venue": "Chợ \u200f"}, (64, 34), CannotPrint),
        ({"venue": "Ộ" * 200}, (64, 34), NameTooLong),
        ({"heading": "Mời quét mã khi đến " * 20}, (64, 34), NameTooLong),
        ({}, (30, 15), ModuleTooSmall),
        ({"text": "A" * 1500}, (64, 34), ModuleTooSmall),
    ],
)
def test_a_sticker_that_cannot_work_is_refused(changes, size, refusal):
    with pytest.raises(refusal):
        stickers.sheet(a_sticker(**changes), Grid(Paper.A4, 1, 1, *size, left=0, top=0))

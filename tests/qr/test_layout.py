import pytest

from qr.errors import NameTooLong
from qr.fonts import Face
from qr.layout import Block, Panel, abreast, drawing, filling, listed, on_panel, paragraph, pile
from qr.typesetting import Style

SQUARE = (((0.2, 0), (1, 0), (1, 1), (0.2, 1)),)
STYLE = Style(Face.REGULAR, "#000000", largest=10, smallest=10, lines=1)


def places(block):
    return [tuple(round(value, 6) for value in box.bounds) for box in block.boxes]


def test_a_paragraph_is_centred_and_its_lines_stand_under_each_other():
    block = paragraph("Phở Hòa\nBến Thành", STYLE, 20, 60)
    first, second = (box.bounds for box in block.boxes)
    assert block.height == pytest.approx(25.8)
    assert (first.top, second.bottom) == pytest.approx((0, 25.8))
    assert first.bottom == pytest.approx(second.top)
    for bounds in (first, second):
        assert bounds.left - 20 == pytest.approx(80 - bounds.right)


def test_blocks_are_piled_with_a_gap_between_any_two():
    block = pile([Block(), drawing(SQUARE, "#000000", 5), Block(), drawing(SQUARE, "#000000", 10)], gap=2)
    assert block.height == 17
    assert places(block) == [(0, 0, 4, 5), (0, 7, 8, 17)]


def test_blocks_stand_abreast_in_the_middle_of_the_tallest():
    block = abreast([drawing(SQUARE, "#000000", 10), Block(), drawing(SQUARE, "#000000", 5)], left=3, gap=2)
    assert block.height == 10
    assert places(block) == [(3, 0, 11, 10), (13, 2.5, 17, 7.5)]
    assert block.width == 17


def test_a_panel_reaches_above_and_below_what_stands_on_it():
    panel = Panel("#eeeeee", left=1, width=20, padding=3, radius=2)
    block = on_panel(drawing(SQUARE, "#000000", 10), panel)
    assert block.height == 16
    assert places(block) == [(0, 3, 8, 13)]
    assert block.panels[0].bounds == pytest.approx((1, 0, 21, 16))


def test_nothing_takes_no_room():
    assert paragraph(" ", STYLE, 0, 100) == Block()
    assert drawing((), "#000000", 5) == Block()
    assert pile([], 5) == abreast([], 0, 5) == on_panel(Block(), Panel("#eeeeee", 0, 1, 1, 1)) == Block()


def test_a_text_that_does_not_fit_its_place_is_refused_by_what_it_says():
    assert filling("Phở", STYLE, 0, 60, 13).height == pytest.approx(12.9)
    with pytest.raises(NameTooLong, match=r"Phở.*3 characters.*60 x 12 mm"):
        filling("Phở", STYLE, 0, 60, 12)


def test_a_number_hangs_before_the_first_line():
    block = listed("1.", "Một việc phải làm ngay bây giờ", STYLE, 5, 60)
    number, *lines = (box.bounds for box in block.boxes)
    assert number.left == 5
    assert number.top == lines[0].top
    assert len(lines) > 1
    assert all(line.left == lines[0].left > number.right for line in lines)


def test_a_block_turned_twice_is_where_it_was():
    block = on_panel(pile([paragraph("Phở", STYLE, 0, 60)], 1), Panel("#eeeeee", 0, 60, 3, 2))
    turned = block.about(30, 10)
    assert turned.boxes[0].bounds == pytest.approx(
        (60 - block.boxes[0].bounds.right, 4.1, 60 - block.boxes[0].bounds.left, 17)
    )
    assert turned.about(30, 10).boxes == block.boxes
    assert turned.about(30, 10).panels[0].bounds == pytest.approx(block.panels[0].bounds)

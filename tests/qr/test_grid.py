import pytest

from qr.errors import LabelsTooLarge
from qr.grid import Grid
from qr.paper import Paper
from qr.stickers import LABELS


def test_labels_lie_row_by_row_with_their_gaps():
    grid = Grid(Paper.A4, columns=2, rows=2, width=50, height=30, left=10, top=20, across=5, down=2)
    assert list(grid.places()) == [(10, 20), (65, 20), (10, 52), (65, 52)]


def test_backs_lie_behind_their_fronts_when_the_sheet_is_turned_over():
    grid = Grid(Paper.A4, columns=2, rows=1, width=50, height=30, left=10, top=20, across=5)
    for (left, top), (back, back_top) in zip(grid.places(), grid.backs(), strict=True):
        assert left + back + 50 == 210  # as far from the right edge as the front is from the left
        assert top == back_top


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"columns": 3}, False),
        ({"rows": 5}, False),
        ({"left": 11.5}, True),
        ({"left": 21}, False),
        ({"across": 12}, False),
        ({"columns": 0}, False),
        ({"rows": 0}, False),
        ({"left": -1}, False),
        ({"down": -1}, False),
    ],
)
def test_labels_that_reach_over_the_edge_are_refused(change, fits):
    values = {"columns": 2, "rows": 4, "width": 95, "height": 67, "left": 10, "top": 10} | change
    if fits:
        assert Grid(Paper.A4, **values)
    else:
        with pytest.raises(LabelsTooLarge):
            Grid(Paper.A4, **values)


@pytest.mark.parametrize("key", LABELS)
def test_the_labels_on_offer_fit_their_paper_and_do_not_overlap(key):
    grid = LABELS[key]
    places = list(grid.places())
    assert len(set(places)) == grid.columns * grid.rows
    for left, top in places:
        assert -0.01 <= left <= grid.paper.width - grid.width + 0.01
        assert -0.01 <= top <= grid.paper.height - grid.height + 0.01


def test_every_cut_is_marked_at_both_ends_outside_the_labels():
    grid = Grid.centred(Paper.A4, 2, 4, 95, 67)
    marks = [mark.bounds for mark in grid.cut_marks()]
    assert len(marks) == 2 * 3 + 2 * 5
    for mark in marks:
        assert 0 <= mark.left < mark.right <= 210
        assert 0 <= mark.top < mark.bottom <= 297
        beside = mark.right <= grid.left or mark.left >= 210 - grid.left
        above = mark.bottom <= grid.top or mark.top >= 297 - grid.top
        assert beside or above
    across = sorted({round((m.left + m.right) / 2, 3) for m in marks if m.bottom - m.top > 1})
    assert across == [10, 105, 200]


def test_a_margin_without_room_has_no_marks():
    assert LABELS["70x37"].cut_marks() == ()
    sides = {mark.bounds.right - mark.bounds.left > 1 for mark in LABELS["99.1x67.7"].cut_marks()}
    assert sides == {False}  # at the top and the bottom alone

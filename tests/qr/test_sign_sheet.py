from dataclasses import replace

import pytest

from qr import sign_sheet
from qr.boxes import Drawing, TextLine
from qr.colours import BLACK
from qr.errors import CannotPrint, NameTooLong
from tests.qr.layouts import NAMES, a_week, words_of


@pytest.fixture(params=NAMES)
def week(request):
    return a_week(NAMES[request.param])


def test_every_hour_of_every_day_has_its_shape_and_its_digits_in_black(week):
    sheet = sign_sheet.sheet(week)
    digits = [box for box in sheet.boxes if isinstance(box, TextLine) and box.colour == BLACK]
    shapes = [box for box in sheet.boxes if isinstance(box, Drawing) and box.colour == BLACK]
    assert len(digits) == len(shapes) == 168
    columns = sorted({round(box.left) for box in digits})
    rows = sorted({round(box.baseline, 3) for box in digits})
    assert (len(columns), len(rows)) == (7, 24)
    for box in digits:
        day, hour = columns.index(round(box.left)), rows.index(round(box.baseline, 3))
        assert box.text == week.signs[day][hour].digits


def test_a_shape_stands_left_of_its_digits_in_the_row_of_its_hour(week):
    sheet = sign_sheet.sheet(week)
    digits = sorted(b.bounds for b in sheet.boxes if isinstance(b, TextLine) and b.colour == BLACK)
    shapes = sorted(b.bounds for b in sheet.boxes if isinstance(b, Drawing) and b.colour == BLACK)
    for shape, digit in zip(shapes, digits, strict=True):
        assert 0 < digit.left - shape.right < 4
        assert digit.top < shape.top < shape.bottom < digit.bottom


def test_signs_are_read_at_arm_s_length(week):
    """Five millimetres at seventy centimetres are 25 minutes of arc, five times what a sound eye needs."""
    sheet = sign_sheet.sheet(week)
    shapes = [b.bounds for b in sheet.boxes if isinstance(b, Drawing) and b.colour == BLACK]
    digits = [b for b in sheet.boxes if isinstance(b, TextLine) and b.colour == BLACK]
    assert min(shape.bottom - shape.top for shape in shapes) >= 4.9
    assert min(0.711 * digit.size for digit in digits) >= 3.7  # the height of a digit


def test_the_week_the_days_and_the_steps_are_named(week):
    words = words_of(sign_sheet.sheet(week))
    for text in (week.week, week.venue, week.heading, *week.steps, *week.hours, "Chủ nhật", "29/11"):
        assert text.replace(" ", "") in words
    assert "1." in words
    assert sign_sheet.sheet(week).title == f"{week.venue}, {week.week}"


def test_the_week_is_never_smaller_than_the_name(week):
    lines = [box for box in sign_sheet.sheet(week).boxes if isinstance(box, TextLine)]
    [named] = [line for line in lines if line.text == week.week]
    assert named.size >= max(line.size for line in lines if line.text in week.venue and line.colour != BLACK)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": (("Thứ Hai", "23/11"),)},
        {"hours": ("00:00",) * 23},
        {"signs": a_week().signs[:6]},
        {"signs": (a_week().signs[0][:23],) * 7},
    ],
)
def test_a_week_that_is_not_whole_is_no_week(changes):
    with pytest.raises(ValueError, match="7 days of 24 hours"):
        replace(a_week(), **changes)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"steps": ("Một việc phải làm. " * 30,) * 4}, NameTooLong),
        ({"venue": "Một cái tên dài " * 60}, NameTooLong),
        ({"venue": "Trà 茶"}, CannotPrint),
    ],
)
def test_words_that_crowd_out_the_signs_are_refused(changes, refusal):
    with pytest.raises(refusal):
        sign_sheet.sheet(a_week(**changes))

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from qr import png, tent
from qr.boxes import TextLine
from qr.errors import CannotPrint, EmptyText, ModuleTooSmall, NameTooLong
from qr.paper import Paper
from qr.tent import Parts
from tests.qr.layouts import ADDRESS, NAMES, a_tent, codes_of


@pytest.fixture(params=Parts, ids=["two parts", "three parts"])
def parts(request):
    return request.param


def face(sheet, number, parts):
    """The boxes of a face, counted from the upper edge of the sheet."""
    height = sheet.paper.height / parts
    return [
        box
        for box in sheet.boxes
        if number * height < box.bounds.top < box.bounds.bottom < (number + 1) * height
    ]


def test_standing_up_both_faces_are_upright(parts):
    """The first face hangs from the fold with its foot up: laid flat it is the second one upside down."""
    sheet = tent.sheet(a_tent(), parts)
    back, front = face(sheet, 0, parts), face(sheet, 1, parts)
    fold = sheet.paper.height / parts
    assert len(back) == len(front) > 6
    places = sorted(box.about(sheet.paper.width / 2, fold).bounds for box in back)
    for one, other in zip(places, sorted(box.bounds for box in front), strict=True):
        assert one == pytest.approx(other)
    assert all(line.turned for line in back if isinstance(line, TextLine))
    assert not any(line.turned for line in front if isinstance(line, TextLine))


def test_the_codes_are_upright_as_a_reader_sees_them(parts):
    image = Image.open(BytesIO(png.write(tent.sheet(a_tent(), parts), 80))).convert("L")
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    assert [barcode.text for barcode in found] == [ADDRESS, ADDRESS]
    fold = image.height / parts
    upside_down = {abs(barcode.orientation) == 180: barcode.position.top_left.y < fold for barcode in found}
    assert upside_down == {True: True, False: False}


def test_a_picture_of_one_face_turned_is_the_picture_of_the_other(parts):
    """Pixels aside: a whole number of them is not always a whole number of millimetres."""
    sheet = tent.sheet(a_tent(), parts)
    image = Image.open(BytesIO(png.write(sheet, 60))).convert("L")
    height = image.height / parts
    upper = image.crop((0, 0, image.width, round(height - 4))).transpose(Image.Transpose.ROTATE_180)
    lower = image.crop((0, round(height) + 4, image.width, round(2 * height)))
    size = (40, 28)
    pairs = zip(upper.resize(size).tobytes(), lower.resize(size).tobytes(), strict=True)
    assert sum(abs(one - other) > 70 for one, other in pairs) < 20


def test_dashes_mark_every_fold_at_both_edges(parts):
    sheet = tent.sheet(a_tent(), parts)
    for fold in range(1, parts):
        y = fold * sheet.paper.height / parts
        dashes = [box.bounds for box in sheet.boxes if box.bounds.top < y < box.bounds.bottom]
        assert len(dashes) == 6
        assert sum(dash.right < 25 for dash in dashes) == sum(dash.left > 185 for dash in dashes) == 3


def test_only_a_tent_in_three_has_a_base():
    def texts(parts):
        return [box.text for box in tent.sheet(a_tent(base="Đế"), parts).boxes if isinstance(box, TextLine)]

    assert "Đế" in texts(Parts.THREE)
    assert "Đế" not in texts(Parts.TWO)


def test_a_longer_name_never_makes_the_code_smaller(parts):
    sides = {codes_of(tent.sheet(a_tent(name), parts))[0].side for name in NAMES.values()}
    assert len(sides) == 1
    assert sides.pop() > 80


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": ""}, EmptyText),
        ({"venue": "Trà 茶"}, CannotPrint),
        ({"venue": "Một cái tên dài " * 60}, NameTooLong),
        ({"typed_code": "Những lời khác dài " * 60}, NameTooLong),
    ],
)
def test_a_tent_that_cannot_work_is_refused(changes, refusal, parts):
    with pytest.raises(refusal):
        tent.sheet(a_tent(**changes), parts)


def test_a_tent_of_half_the_size_has_smaller_faces_and_none_too_small():
    [back, front] = codes_of(tent.sheet(a_tent(), Parts.TWO, Paper.A5))
    assert back.side == front.side < codes_of(tent.sheet(a_tent()))[0].side
    with pytest.raises(ModuleTooSmall):
        tent.sheet(a_tent(text="A" * 2400), Parts.THREE, Paper.A5)

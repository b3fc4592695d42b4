from __future__ import annotations

import pytest

from app.domain.errors import FileRefused
from app.domain.file_problems import FileProblems
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.positions import Position
from app.domain.spaces import Ventilation
from app.domain.venue_kinds import VenueKind
from app.web.kinds import VENTILATIONS, VENUE_KINDS
from app.web.venue_columns import AIR_IN_VIETNAMESE, KINDS_IN_VIETNAMESE, read_days
from app.web.venue_sheet import VenueSheet


class Read:
    """A whole sheet in memory."""

    def __init__(self, data):
        sheet, self.problems = VenueSheet(data), FileProblems()
        self.notes = sheet.notes
        self.lines = [line.said for line in sheet.read(self.problems) if line.said]


def only(header, line):
    file = Read(f"{header}\n{line}\n".encode())
    assert not file.problems, file.problems
    [found] = file.lines
    return found.registration


def test_a_vietnamese_sheet_with_decimal_commas_is_read():
    header = (
        "Tên địa điểm;Địa chỉ;Loại hình;Sức chứa;Giờ mở cửa;Giờ đóng cửa;Ngày mở cửa;Vĩ độ;Kinh độ;Điện thoại"
    )
    there = only(header, "Phở Hòa;260C Pasteur;Quán ăn;1.200;6h;22h30;T2-T7, CN;10,7870;106,6890;0901234567")
    assert there.kind is VenueKind.RESTAURANT
    assert there.capacity == 1200
    assert there.hours == OpeningHours(((Hours(360, 1350),),) * 7)
    assert there.position == Position(10.787, 106.689)
    assert there.phone == "+84901234567"


def test_a_bar_closes_on_the_next_morning_and_no_hours_means_always_open():
    header = "name,address,kind,capacity,opens,closes,days"
    bar = only(header, "O'Brien,74 Hai Bà Trưng,bar,50,18:00,02:00,Fri-Sun")
    assert bar.hours.week == ((),) * 4 + ((Hours(1080, 1560),),) * 3
    assert only(header, "A,1 Lê Lợi,shop,5,,,").hours == OpeningHours()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", {0, 1, 2, 3, 4, 5, 6}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Sat-Mon", {5, 6, 0}),
        ("thứ hai; Thứ Tư", {0, 2}),
        ("T2 đến T4, Chủ nhật", {0, 1, 2, 6}),
        ("2-7", None),
        ("sometimes", None),
        ("Mon-", None),
    ],
)
def test_days_are_names_never_bare_numbers(text, days):
    assert read_days(text) == days


def test_every_problem_of_a_line_is_listed_and_other_lines_go_on():
    file = Read(
        b"name,address,kind,Suc Chua,opens,closes,latitude,longitude,phone\n"
        b"A,B,shop,1.5,25:00,,x,,12\n"
        b"C,D,shop,10,,,,,\n"
    )
    assert [(p.place, p.problem.field, p.problem.kind) for p in file.problems] == [
        (2, "Suc Chua", "number"),  # as the file calls it
        (2, "opens", "time"),
        (2, "closes", "missing"),
        (2, "latitude", "degrees"),
        (2, "longitude", "missing"),
        (2, "phone", "phone"),
    ]
    assert [line.number for line in file.lines] == [3]


def test_columns_that_are_not_used_are_named():
    file = Read(b"name,address,kind,capacity,colour\nA,B,shop,5,red\n")
    assert [dict(n.problem.values) for n in file.notes] == [{"columns": "colour"}]


def test_missing_columns_are_refused_together():
    with pytest.raises(FileRefused) as refused:
        Read(b"name,note\nA,B\n")
    assert [p.problem.field for p in refused.value.problems] == ["address", "kind", "capacity"]


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [
        ("ventilation", "", None),
        ("ventilation", "open_air", Ventilation.OPEN_AIR),
        ("Ventilation", "Windows or doors open", Ventilation.WINDOWS),
        ("Thông gió", "máy lạnh", Ventilation.CLOSED),
        ("THONG KHI", "Cấp gió tươi", Ventilation.MECHANICAL),
    ],
)
def test_how_fresh_air_comes_in_is_read_in_either_language(column, text, found):
    assert only(f"name,address,kind,capacity,{column}", f"A,B,shop,5,{text}").ventilation is found


def test_a_way_of_airing_that_nobody_knows_is_a_problem_of_its_column():
    file = Read("name,address,kind,capacity,Thông gió\nA,B,shop,5,lotus\n".encode())
    assert [(p.problem.field, p.problem.kind) for p in file.problems] == [
        ("Thông gió", "ventilation_unknown")
    ]


def test_every_way_of_airing_can_be_written_in_either_language():
    assert AIR_IN_VIETNAMESE.keys() == set(Ventilation) == VENTILATIONS.keys()
    spellings = [name for names in AIR_IN_VIETNAMESE.values() for name in names]
    assert len(spellings) == len(set(spellings))


def test_every_kind_of_venue_can_be_written_in_either_language():
    assert KINDS_IN_VIETNAMESE.keys() == set(VenueKind) == VENUE_KINDS.keys()
    spellings = [name for names in KINDS_IN_VIETNAMESE.values() for name in names]
    assert len(spellings) == len(set(spellings))

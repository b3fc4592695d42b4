from __future__ import annotations

from datetime import date

from app.domain.count_lines import codes_and_days
from app.domain.sheets import read_sheet


def read(text):
    return codes_and_days(read_sheet(b"date,ward_code,cases\n" + text.encode()), {})


def test_codes_are_told_once_and_days_in_order():
    assert read("02/07/2021,4,1\nsoon,4,1\n2021-07-01,,1\n") == ({"4"}, [date(2021, 7, 1), date(2021, 7, 2)])


def test_of_a_column_that_holds_no_codes_only_so_many_texts_are_remembered(monkeypatch):
    monkeypatch.setattr("app.domain.count_lines._MOST_CODES", 3)
    codes, days = read("".join(f"2021-07-{day:02},x{day},1\n" for day in range(1, 9)))
    assert (codes, len(days)) == ({"x1", "x2", "x3"}, 8)

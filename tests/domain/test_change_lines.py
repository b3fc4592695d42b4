from __future__ import annotations

from datetime import date

import pytest

from app.domain.change_lines import read_changes
from app.domain.errors import FileRefused
from app.domain.file_problems import MOST_TOLD
from app.domain.sheets import read_sheet
from app.domain.ward_changes import Change


def read(text, **more):
    return read_changes(read_sheet(text.encode()), **more)


def problems(text):
    with pytest.raises(FileRefused) as refused:
        read(text)
    return [(p.place, p.problem.field, p.problem.kind) for p in refused.value.problems]


def test_a_plain_table():
    assert read("old_code,new_code\n00001,00004\n00002,00004\n") == [
        Change("00001", "00004"),
        Change("00002", "00004"),
    ]


def test_shares_and_days_in_vietnamese():
    text = "Mã cũ;Mã mới;Tỷ lệ;Từ ngày\n00001;00004;0,7;01/07/2025\n00001;00007;0,3;01/07/2025\n"
    assert read(text) == [
        Change("00001", "00004", 0.7, date(2025, 7, 1)),
        Change("00001", "00007", 0.3, date(2025, 7, 1)),
    ]


def test_a_day_for_the_lines_that_name_none():
    text = "old_code,new_code,from\n1,2,\n3,4,2020-01-01\n"
    assert [c.changed_on for c in read(text, changed_on=date(2025, 7, 1))] == [
        date(2025, 7, 1),
        date(2020, 1, 1),
    ]


def test_three_thirds_are_one():
    assert len(read("old_code,new_code,share\na,b,.33\na,c,.33\na,d,.33\n")) == 3


def test_every_problem_is_named_by_line():
    text = (
        "old_code,new_code,share,from\n"
        ",00004,1,\n"
        "00001,,1,\n"
        "Bến Nghé,00004,1,\n"
        "00001,00004,1.5,\n"
        "00001,00004,0,\n"
        "00001,00004,-1,\n"
        "00001,00004,half,\n"
        "00001,00004,1,07/13/2025\n"
        "00001,{{7*7}},1,\n"
    )
    assert problems(text) == [
        (2, "old_code", "missing"),
        (3, "new_code", "missing"),
        (4, "old_code", "code_form"),
        (5, "share", "ward_share"),
        (6, "share", "ward_share"),
        (7, "share", "ward_share"),
        (8, "share", "ward_share"),
        (9, "from", "not_a_day"),
        (10, "new_code", "code_form"),
    ]


def test_a_divided_ward_needs_shares_that_add_up_to_one():
    assert problems("old_code,new_code\na,b\na,c\n") == [
        (2, "share", "share_missing"),
        (3, "share", "share_missing"),
    ]
    assert problems("old_code,new_code,share\na,b,0.5\na,c,0.3\n") == [(2, "share", "shares_sum")]
    assert problems("old_code,new_code,share\na,b,0.5\n") == [(2, "share", "shares_sum")]
    assert problems("old_code,new_code\na,b\na,b\n") == [(3, "old_code", "change_repeated")]


def test_circles_are_refused_with_their_codes():
    with pytest.raises(FileRefused) as refused:
        read("old_code,new_code\na,b\nb,c\nc,a\n")
    [problem] = refused.value.problems
    assert (problem.problem.kind, dict(problem.problem.values)["codes"]) == ("codes_circle", "a → b → c → a")


def test_nothing_and_no_columns():
    assert problems("old_code,new_code\n") == [(None, "", "no_lines")]
    assert problems("code,new_code\n1,2\n") == [(None, "old_code", "column_missing")]


def test_a_table_that_is_wrong_throughout_is_told_in_part_and_counted_whole():
    lines = MOST_TOLD + 200
    with pytest.raises(FileRefused) as refused:
        read("old_code,new_code\n" + "1,\n" * lines)
    assert (len(refused.value.problems), refused.value.count) == (MOST_TOLD, lines)
    assert refused.value.problems[-1].place == MOST_TOLD + 1

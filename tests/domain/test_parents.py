from __future__ import annotations

import pytest

from app.domain.errors import FileRefused
from app.domain.parents import Parent, read_parents
from app.domain.sheets import read_sheet


def problems(text):
    with pytest.raises(FileRefused) as refused:
        read_parents(read_sheet(text.encode()))
    return [(p.place, p.problem.field, p.problem.kind) for p in refused.value.problems]


def test_a_table_of_former_districts():
    text = (
        "code,parent_code,parent_name,parent_name_en\n26734,760,Quận 1,District 1\n"
        "26737,760,Quận 1,District 1\n27019,778,Quận 7,\n"
    )
    first, seventh = Parent("760", "Quận 1", "District 1"), Parent("778", "Quận 7", "Quận 7")
    assert read_parents(read_sheet(text.encode())) == {"26734": first, "26737": first, "27019": seventh}


def test_columns_in_vietnamese_and_names_composed():
    [parent] = read_parents(
        read_sheet("Mã phường;Mã quận;Tên quận\n26734;760;Qua\u0323\u0302n 1\n".encode())
    ).values()
    assert parent == Parent("760", "Quận 1", "Quận 1")


@pytest.mark.parametrize("name", ["{{7*7}}", "</script>", "`${1}`", "🦠 Quận", "'; DROP TABLE areas"])
def test_any_text_that_can_be_shown_is_a_name(name):
    text = f'code,parent_code,parent_name\n1,760,"{name}"\n'
    assert read_parents(read_sheet(text.encode()))["1"].name == name


def test_every_problem_is_named_by_line():
    text = (
        "code,parent_code,parent_name\n"
        "1,760,Quận 1\n"
        "1,761,Quận 12\n"
        ",760,Quận 1\n"
        "2,760,Quận Nhất\n"
        "3,,Quận 3\n"
        "4,Quận 4,Quận 4\n"
        "5,764,\n"
        f"6,765,{'x' * 121}\n"
        "7,766,a\u2028b\n"
    )
    assert problems(text) == [
        (3, "code", "two_parents"),
        (4, "code", "missing"),
        (5, "parent_name", "two_names"),
        (6, "parent_code", "parent_code_form"),
        (7, "parent_code", "parent_code_form"),
        (8, "parent_name", "missing"),
        (8, "parent_name_en", "missing"),
        (9, "parent_name", "too_long"),
        (9, "parent_name_en", "too_long"),
        (10, "parent_name", "unshowable"),
        (10, "parent_name_en", "unshowable"),
    ]


def test_nothing_and_no_columns():
    assert problems("code,parent_code,parent_name\n") == [(None, "", "no_lines")]
    assert problems("code\n1\n") == [
        (None, "parent_code", "column_missing"),
        (None, "parent_name", "column_missing"),
    ]

from __future__ import annotations

import csv
import io
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import FileRefused
from app.domain.sheet_columns import find_columns, header_key
from app.domain.sheets import read_sheet

NAME = "Phở Hòa Pasteur; Nguyễn Thị Hương, O'Brien"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the letter with its hat, then the tone as a mark of its own."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in TONES)
        letters.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + tone)
    return "".join(letters).encode("cp1258")


ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "BOM": lambda text: text.encode("utf-8-sig"),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "cp1258": windows_1258,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_name_survives_every_encoding_and_delimiter(encoding, delimiter):
    text = f'name{delimiter}address\r\n"{NAME}"{delimiter}Bến Thành\r\n'
    sheet = read_sheet(ENCODINGS[encoding](text))
    assert sheet.header == ("name", "address")
    assert [line.cells for line in sheet.lines] == [(NAME, "Bến Thành")]
    assert (sheet.encoding == "cp1258") == (encoding == "cp1258")


@given(
    table=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1), min_size=3, max_size=3),
        min_size=2,
    ),
    delimiter=st.sampled_from(";,\t"),
)
def test_what_a_spreadsheet_writes_is_read_back(table, delimiter):
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [["a", "b", "c"], *table]
    )  # a plain header, so that the delimiter can be told
    sheet = read_sheet(target.getvalue().encode())
    kept = [row for row in table if any(unicodedata.normalize("NFC", cell).strip() for cell in row)]
    assert [list(line.cells) for line in sheet.lines] == [
        [unicodedata.normalize("NFC", cell) for cell in row] for row in kept
    ]


def test_lines_are_numbered_as_an_editor_shows_them():
    sheet = read_sheet(b'name,note\n"two\nlines",x\n\n,\nlast,y\n')
    assert [(line.number, line.cells[1]) for line in sheet.lines] == [(2, "x"), (6, "y")]


def test_the_line_that_names_the_separator_is_counted_and_obeyed():
    sheet = read_sheet(b"sep=;\r\nname;a,b,c\r\nPho;1,5\r\n")
    assert sheet.header == ("name", "a,b,c")
    assert [(line.number, line.cells) for line in sheet.lines] == [(3, ("Pho", "1,5"))]


def test_a_text_with_the_delimiter_but_no_quotes_is_named_by_line():
    sheet = read_sheet(b"name,address\nA,1 Le Loi, Quan 1\nB,2 Le Loi\n")
    assert [(p.place, p.problem.kind) for p in sheet.problems] == [(2, "cells")]


def test_an_open_quotation_mark_swallows_nothing_in_silence():
    sheet = read_sheet(b'name,address\nA,x\n"B,y\nC,z\n')
    assert [(p.place, p.problem.kind) for p in sheet.problems] == [(3, "quotes")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty_file"),
        (b"\n , \n", "empty_file"),
        (
            b"t\xaen,\xae\xcca ch\xd8\n",
            "encoding",
        ),  # TCVN3: its bytes pass for Windows-1258, its tones do not
        (b"PK\x03\x04\x00\x00\x00\x00xl/workbook.xml", "encoding"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data, kind):
    with pytest.raises(FileRefused) as refused:
        read_sheet(data)
    assert [p.problem.kind for p in refused.value.problems] == [kind]


@pytest.mark.parametrize("name", ["ward_code", "Ward Code", "WARD-CODE_2025", " ward.code "])
def test_spellings_of_a_column_share_a_key(name):
    assert header_key(name) == "ward code"


def test_two_columns_for_one_field_are_refused_until_one_is_named():
    header, names = ("ward_code_2021", "ward_code_2025"), {"code": ["ward code"]}
    with pytest.raises(FileRefused) as refused:
        find_columns(header, names, needed=["code"])
    assert refused.value.problems[0].problem.kind == "column_twice"
    assert find_columns(header, names, needed=["code"], chosen={"code": "ward_code_2025"}) == {"code": 1}


def test_every_missing_column_is_named():
    with pytest.raises(FileRefused) as refused:
        find_columns(("x",), {"a": ["a"], "b": ["b"], "c": ["c"]}, needed=["a", "b"])
    assert [p.problem.field for p in refused.value.problems] == ["a", "b"]


@pytest.mark.parametrize("count", [1_000, 4_000])
def test_lines_are_read_when_they_are_asked_for_and_none_is_kept(count):
    data = b"date,ward_code,cases\n" + b"2026-11-23,26734,1\n" * count
    read_sheet(data)  # what is made once is not counted
    tracemalloc.start()
    sheet = read_sheet(data)
    lines = sum(1 for _ in sheet.lines)
    _, most = tracemalloc.get_traced_memory()
    kept = [*sheet.lines]
    _, with_all = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == len(sheet.lines) == len(kept) == count
    assert most < 8 * len(data) + 50_000  # the text, and what decoding it takes for a moment
    assert with_all > 2 * most  # as objects they would be more


def test_lines_can_be_gone_through_again():
    sheet = read_sheet(b"a,b\n1,2\n3,4\n")
    assert list(sheet.lines) == list(sheet.lines)
    assert [line.cells for line in sheet.lines] == [("1", "2"), ("3", "4")]

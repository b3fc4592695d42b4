from __future__ import annotations

import csv

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import maps
from app.cli.imports import imports
from app.domain.errors import FileProblem, Problem
from app.store.db import open_database
from app.web.import_words import FILE_PROBLEMS, problem_line
from app.web.words import gettext
from tests.squares import feature, written


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **more):
        return CliRunner().invoke(imports, [str(a) for a in arguments], **more)

    return run


@pytest.fixture
def rows(database_url):
    def rows(table):
        database = open_database(database_url)
        with database.reading() as session:
            found = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - a test's own word
        database.close()
        return found

    return rows


def test_wards_then_counts(run, rows, tmp_path):
    first = run("wards", written(tmp_path / "w.json"))
    assert (first.exit_code, first.stdout.splitlines()[0]) == (0, "4 areas imported as version 1.")
    again = run("wards", tmp_path / "w.json")
    assert (again.exit_code, "nothing was changed" in again.stdout) == (0, True)
    (tmp_path / "c.csv").write_text("date,ward_code,cases\n2021-07-13,00004,12\n")
    counted = run("case-counts", tmp_path / "c.csv")
    assert (counted.exit_code, counted.stdout.splitlines()[0]) == (0, "Cases of covid-19: 12.")
    assert rows("case_counts") == 1


def test_a_broken_file_of_wards_ends_with_1_and_names_each_feature(run, rows, tmp_path):
    broken = written(tmp_path / "w.json", [feature(0, name=""), feature(1, code="00004")])
    done = run("wards", broken)
    assert done.exit_code == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert any(line.startswith("feature 2: 00004: The code is used more than once") for line in lines)
    assert "Nothing was imported. Problems: 3." in lines
    assert (rows("imports"), rows("areas")) == (0, 0)


def test_counts_without_wards_say_what_to_do_first(run, tmp_path):
    (tmp_path / "c.csv").write_text("date,ward_code,cases\n2021-07-13,00004,12\n")
    done = run("case-counts", tmp_path / "c.csv")
    assert (done.exit_code, "ghe import wards" in done.stderr) == (1, True)


def test_venues_get_codes_in_a_file_and_the_owner_key_once(run, rows, tmp_path):
    lines = "tên;địa chỉ;loại;sức chứa\n=Phở Hòa;260C Pasteur;nhà hàng;80\n"
    (tmp_path / "v.csv").write_text(lines, encoding="utf-8-sig")
    done = run("venues", tmp_path / "v.csv", "--out", tmp_path / "codes.csv")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("Owner key") == 1
    [code] = csv.DictReader((tmp_path / "codes.csv").read_text("utf-8-sig").splitlines())
    assert (code["line"], code["name"]) == ("2", "'=Phở Hòa")
    assert len(code["typed_code"].replace(" ", "")) == 9
    again = run("venues", tmp_path / "v.csv")
    assert (again.exit_code, "already" in again.stderr, rows("venues")) == (1, True, 1)
    refused = run("venues", tmp_path / "v.csv", "--out", tmp_path / "codes.csv")
    assert refused.exit_code == 2


def test_codes_that_cannot_be_written_leave_no_venue_without_one(run, rows, tmp_path, monkeypatch):
    def full(_target, _lines):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.cli.import_venues._write_codes", full)
    (tmp_path / "v.csv").write_text("name,address,kind,capacity\nA,B,shop,5\n")
    done = run("venues", tmp_path / "v.csv", "--out", tmp_path / "codes.csv")
    assert isinstance(done.exception, OSError)
    assert (rows("venues"), rows("codes"), (tmp_path / "codes.csv").exists()) == (0, 0, False)


def test_problems_are_told_in_the_language_asked_for(run, rows, tmp_path):
    (tmp_path / "v.csv").write_text("name,address,kind,capacity\nA,,shop,5\n")
    done = run("venues", tmp_path / "v.csv", "--lang", "vi")
    assert done.exit_code == 1
    assert gettext("vi")("Fill in this field") in done.stderr
    assert "Fill in this field" not in done.stderr
    assert rows("venues") == 0


def test_every_problem_has_words():
    assert {f"area-{kind}" for kind in maps.Kind} <= FILE_PROBLEMS.keys()
    values = dict.fromkeys(
        ("columns", "lines", "text", "code", "found", "expected", "ward", "day", "line", "name", "address",
         "detail", "longest", "areas", "metres", "codes", "total"), 1
    )  # fmt: skip
    for kind in FILE_PROBLEMS:
        line = problem_line(FileProblem(3, Problem("x", kind, tuple(values.items()))), gettext("en"))
        assert line.startswith(("line 3: x: ", "feature 3: x: "))
        assert "%(" not in line


def test_wards_with_districts_and_a_day_say_what_is_in_force(run, rows, tmp_path):
    lines = [f"{code},760,Quận 1" for code in ("00004", "00007", "00010")]
    (tmp_path / "d.csv").write_text("\n".join(["code,parent_code,parent_name", *lines]), encoding="utf-8")
    first = run("wards", written(tmp_path / "w.json"), "--parents", tmp_path / "d.csv")
    assert first.stdout.splitlines() == [
        "4 areas imported as version 1.",
        "Former districts made of them: 1.",
        "Venues put into another ward: 0.",
        "Venues outside all wards: 0.",
        "feature 4: 00013: Thạnh Lộc has no former district",
    ]
    assert rows("areas") == 5
    later = run("wards", tmp_path / "w.json", "--valid-from", "2999-01-01")
    assert later.stdout.splitlines() == ["4 areas imported as version 2.", "In force today: version 1."]
    assert run("wards", tmp_path / "w.json", "--valid-from", "tomorrow").exit_code == 2
    assert run("wards", tmp_path / "w.json", "--parents", tmp_path / "none.csv").exit_code == 2
    both = run("wards", tmp_path / "w.json", "--parents", tmp_path / "d.csv", "--parent-column", "name")
    assert (both.exit_code, rows("imports")) == (2, 2)


def test_the_districts_of_viet_nam_need_wards_of_viet_nam(run, rows, tmp_path):
    done = run("wards", written(tmp_path / "w.json", [feature(0, code="26740")]), "--parents", "vietnam-2025")
    assert (done.exit_code, "Former districts made of them: 1." in done.stdout, rows("areas")) == (0, True, 2)
    other = run("wards", written(tmp_path / "x.json", [feature(0, code="X")]), "--parents", "vietnam-2025")
    assert (other.exit_code, "names none of these wards" in other.stderr) == (1, True)


def test_a_mended_outline_is_named(run, tmp_path):
    ring = [[106.0, 10.0], [106.1, 10.0], [106.1, 10.1], [106.05, 10.1], [106.05, 10.11], [106.05, 10.1]]
    spike = [[*ring, [106.0, 10.1], [106.0, 10.0]]]
    done = run("wards", written(tmp_path / "w.json", [feature(0, coordinates=spike), feature(1)]))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("feature 1: 00004: The outline was mended")


def test_ward_changes_then_counts_under_old_codes(run, rows, tmp_path):
    run("wards", written(tmp_path / "w.json"))
    text = "old_code,new_code,share,from\n00001,00004,,2025-07-01\n00002,00004,0.6,\n00002,00099,0.4,\n"
    (tmp_path / "t.csv").write_text(text)
    done = run("ward-changes", tmp_path / "t.csv", "--from", "2025-07-01")
    assert done.stdout.splitlines() == [
        "Old ward codes: 2. Of divided wards: 1.",
        "New codes that no ward in force has: 00099",
    ]
    assert "nothing was changed" in run("ward-changes", tmp_path / "t.csv", "--from", "2025-07-01").stdout
    (tmp_path / "c.csv").write_text("date,ward_code,cases\n2021-07-13,1,3\n2021-07-13,00002,4\n")
    counted = run("case-counts", tmp_path / "c.csv")
    assert counted.exit_code == 0, counted.stderr
    assert "ward_code: Lines under codes of before, put under the wards of today: 2" in counted.stdout
    divided = "These old wards were divided; all their cases went to the largest part: 00002"
    assert f"ward_code: {divided}" in counted.stdout
    assert (rows("case_counts"), rows("area_changes")) == (1, 3)
    (tmp_path / "bad.csv").write_text("old_code,new_code\n1,2\n2,1\n")
    bad = run("ward-changes", tmp_path / "bad.csv")
    assert (bad.exit_code, "1 → 2 → 1" in bad.stderr) == (1, True)

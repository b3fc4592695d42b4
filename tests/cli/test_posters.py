from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from app.cli.commands import cli

SHEET = "name,address,kind,capacity\n" + "".join(
    f"Quán {number},{number} đường Pasteur,shop,9\n" for number in range(8)
)


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("GHE_PUBLIC_URL", "https://ghe.example.vn")
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def imported(run, tmp_path):
    (tmp_path / "sheet.csv").write_text(SHEET)
    assert run("import", "venues", "sheet.csv", "--out", "codes.csv").exit_code == 0
    return tmp_path / "codes.csv"


def lines_of(path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_the_file_of_an_import_makes_posters_in_its_order(run, imported, tmp_path):
    done = run("posters", "--venues", imported, "--out", "p.pdf")
    assert (done.exit_code, done.stdout) == (0, "p.pdf: 8 posters\n"), done.stderr
    codes = [line["code"][-5:] for line in lines_of(imported)]
    assert [line["code"] for line in lines_of(tmp_path / "p.csv")] == codes
    pages = PdfReader(tmp_path / "p.pdf").pages
    assert all(code in page.extract_text() for code, page in zip(codes, pages, strict=True))
    again = run("posters", "--venues", imported, "--out", "p.pdf")
    assert (again.exit_code, again.stdout) == (0, "All posters of this list have been printed already.\n")


def test_all_venues_are_printed_by_name(run, imported, tmp_path):
    assert imported.exists()
    assert run("posters", "--all", "--out", "p.pdf", "--paper", "a5").exit_code == 0
    assert [line["name"] for line in lines_of(tmp_path / "p.csv")] == [f"Quán {n}" for n in range(8)]
    assert {line["paper"] for line in lines_of(tmp_path / "p.csv")} == {"a5"}


def test_bad_lines_are_named_and_nothing_is_written(run, imported, tmp_path):
    (tmp_path / "bad.csv").write_text(imported.read_text(encoding="utf-8-sig") + "9,nobody,,,\n10,,x,0000,\n")
    done = run("posters", "--venues", "bad.csv", "--out", "p.pdf")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "line 10: venue: No venue has this id or code: nobody" in done.stderr
    assert "line 11: venue: No venue has this id or code: 0000" in done.stderr
    assert list(tmp_path.glob("p*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--out", "p.pdf"),
        ("--all", "--venues", "codes.csv", "--out", "p.pdf"),
        ("--all", "--out", "p.txt"),
        ("--all", "--out", "taken.pdf"),
        ("--all", "--out", "p.pdf", "--paper", "a3"),
        ("--all", "--out", "p.pdf", "--most-mb", "0"),
    ],
)
def test_what_is_not_clear_is_asked_for(run, imported, tmp_path, arguments):
    assert imported.exists()
    (tmp_path / "taken.pdf").write_bytes(b"a file of somebody's")
    assert run("posters", *arguments).exit_code == 2
    assert (tmp_path / "taken.pdf").read_bytes() == b"a file of somebody's"
    assert list(tmp_path.glob("p.*")) == []


def test_a_list_of_other_posters_is_not_gone_on_with(run, imported, tmp_path):
    assert run("posters", "--venues", imported, "--out", "p.pdf").exit_code == 0
    rows = imported.read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "less.csv").write_text("\n".join(rows[:3]))
    assert run("posters", "--venues", "less.csv", "--out", "p.pdf").exit_code == 2
    assert run("posters", "--venues", imported, "--out", "p.pdf", "--paper", "a5").exit_code == 2


@pytest.mark.long
def test_a_run_that_is_killed_goes_on_where_it_stopped(run, database_url, tmp_path):
    (tmp_path / "sheet.csv").write_text(
        "name,address,kind,capacity\n" + "".join(f"Quán {n},{n} Pasteur,shop,9\n" for n in range(1300))
    )
    assert run("import", "venues", "sheet.csv", "--out", "codes.csv").exit_code == 0
    command = [sys.executable, "-c", "from app.cli import main; main()", "posters"]
    command = [*command, "--venues", "codes.csv", "--most-mb", "1", "--out", "p.pdf"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.Popen(command, env=environment, start_new_session=True)
    for _ in range(1200):
        if killed.poll() is not None or (tmp_path / "p-2.pdf.part").exists():
            break
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = [line for line in lines_of(tmp_path / "p.csv") if line["file"]]
    assert 0 < len(done) < 1300
    assert {line["file"] for line in done} == {"p.pdf"}
    before = (tmp_path / "p.pdf").read_bytes()
    subprocess.run(command, env=environment, check=True)
    assert (tmp_path / "p.pdf").read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []
    lines = lines_of(tmp_path / "p.csv")
    assert len({line["venue"] for line in lines}) == 1300
    for name in {line["file"] for line in lines}:
        pages = [line["page"] for line in lines if line["file"] == name]
        assert pages == [str(number) for number in range(1, len(PdfReader(tmp_path / name).pages) + 1)]
        assert (tmp_path / name).stat().st_size <= 1_000_000

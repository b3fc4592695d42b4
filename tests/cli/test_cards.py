"""Cards as the operator gets them: what is on paper says nothing about anybody and opens nothing."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.card_numbers import parse_card_number
from app.store.db import open_database
from app.usecases.find_card import find_card
from app.vault.keystore import KeyStore
from qr.symbol import encode
from tests.conftest import program

A_NUMBER = re.compile(r"\d{5} \d{5} \d{5}")
LAST = date.today() + timedelta(days=100)  # noqa: DTZ011 - a command has the clock of its machine


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


def texts(path):
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in PdfReader(path).pages]


def test_blank_cards_are_issued_and_printed(run, tmp_path, database_url):
    done = run("cards", "print", "--count", 3, "--out", "c.pdf", "--paper", "card", "--valid-until", LAST)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"c.pdf: 3 cards, valid until {LAST:%d/%m/%Y}\n"
    fronts = texts(tmp_path / "c.pdf")[::2]
    assert len(fronts) == 3
    numbers = [parse_card_number(A_NUMBER.search(front)[0]) for front in fronts]
    assert len(set(numbers)) == 3
    database, keys = open_database(database_url), KeyStore(tmp_path / "keys")
    with database.reading() as session:
        found = [find_card(session, number, keys) for number in numbers]
    database.close()
    assert {(card.person, card.sealed, card.expires_on) for card in found} == {(None, None, LAST)}
    assert (tmp_path / "c.pdf").stat().st_mode & 0o077 == 0, "the numbers are nobody else's"


def test_a_card_shows_its_number_its_last_day_and_nothing_else(run, tmp_path):
    assert run("cards", "print", "--count", 2, "--out", "c.pdf", "--paper", "card").exit_code == 0
    front, back, other_front, other_back = texts(tmp_path / "c.pdf")
    number = A_NUMBER.search(front)[0]
    # Two cards differ in the number and in nothing else: there is no room for anything about anybody.
    assert front.replace(number, "") == other_front.replace(A_NUMBER.search(other_front)[0], "")
    assert back == other_back
    assert not re.search(r"https?:|www\.|\.vn", front + back, re.IGNORECASE)
    document = PdfReader(tmp_path / "c.pdf")
    assert number not in str(document.metadata)


def test_the_symbol_carries_the_digits_alone_and_another_program_reads_it(run, tmp_path):
    assert run("cards", "print", "--count", 1, "--out", "c.pdf", "--paper", "card").exit_code == 0
    number = parse_card_number(A_NUMBER.search(texts(tmp_path / "c.pdf")[0])[0])
    tool = program("pdftoppm")
    subprocess.run([tool, "-r", "200", "-png", "-gray", "c.pdf", "c"], check=True, cwd=tmp_path)
    seen = [zxingcpp.read_barcodes(Image.open(page)) for page in sorted(tmp_path.glob("c-*.png"))]
    assert [[each.text for each in page] for page in seen] == [[number], []]
    assert encode(number).version == 1, "21 modules: the symbol is as coarse as one can be"


def test_ten_cards_go_on_a_sheet(run, tmp_path):
    assert run("cards", "print", "--count", 11, "--out", "c.pdf").exit_code == 0
    pages = PdfReader(tmp_path / "c.pdf").pages
    assert [round(float(page.mediabox.width) * 25.4 / 72) for page in pages] == [210] * 4
    assert len(set(A_NUMBER.findall(" ".join(texts(tmp_path / "c.pdf"))))) == 11


@pytest.mark.parametrize(
    "wrong",
    [
        ("--count", 0, "--out", "c.pdf"),
        ("--count", 1, "--out", "c.txt"),
        ("--count", 1, "--out", "c.pdf", "--paper", "a3"),
        ("--count", 1, "--out", "c.pdf", "--valid-until", "2020-01-01"),
        ("--count", 1, "--out", "c.pdf", "--valid-until", "2100-01-01"),
    ],
)
def test_what_cannot_be_is_refused_and_issues_nothing(run, tmp_path, wrong, database_url):
    assert run("cards", "print", *wrong).exit_code != 0
    assert not (tmp_path / "c.pdf").exists()
    database = open_database(database_url)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM cards")).scalar_one() == 0
    database.close()


def test_a_file_that_is_there_is_not_written_over(run, tmp_path):
    (tmp_path / "c.pdf").write_text("mine")
    assert run("cards", "print", "--count", 1, "--out", "c.pdf").exit_code != 0
    assert (tmp_path / "c.pdf").read_text() == "mine"

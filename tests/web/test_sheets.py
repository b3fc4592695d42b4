"""Everything an owner prints beside the poster: it carries the venue's address and is its owner's alone."""

import re
import subprocess
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from app.usecases.print_sheet import SheetKind
from app.web.venue.sheets import STEPS
from qr.errors import NameTooLong
from tests.conftest import program
from tests.web.conftest import Phone, register_venue

CODES = {
    "tent": 2,
    "tent-in-three": 2,
    "stickers": 8,
    "small-stickers": 24,
    "door-card": 1,
    "large-door-card": 1,
}
PAPERS = [*(f"sheet/{kind}" for kind in SheetKind), "signs", "guide", "poster"]


def decoded(image):
    found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return [barcode.text for barcode in found]


def rasterised(document):
    command = [program("pdftoppm"), "-r", "130", "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout))


def words_of(document):
    done = subprocess.run(
        [program("pdftotext"), "-layout", "-", "-"], input=document, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


@pytest.fixture(scope="module")
def venue(sqlite_client):
    return register_venue(Phone(sqlite_client), name="Quán Ký Hiệu", address="1 Đường Thử")


@pytest.fixture
def fetch(venue):
    def one(path, of=venue):
        answer = of.owner.get(f"/venue/{of.id}/{path}")
        assert answer.status_code == 200, answer.text
        return answer

    return one


def test_every_kind_of_sheet_is_known_to_this_test():
    assert set(CODES) == set(SheetKind)


@pytest.mark.parametrize("kind", SheetKind)
def test_a_sheet_carries_the_public_address_as_often_as_it_has_codes(fetch, venue, kind):
    document = fetch(f"sheet/{kind}.pdf")
    assert document.headers["content-type"] == "application/pdf"
    expected = [f"HTTPS://TESTSERVER/V/{venue.code}"] * CODES[kind]
    assert decoded(rasterised(document.content)) == expected
    assert decoded(Image.open(BytesIO(fetch(f"sheet/{kind}.png").content))) == expected
    words = words_of(document.content)
    assert "Quán Ký Hiệu" in words
    assert f"{venue.typed[:4]} {venue.typed[4:8]} {venue.typed[8]}" in words.replace("\u00a0", " ")


@pytest.mark.parametrize("paper", PAPERS)
def test_a_drawing_is_kept_and_not_opened_in_the_browser(fetch, paper):
    answer = fetch(f"{paper}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert ET.fromstring(answer.text).tag.endswith("svg")
    assert "<script" not in answer.text


@pytest.mark.parametrize("paper", [*PAPERS, "guide."])
def test_only_the_owner_prints(venue, reader, paper):
    path = f"/venue/{venue.id}/{paper}.pdf".replace("guide..pdf", "guide")
    assert reader.get(path).status_code == 303  # to the door of owners
    register_venue(reader, name=f"Another {paper}", address="Elsewhere")
    assert reader.get(path).status_code == 404
    assert venue.owner.get(path).status_code == 200


@pytest.mark.parametrize("path", ["sheet/banner.pdf", "sheet/tent.gif", "signs.gif", "guide.doc"])
def test_what_is_not_printed_is_no_page(venue, path):
    assert venue.owner.get(f"/venue/{venue.id}/{path}").status_code in {404, 422}


def test_a_name_too_long_for_a_small_sheet_is_refused_with_a_way_out(venue, monkeypatch, read):
    def refuse(*args, **kwargs):
        raise NameTooLong("29 x 7 mm")

    monkeypatch.setattr("qr.stickers.sheet", refuse)
    venue.owner.language = "en"
    answer = venue.owner.get(f"/venue/{venue.id}/sheet/small-stickers.pdf")
    venue.owner.language = "vi"
    assert answer.status_code == 409
    assert "the poster takes every name" in read(answer.text).text


# ---- the signs of the week ----


def test_the_signs_on_paper_begin_with_those_on_the_page(fetch, venue, read):
    """The clock of the shared service stands on Monday, 23 November 2026, at ten in the morning."""
    words = words_of(fetch("signs.pdf").content)
    for text in ("Quán Ký Hiệu", "23/11", "29/11/2026", "09:00", "10:00"):
        assert text in words
    digits = re.findall(r'class="sign-digits">(\d\d)<', venue.owner.get(f"/venue/{venue.id}").text)
    rows = dict(re.findall(r"(\d\d):00 (\d\d)", words))
    assert digits == [rows["10"], rows["09"]]


def test_next_week_is_not_there_on_a_monday(venue, read):
    for week in ("2026-11-30", "2026-11-16", "2026-11-24"):
        answer = venue.owner.get(f"/venue/{venue.id}/signs.pdf?week={week}")
        assert answer.status_code == 404
    assert venue.owner.get(f"/venue/{venue.id}/signs.pdf?week=2026-11-23").status_code == 200
    assert venue.owner.get(f"/venue/{venue.id}/signs.pdf?week=now").status_code == 422
    assert "signs.pdf?week" not in venue.owner.get(f"/venue/{venue.id}").text


# ---- how to hang it ----


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_guide_is_a_page_and_a_sheet_of_the_same_sentences(fetch, venue, language, read):
    venue.owner.language = language
    page = read(fetch("guide").text)
    assert ("30 people an hour" in page.text) == (language == "en")
    assert f"/venue/{venue.id}/guide.pdf" in page.links()
    words = words_of(fetch("guide.pdf").content)
    for step in STEPS:
        assert all(word in words for word in step.split())
    for word in ("120 cm", "90 cm", "50 cm"):
        assert word in words.replace("\u00a0", " ")


def test_the_venue_s_page_leads_to_every_sheet(venue, read):
    links = read(venue.owner.get(f"/venue/{venue.id}").text).links()
    for kind in SheetKind:
        assert f"/venue/{venue.id}/sheet/{kind}.pdf" in links
    for path in ("signs.pdf", "poster.svg", "guide"):
        assert any(link.partition("?")[0] == f"/venue/{venue.id}/{path}" for link in links)

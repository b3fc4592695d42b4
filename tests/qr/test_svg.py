import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from qr import poster as posters
from qr import svg
from qr.paper import Paper

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_sheet_is_a_document_of_its_true_size_that_runs_and_fetches_nothing(poster):
    text = svg.write(posters.sheet(poster, Paper.A5))
    root = ET.fromstring(text)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("148mm", "210mm", "0 0 148 210")
    assert {element.tag for element in root.iter()} == {f"{NAMESPACE}{tag}" for tag in ("svg", "g", "path")}
    assert not re.search(r"href|url\(|style|on[a-z]+=", text)


def test_the_same_sheet_gives_the_same_text(poster):
    sheet = posters.sheet(poster)
    assert svg.write(sheet) == svg.write(sheet)
    assert svg.write(sheet) != svg.write(posters.sheet(replace(poster, venue="Phở Lệ")))


def test_every_letter_is_an_outline(poster):
    sheet = posters.sheet(poster)
    letters = sum(not letter.isspace() for box in sheet.boxes for letter in getattr(box, "text", ""))
    drawn = ET.fromstring(svg.write(sheet)).findall(f".//{NAMESPACE}g[@fill]/{NAMESPACE}path")
    assert len(drawn) == letters
    assert all(path.get("d") for path in drawn)

"""The scanner as it is sent: light, nothing of any person, a sentence for all that its scripts can say."""

import gzip
import json
import re

import pytest

from app.web import static_files

LARGEST_SCRIPT = 10_000
"""Bytes over the wire; the packaged decoder, which few phones need, is apart."""


@pytest.fixture
def page(reader):
    answer = reader.get("/scan?lang=en")
    assert answer.status_code == 200
    return answer.text


def words_of(page):
    [held] = re.findall(r'<script type="application/json" id="words">(.*?)</script>', page, re.DOTALL)
    return json.loads(held)


def sources():
    names = ["codes.js", "foreign.js", "camera.js", "signed.js", "scan.js"]
    return {name: (static_files.FOLDER / "phone" / name).read_text(encoding="utf-8") for name in names}


def test_every_answer_of_the_scripts_has_its_two_sentences(page):
    texts = sources()
    kinds = set(re.findall(r'kind: "([\w-]+)"', texts["codes.js"] + texts["foreign.js"]))
    kinds |= {"own-page", "look-alike", "other-host", "mistyped", "forged", "retired", "ended"}
    kinds |= set(re.findall(r'Error: "([\w-]+)"', texts["camera.js"])) | {"insecure", "decoder"}
    kinds |= set(re.findall(r'"([\w-]+)"', re.search(r"SUSPICIOUS = \[(.*?)\]", texts["scan.js"])[1]))
    words = words_of(page)
    assert {"bank", "identity", "program", "userinfo", "refused"} <= kinds
    assert kinds - {"ours", "signed"} <= words.keys()
    assert {f"{kind}-do" for kind in kinds - {"ours", "signed"}} <= words.keys()


def test_no_sentence_is_left_over_and_none_is_missing(page):
    script = "".join(sources().values())
    said = set(re.findall(r'tell\("([\w-]+)"', script)) | {"genuine", "opening", "no-picture"}
    words = words_of(page)
    assert said <= words.keys()
    unused = {key for key in words if f'"{key.removesuffix("-do")}"' not in script}
    assert unused == set()


def test_refused_banks_and_identities_are_never_quoted(page):
    words = words_of(page)
    for kind in ("bank", "identity", "card", "text", "command", "program"):
        assert "%(host)s" not in words[kind] + words[f"{kind}-do"]
    assert "%(host)s" in words["look-alike"]


def test_the_scripts_are_small_and_the_decoder_comes_only_when_it_is_needed(page):
    loaded = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert loaded == [static_files.address("phone/scan.js")]
    assert len(gzip.compress(static_files.body("phone/scan.js"), 9)) <= LARGEST_SCRIPT
    assert f'data-decoder="{static_files.address("decoder.js")}"' in page
    assert f'data-ed25519="{static_files.address("phone/ed25519.js")}"' in page
    for word in ("eval(", "innerHTML", "insertAdjacentHTML", "document.write"):
        assert word not in static_files.body("phone/scan.js").decode()


def test_the_host_is_that_of_the_posters_and_not_of_the_request(reader):
    page = reader.get("/scan?lang=en", headers={"host": "evil.example"}).text
    assert 'data-hosts="[&#34;testserver&#34;]"' in page
    assert "evil.example" not in page


def test_the_page_is_the_same_for_everybody(reader):
    one, other = reader.get("/scan?lang=vi").text, reader.get("/scan?lang=vi").text
    clock = re.compile(r'data-now="\d+"')
    assert clock.sub("", one) == clock.sub("", other)
    assert not reader.cookies

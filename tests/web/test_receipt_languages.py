"""All catalogues are whole, and the receipt and the notices speak six languages where asked to."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from app.web import collect_words, pseudo, words

CATALOGUES = ("vi", *words.RECEIPT_LANGUAGES)
GAPS = re.compile(r"%\(\w+\)s|\{\w+\}")
SCRIPTS = {
    "zh": r"[\u4e00-\u9fff]",
    "km": r"[\u1780-\u17ff]",
    "ko": r"[\uac00-\ud7a3]",
    "ja": r"[\u3040-\u30ff\u4e00-\u9fff]",
}


def faults(source: bytes, wanted: set[str]) -> set[tuple[str, str]]:
    """What is wrong with a catalogue of these sentences: pairs of fault and sentence."""
    catalogue = read_po(BytesIO(source), locale="vi")
    messages = [message for message in catalogue if message.id]
    found = {("obsolete", str(message)) for message in catalogue.obsolete}
    found |= {("missing", sentence) for sentence in wanted - {str(m.id) for m in messages if m.string}}
    found |= {("unknown", str(m.id)) for m in messages if m.id not in wanted}
    found |= {("fuzzy", str(m.id)) for m in messages if m.fuzzy}
    found |= {
        ("gaps", str(m.id))
        for m in messages
        if m.string and sorted(GAPS.findall(str(m.id))) != sorted(GAPS.findall(str(m.string)))
    }
    return found


@pytest.fixture(scope="module")
def wanted():
    every = {sentence for _, sentence in collect_words.sentences()}
    receipt = {sentence for _, sentence in collect_words.receipt_sentences()}
    assert len(every) > 5 * len(receipt) > 400
    assert receipt <= every
    return {lang: every if lang == "vi" else receipt for lang in CATALOGUES}


@pytest.mark.parametrize("lang", CATALOGUES)
def test_no_catalogue_has_a_missing_a_fuzzy_or_an_obsolete_entry_or_another_gap(lang, wanted):
    assert faults((collect_words.LOCALE / f"{lang}.po").read_bytes(), wanted[lang]) == set()


def test_every_fault_of_a_catalogue_is_seen():
    source = """
msgid "At %(time)s"
msgstr "Lúc %(tim)s"

#, fuzzy
msgid "Leave"
msgstr "Rời đi"

msgid "Stay"
msgstr ""

msgid "Nobody says this"
msgstr "Không ai nói"

#~ msgid "Gone"
#~ msgstr "Đã bỏ"
"""
    found = faults(source.encode(), {"At %(time)s", "Leave", "Stay", "New"})
    assert found == {
        ("gaps", "At %(time)s"),
        ("fuzzy", "Leave"),
        ("missing", "Stay"),
        ("missing", "New"),
        ("unknown", "Nobody says this"),
        ("obsolete", "Gone"),
    }


@pytest.mark.parametrize("lang", words.RECEIPT_LANGUAGES)
def test_a_catalogue_is_what_a_fresh_collection_gives(lang):
    fresh = collect_words.as_bytes(collect_words.collected(collect_words.kept(lang), lang))
    assert fresh == collect_words.RECEIPT_CATALOGUES[lang].read_bytes()


@pytest.mark.parametrize("lang", words.RECEIPT_LANGUAGES)
def test_a_catalogue_is_written_in_its_script(lang):
    for sentence, said in collect_words.kept(lang).items():
        assert re.search(SCRIPTS[lang], said), sentence
        assert said == said.strip(), sentence
        assert not re.search("  |\u200b\u200b|<[a-z]", said), sentence


def test_khmer_may_break_between_its_words_in_browsers_without_a_dictionary():
    long = {s: said for s, said in collect_words.kept("km").items() if len(said) > 30}
    assert long
    assert [s for s, said in long.items() if max(map(len, re.split("[\u200b ]", said))) > 20] == []


def test_what_a_receipt_says_comes_from_the_templates_that_it_stands_on():
    assert {"base.html", "public/answer.html", "components.html", *words.RECEIPT_PAGES} <= (
        collect_words.receipt_templates()
    )
    said = {sentence for _, sentence in collect_words.receipt_sentences()}
    assert "Print the poster" not in said
    assert {"Recorded at", "I am leaving", "You need to do nothing."} <= said


# ---- forms of numbers, days and plurals ----


def test_vietnamese_has_one_plural_and_writes_days_hours_and_numbers_its_own_way():
    header = collect_words.CATALOGUE.read_text(encoding="utf-8").split("\n\n")[0]
    assert "nplurals=1; plural=0;" in header
    for lang in CATALOGUES:
        assert set(Locale.parse(lang).plural_form.rules) == set(), "one form: no sentence needs another"
    assert words.calendar(date(2026, 2, 1)) == "01/02/2026"
    assert words.number(1234567.5, "vi") == "1.234.567,5"
    assert Locale.parse("vi").first_week_day == 0, "Monday"


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        ("en", "05/12/2026"),
        ("zh", "2026年12月05日"),
        ("ja", "2026年12月05日"),
        ("ko", "2026년 12월 05일"),
        ("km", "05/12/2026"),
    ],
)
def test_a_day_is_read_in_one_way_only(lang, day):
    assert words.calendar(date(2026, 12, 5), lang) == day


# ---- choosing ----


def asked(accept: str = "", lang: str = "") -> SimpleNamespace:
    return SimpleNamespace(query_params={"lang": lang} if lang else {}, headers={"accept-language": accept})


@pytest.mark.parametrize(
    ("request_", "receipt", "door"),
    [
        (asked("zh-CN,zh;q=0.9"), "zh", "en"),
        (asked("zh-CN,zh;q=0.9,vi;q=0.3"), "zh", "vi"),
        (asked("ko;q=0.2,en;q=0.9"), "en", "en"),
        (asked("vi", "km"), "km", "vi"),
        (asked("", "zh-Hans"), "zh", "en"),
        (asked("", "ja"), "ja", "en"),
        (asked("fr"), "vi", "vi"),
        (asked("zh;q=0"), "vi", "vi"),
        (asked("en", "xx"), "en", "en"),
    ],
)
def test_four_more_languages_are_spoken_on_the_receipt_and_fall_back_elsewhere(request_, receipt, door):
    assert words.language(request_, "citizen/receipt.html") == receipt
    assert words.language(request_, "citizen/door.html") == door


@pytest.mark.parametrize("lang", words.RECEIPT_LANGUAGES)
def test_a_door_leads_to_a_receipt_in_the_language_of_the_link(reader, door, lang):
    page = reader.open(f"{door}?lang={lang}")
    receipt = reader.send(page.form("/v/"))
    tag = words.html_language(lang)
    assert f'<html lang="{tag}"' in receipt.text
    assert words.gettext(lang)("Recorded at") in receipt.text
    assert words.gettext(lang)("This is not a health certificate.") in receipt.text
    for other, name in words.LANGUAGE_NAMES.items():
        assert (name in receipt.text) is (other != lang)
    assert receipt.headers["content-language"] == lang


def test_the_notices_follow_the_browser_and_offer_the_others(reader):
    reader.language = "km-KH,km;q=0.9,en;q=0.5"
    page = reader.open("/notices")
    assert words.gettext("km")("No notice for this browser") in page.text
    assert "/notices?lang=zh" in page.links()
    assert "/notices/real" in page.links()
    assert words.gettext("zh")("How to tell a real notice") in reader.open("/notices/real?lang=zh").text
    assert '<html lang="en"' in reader.get("/").text, "another page speaks English to them"


# ---- the language that nobody speaks ----


def test_the_pseudo_language_is_longer_keeps_its_gaps_and_ends_with_the_test(reader):
    made = pseudo.pseudo("Came at %(time)s on %(date)s")
    assert GAPS.findall(made) == ["%(time)s", "%(date)s"]
    assert len(made) >= 1.4 * len("Came at %(time)s on %(date)s")
    assert (made[0], made[-1], "Came" in made) == ("[", "]", False)
    with pseudo.speaking_pseudo():
        assert "[" in reader.open("/notices?lang=en").heading
    assert reader.open("/notices?lang=en").heading == "Notices"

"""The Vietnamese catalogue: complete, exact in its terms, short in its sentences."""

import math
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from app.web import collect_words, words

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
LONGEST = 25
"""Syllables of one Vietnamese sentence."""


@pytest.fixture(scope="module")
def catalogue():
    with collect_words.CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


@pytest.fixture(scope="module")
def translated(catalogue):
    """Without the empty ones, which have a test of their own."""
    return [message for message in catalogue if message.string]


def sentences_of(text):
    return [part for part in re.split(r"(?<=[.?!:;])\s+", text) if part]


def syllables(sentence):
    return [part for part in sentence.split() if re.search(r"\w", part)]


# ---- nothing is missing ----


def test_the_catalogue_is_what_a_fresh_collection_gives():
    """A new sentence, a changed one, a translation left behind: `make words`, then translate."""
    fresh = collect_words.as_bytes(collect_words.collected(collect_words.kept()))
    assert fresh == collect_words.CATALOGUE.read_bytes()


def test_every_sentence_is_translated_and_none_is_a_guess(catalogue):
    assert [message.id for message in catalogue if not message.string] == []
    assert [message.id for message in catalogue if message.fuzzy] == []
    assert len(catalogue) > 150


def test_nothing_obsolete_is_kept():
    assert "#~" not in collect_words.CATALOGUE.read_text(encoding="utf-8")


def test_sentences_of_templates_and_of_code_are_found():
    found = {sentence for _, sentence in collect_words.sentences()}
    assert "I am here" in found, "in a template"
    assert "This code has a mistake in it" in found, "marked in a table"
    assert "Scan the code when you arrive" in found, "on the poster"
    assert any(len(sentence) > 110 for sentence in found), "written over several lines"


def test_a_new_sentence_arrives_empty_and_an_old_one_is_dropped():
    renewed = collect_words.collected({"I am here": "Tôi đã đến", "Gone for ever": "Đã bỏ"})
    assert renewed.get("I am here").string == "Tôi đã đến"
    assert renewed.get("I am leaving").string == ""
    assert renewed.get("Gone for ever") is None


def test_two_collections_give_the_same_bytes():
    files = [collect_words.as_bytes(collect_words.collected({})) for _ in range(2)]
    assert files[0] == files[1]
    assert not re.search(rb"20\d\d-\d\d-\d\d \d\d:\d\d|Date:|/home/|/[w]ork/", files[0])


# ---- every sentence is right ----


def test_the_gaps_are_the_same_in_both_languages(translated):
    gaps = re.compile(r"%\(\w+\)s|\{\w+\}")
    wrong = [m.id for m in translated if sorted(gaps.findall(m.id)) != sorted(gaps.findall(m.string))]
    assert wrong == []


def test_no_sentence_is_longer_than_it_can_be_taken_in(translated):
    long = {
        sentence: len(syllables(sentence))
        for message in translated
        for sentence in sentences_of(message.string)
        if len(syllables(sentence)) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize(("text", "count"), [("Mời quét mã khi đến", 5), ("Xem lại cả ba. Thử lại.", 4)])
def test_syllables_are_counted_by_sentence(text, count):
    assert max(len(syllables(sentence)) for sentence in sentences_of(text)) == count


def test_the_letters_are_in_nfc_and_nothing_is_left_over(translated):
    for message in translated:
        assert unicodedata.is_normalized("NFC", message.string), message.id
        assert message.string == message.string.strip(), message.id
        assert "  " not in message.string, message.id
        assert "{{" not in message.string.replace("< > và {{", ""), message.id
        assert not re.search(r"<[a-z]", message.string), message.id


def test_a_full_stop_stands_where_the_english_has_one(translated):
    for message in translated:
        for end in ".?:" if len(message.id.split()) > 1 else "":
            assert message.string.endswith(end) == message.id.endswith(end), message.id


def test_words_that_blame_or_frighten_are_not_used(translated):
    forbidden = re.compile(r"\b(vi phạm|cảnh cáo|xử phạt|nghiêm trọng|không hợp lệ|F0)\b", re.IGNORECASE)
    assert [m.id for m in translated if forbidden.search(m.string)] == []


# ---- the agreed terms ----


def rows(heading):
    section = GLOSSARY.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_button_of_the_glossary_says_exactly_that():
    vietnamese = words.gettext("vi")
    buttons = [row for row in rows("What people press and read") if row[2] == "button"]
    assert len(buttons) >= 6
    assert {english: vietnamese(english) for english, *_ in buttons} == {row[0]: row[1] for row in buttons}


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("I am here", "Tôi đã đến"),
        ("I am leaving", "Tôi rời đi"),
        ("Recorded at", "Đã ghi nhận lúc"),
        ("This is not a health certificate.", "Không phải giấy xác nhận sức khỏe."),
        ("Scan the code when you arrive", "Mời quét mã khi đến"),
        ("No app to install. No account to open.", "Không cần cài ứng dụng. Không cần mở tài khoản."),
    ],
)
def test_what_was_agreed_is_said_to_the_letter(english, vietnamese):
    assert words.gettext("vi")(english) == vietnamese


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        (r"venues?\b", "địa điểm"),
        (r"owner key\b", "khóa chủ địa điểm"),
        (r"receipts?\b", "phiếu ghi nhận"),
        (r"co-present\b", "cùng có mặt"),
        (r"contacts? F1\b", r"người tiếp xúc gần \(F1\)"),
        (r"release code\b", "mã mở lượt ghé"),
        (r"typed code\b", "mã số"),
        (r"trace\b", "truy vết"),
        (r"health official\b", "cán bộ y tế"),
    ],
)
def test_a_thing_keeps_its_name(translated, english, vietnamese):
    said = [m for m in translated if re.search(rf"\b{english}", m.id, re.IGNORECASE)]
    assert said
    assert [m.id for m in said if not re.search(vietnamese, m.string, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "rivals",
    [
        "check-?in|điểm danh|khai báo",  # báo đến
        "áp phích|poster|tờ rơi",  # tờ mã QR
        "biên nhận|biên lai|chứng nhận",  # phiếu ghi nhận
        "điểm đến|cơ sở kinh doanh",  # địa điểm
        "truy tìm|dò tìm",  # truy vết
        "nhân viên y tế|viên chức",  # cán bộ y tế
        "tố cáo|tố giác",  # phản ánh
        "điện thoại di động|thiết bị di động",  # điện thoại
    ],
)
def test_a_thing_has_no_second_name(translated, rivals):
    assert [m.string for m in translated if re.search(rf"\b(?:{rivals})\b", m.string, re.IGNORECASE)] == []


# ---- choosing a language, and writing in it ----


def asked(accept="", lang=""):
    return SimpleNamespace(query_params={"lang": lang} if lang else {}, headers={"accept-language": accept})


@pytest.mark.parametrize(
    ("request_", "language"),
    [
        (asked(), "vi"),
        (asked("en"), "en"),
        (asked("en", "vi"), "vi"),
        (asked("en", "xx"), "en"),
        (asked("fr-FR,fr"), "vi"),
        (asked("en;q=0.1,vi;q=0.2"), "vi"),
        (asked("english"), "vi"),
    ],
)
def test_the_language_of_a_request(request_, language):
    assert words.language(request_) == language


def test_a_sentence_that_nobody_translated_stays_english():
    assert words.gettext("vi")("Not a sentence of ours") == "Not a sentence of ours"
    assert words.gettext("en")("%(n)s left", n=3) == "3 left"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("19009095", "1900 9095"), ("+84901234567", "0901 234 567"), ("115", "115"), ("x", "x")],
)
def test_a_telephone_number_is_shown_in_groups(number, shown):
    assert words.telephone(number) == shown


def test_numbers_follow_the_language():
    assert words.number(1234.5, "vi") == "1.234,5"
    assert words.number(1234.5, "en") == "1,234.5"


@pytest.mark.parametrize("lang", ["vi", "en", "km"])
@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        999,
        1000,
        -1000,
        123456789,
        0.5,
        0.0005,
        0.0015,
        -0.0001,
        1e-09,
        1234567.8915,
        1e16,
        1e21,
        0.1 + 0.2,
        math.inf,
        7.0,
    ],
)
def test_numbers_are_written_as_the_library_of_all_languages_writes_them(value, lang):
    assert words.number(value, lang) == format_decimal(value, locale=lang)

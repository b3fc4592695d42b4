"""Whoever imitates a notice must not be believed: no notice ever held a link, a token or a second number."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.domain.diseases import Disease
from app.domain.ids import CaseId, OfficialId
from app.domain.notices import Advice, Draft, Ground, Sending
from app.domain.profiles.covid_19 import COVID_19
from app.store.notices import EXPOSURE, Notice
from app.web import collect_words, words
from app.web.notice_words import KINDS, NO_LONGER, message

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOST = "ghe.example.vn"
HOTLINE = "19009095"
EVERY_LANGUAGE = [*words.LANGUAGES, *words.RECEIPT_LANGUAGES]
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//\S*|www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}|\b\d{6,}\b")
_GAPS = re.compile(r"%\(\w+\)s")


def links_in(text: str) -> list[str]:
    """Everything that a phone would make a link of, but the bare own host."""
    return [found.rstrip(".,") for found in _LINK.findall(text) if found.rstrip(".,") != HOST]


def notice(advice: Advice, disease: str | None = None) -> Notice:
    draft = Draft(advice, 14, "Trạm y tế phường Xuân Hòa" if advice is Advice.TEST else "", "F1")
    sending = Sending(
        id=UUID(int=1),
        ground=Ground(case=CaseId(UUID(int=2))),
        thread=UUID(int=1),
        version=1,
        withdraws=False,
        draft=draft,
        disease=disease,
        sent_by=OfficialId(UUID(int=3)),
        sent_at=NOW,
        published_at=NOW,
        people=1,
    )
    return Notice(UUID(int=4), EXPOSURE, NOW, None, sending, date(2026, 11, 20), date(2026, 12, 4))


def said(lang: str, advice: Advice, disease: Disease | None = None) -> str:
    found = message(notice(advice, disease and disease.slug), disease, lang, HOTLINE)
    lines = filter(None, (found.heading, found.where, found.action, found.call))
    return " ".join(" ".join(lines).split())


SAID = {
    ("vi", Advice.WATCH): "Bạn có thể đã ở gần nguồn lây Ngày 20/11/2026, tại một nơi bạn đã báo đến. "
    "Hãy theo dõi triệu chứng đến hết ngày 04/12/2026. "
    "Hãy gọi 1900 9095 nếu bạn thấy không khỏe hoặc cần hỏi thêm.",
    ("vi", Advice.TEST): "Bạn có thể đã ở gần nguồn lây Ngày 20/11/2026, tại một nơi bạn đã báo đến. "
    "Hãy xét nghiệm tại Trạm y tế phường Xuân Hòa, chậm nhất ngày 04/12/2026. "
    "Hãy gọi 1900 9095 nếu bạn thấy không khỏe hoặc cần hỏi thêm.",
    ("vi", Advice.STAY_HOME): "Bạn có thể đã ở gần nguồn lây Ngày 20/11/2026, tại một nơi bạn đã báo đến. "
    "Hãy ở nhà đến hết ngày 04/12/2026 và gọi 1900 9095.",
    ("vi", Advice.NOTHING): "Bạn có thể đã ở gần nguồn lây Ngày 20/11/2026, tại một nơi bạn đã báo đến. "
    "Bạn không cần làm gì. Hãy gọi 1900 9095 nếu bạn thấy không khỏe hoặc cần hỏi thêm.",
    (
        "en",
        Advice.WATCH,
    ): "You may have been near a source of infection It was on 20/11/2026, at a place where "
    "you checked in. Watch for symptoms until 04/12/2026. Call 1900 9095 if you feel ill or have a question.",
    (
        "en",
        Advice.TEST,
    ): "You may have been near a source of infection It was on 20/11/2026, at a place where "
    "you checked in. Take a test at Trạm y tế phường Xuân Hòa, by 04/12/2026. "
    "Call 1900 9095 if you feel ill or have a question.",
    ("en", Advice.STAY_HOME): "You may have been near a source of infection It was on 20/11/2026, at a place "
    "where you checked in. Stay at home until 04/12/2026 and call 1900 9095.",
    (
        "en",
        Advice.NOTHING,
    ): "You may have been near a source of infection It was on 20/11/2026, at a place where "
    "you checked in. You need to do nothing. Call 1900 9095 if you feel ill or have a question.",
}
"""Word for word: a change of what thousands read is seen in review."""


@pytest.mark.abuse("AB-36")
@pytest.mark.parametrize(("lang", "advice"), SAID)
def test_a_notice_says_exactly_this(lang, advice):
    assert said(lang, advice) == SAID[lang, advice]


@pytest.mark.abuse("AB-36")
@pytest.mark.parametrize("lang", EVERY_LANGUAGE)
def test_no_notice_in_any_language_holds_a_link_or_a_token(lang):
    translate = words.gettext(lang)
    texts = [said(lang, advice, disease) for advice in Advice for disease in (None, COVID_19)]
    texts += [translate(text) for kind in KINDS.values() for text in kind] + [
        translate(text) for text in NO_LONGER
    ]
    for text in texts:
        assert links_in(text) == [], text
        assert not _TOKEN.search(text), text
        assert re.findall(r"\d{4} \d{4}", text) in ([], ["1900 9095"]), text
    assert len(texts) >= 2 * len(Advice) + 3


@pytest.mark.abuse("AB-36")
@pytest.mark.parametrize("lang", EVERY_LANGUAGE)
def test_every_sentence_of_the_pages_of_notices_names_the_own_host_or_none(lang):
    templates = {f"web/templates/citizen/{name}.html" for name in ("notices", "real_notices")}
    sentences = {
        s for file, s in collect_words.receipt_sentences() if file in templates | {"web/notice_words.py"}
    }
    translate = words.gettext(lang)
    for sentence in sentences:
        filled = _GAPS.sub(lambda gap: HOST if gap[0] == "%(host)s" else "1", translate(sentence))
        assert links_in(filled) == [], filled
    assert any("%(host)s" in sentence for sentence in sentences)


@pytest.mark.abuse("AB-36")
@pytest.mark.parametrize(
    "text",
    [
        "Xem https://ghe.example.vn/n/1",
        "ghe.example.vn/n/1",
        "www.ghe.vn",
        "Mở bit.ly/x9 ngay",
        "gh3.example.vn",
        "//evil",
        "ghe.example.vn.evil.top",
    ],
)
def test_the_linter_sees_every_kind_of_link(text):
    assert links_in(text)


def test_the_linter_lets_the_bare_host_and_plain_words_pass():
    assert links_in("Tự gõ ghe.example.vn. Hãy gọi 1900 9095. TP. Hồ Chí Minh, ngày 20/11/2026.") == []

"""The languages: English sentences are the keys, `locale/vi.po` holds the Vietnamese, the default.

Every page speaks Vietnamese and English. What somebody must understand at a door or after an exposure, the
receipt and the notices, also speaks four more: those catalogues hold the sentences of these pages only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from starlette.requests import Request

LANGUAGES: Final = ("vi", "en")
RECEIPT_LANGUAGES: Final = ("zh", "km", "ko", "ja")
"""Of the receipt, the notices and the page of a visit taken back."""
LANGUAGE_NAMES: Final = {
    "vi": "Tiếng Việt",
    "en": "English",
    "zh": "中文",
    "km": "ភាសាខ្មែរ",
    "ko": "한국어",
    "ja": "日本語",
}
RECEIPT_PAGES: Final = frozenset(
    {"citizen/receipt.html", "citizen/withdrawn.html", "citizen/notices.html", "citizen/real_notices.html"}
)
"""The templates that speak these languages too."""
_HTML_LANGUAGES: Final = {"zh": "zh-Hans"}
"""Han characters are drawn as the language of the page draws them: these are the simplified ones."""
_DAYS: Final = {"zh": "%Y年%m月%d日", "ja": "%Y年%m月%d日", "ko": "%Y년 %m월 %d일"}
"""Where another order is read, 05/12/2026 could be two days."""
_THOUSANDTHS: Final = Decimal("0.001")
_FOLDER = Path(__file__).parent / "locale"

Gettext = Callable[..., str]


def mark(text: str) -> str:
    """Mark a sentence for the catalogue where it stands in a table; it is translated when it is shown."""
    return text


@cache
def catalogue(lang: str) -> dict[str, str]:
    """English sentence -> sentence in `lang`. Empty for English."""
    path = _FOLDER / f"{lang}.po"
    if lang == "en" or not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=lang)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


INSTEAD: dict[str, Callable[[str], str]] = {}
"""Tests put a function for a language here, and it makes every sentence: see `app/web/pseudo.py`."""


def gettext(lang: str) -> Gettext:
    """The function that pages call `_`: a sentence, and values for its named gaps."""
    sentences = catalogue(lang)
    instead = INSTEAD.get(lang)

    def translate(text: str, /, **values: object) -> str:
        sentence = sentences.get(text, text) if instead is None else instead(text)
        return sentence % values if values else sentence

    return translate


def language(request: Request, template: str = "") -> str:
    """What the person asked for: the address, else the browser's first choice among ours, else Vietnamese.

    A page that does not speak one of the four further languages speaks English to who asks for it, unless
    their browser also names one that it does speak.
    """
    asked = asked_language(request)
    spoken = (*LANGUAGES, *RECEIPT_LANGUAGES) if template in RECEIPT_PAGES else LANGUAGES
    if asked in spoken:
        return asked
    wanted = [_wish(part) for part in request.headers.get("accept-language", "").lower().split(",")]
    wanted = sorted(((weight, lang) for weight, lang in wanted if weight > 0), key=lambda wish: -wish[0])
    if asked:
        wanted = [(1.0, asked), *wanted]
    ours = [lang for _, lang in wanted if lang in spoken]
    if ours:
        return ours[0]
    return "en" if any(lang in RECEIPT_LANGUAGES for _, lang in wanted) else "vi"


def asked_language(request: Request) -> str:
    """The language that the address asks for, of all that any page speaks; empty for none.

    A script asks with what stands in `lang` of the page, so `zh-Hans` is `zh`.
    """
    asked = request.query_params.get("lang", "").partition("-")[0]
    return asked if asked in LANGUAGE_NAMES else ""


def html_language(lang: str) -> str:
    """What stands in `lang` of a page."""
    return _HTML_LANGUAGES.get(lang, lang)


def _wish(part: str) -> tuple[float, str]:
    """`en-GB;q=0.8` as (0.8, "en")."""
    tag, _, quality = part.partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().partition("-")[0]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """14:32, in the city's zone."""
    return f"{moment.astimezone(zone):%H:%M}"


def calendar(day: date, lang: str = "vi") -> str:
    """23/11/2026 in Vietnamese and English; the year first where a language reads it so."""
    return day.strftime(_DAYS.get(lang, "%d/%m/%Y"))


@lru_cache(maxsize=100)
def telephone(number: str) -> str:
    """A number in the groups that people say: 1900 9095. Left as it is when it is none."""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def number(value: float, lang: str) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; at most three decimals, halves to the even one.

    A table of thousands of numbers is what most pages are made of, and the library takes ten times as long.
    """
    if lang not in LANGUAGES or not math.isfinite(value):
        return str(format_decimal(value, locale=lang))
    rounded = value if isinstance(value, int) else Decimal(str(value)).quantize(_THOUSANDTHS)
    whole, _, decimals = f"{rounded:,}".partition(".")
    decimals = decimals.rstrip("0")
    point, comma = (",", ".") if lang == "vi" else (".", ",")
    return whole.replace(",", comma) + (point + decimals if decimals else "")

"""The two languages: English sentences are the keys, `locale/vi.po` holds the Vietnamese, the default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from starlette.requests import Request

LANGUAGES: Final = ("vi", "en")
LANGUAGE_NAMES: Final = {"vi": "Tiếng Việt", "en": "English"}
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


def gettext(lang: str) -> Gettext:
    """The function that pages call `_`: a sentence, and values for its named gaps."""
    sentences = catalogue(lang)

    def translate(text: str, /, **values: object) -> str:
        sentence = sentences.get(text, text)
        return sentence % values if values else sentence

    return translate


def language(request: Request) -> str:
    """What the person asked for: the address, else the browser's first choice among ours, else Vietnamese."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    wanted = [_wish(part) for part in request.headers.get("accept-language", "").lower().split(",")]
    ours = [(weight, lang) for weight, lang in wanted if lang in LANGUAGES and weight > 0]
    return max(ours, key=lambda wish: wish[0])[1] if ours else "vi"  # of two alike the first


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


def calendar(day: date) -> str:
    """23/11/2026, in both languages."""
    return f"{day:%d/%m/%Y}"


def telephone(number: str) -> str:
    """A number in the groups that people say: 1900 9095. Left as it is when it is none."""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def number(value: float, lang: str) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    return str(format_decimal(value, locale=lang))

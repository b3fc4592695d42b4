"""Reads what people type into values that cannot be wrong."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

import phonenumbers

from app.domain.errors import VisitIdMalformed

_HOME: Final = "VN"
_GROUPED: Final = re.compile(r"\d{1,9}|\d{1,3}(?:[., \u00a0]\d{3}){1,2}", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})(?:\s*[:.hg]\s*(\d{2})?)?|(\d{1,2})(\d{2})", re.ASCII | re.IGNORECASE)
_COORDINATE: Final = r"(-?\d{1,3}(?:[.,]\d+)?)"
_POSITION: Final = re.compile(rf"\(?\s*{_COORDINATE}\s*(?:[,;]\s*|\s+){_COORDINATE}\s*\)?", re.ASCII)
_LAST_HOUR: Final = 24
_MINUTES: Final = 60


def phone_number(text: str) -> str | None:
    """A phone number in E.164, however it is spaced; None when it cannot be one."""
    try:
        parsed = phonenumbers.parse(text, _HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def uuid_field(text: str) -> UUID:
    """A UUID from a hidden field.

    Raises:
        VisitIdMalformed: the form was damaged on its way.
    """
    try:
        return UUID(text)
    except ValueError:
        raise VisitIdMalformed(text[:40]) from None


def whole_number(text: str) -> int | None:
    """Digits, in groups of three as either language writes them; None when it is anything else: not 1.5."""
    plain = text.strip()
    return int(re.sub(r"\D", "", plain)) if _GROUPED.fullmatch(plain) else None


def minutes_of_day(text: str) -> int | None:
    """7, 7:30, 07.30, 0730, 7h30 or 7 giờ 30 as minutes after midnight; None when it is no time.

    Number pads often lack the colon, and Vietnamese writes the hour with an h. 24:00 is midnight.
    """
    found = _TIME.fullmatch(text.strip().lower().replace("giờ", "h"))
    if found is None:
        return None
    hours, minutes = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if hours > _LAST_HOUR or minutes >= _MINUTES or (hours == _LAST_HOUR and minutes):
        return None
    return hours % _LAST_HOUR * _MINUTES + minutes


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude as map programs copy them, with points or commas; None when it is none."""
    found = _POSITION.fullmatch(text.strip())
    if found is None:
        return None
    return float(found[1].replace(",", ".")), float(found[2].replace(",", "."))

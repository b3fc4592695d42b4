"""Reads what people type into values that cannot be wrong."""

from __future__ import annotations

from uuid import UUID

import phonenumbers

from app.domain.errors import VisitIdMalformed

_HOME = "VN"


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
    """Digits, grouped as either language groups them; None when it is anything else."""
    plain = text.strip().replace(".", "").replace(",", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None  # noqa: PLR2004


def minutes_of_day(text: str) -> int | None:
    """07:30 as minutes after midnight; None when it is no time."""
    hours, _, minutes = text.strip().partition(":")
    if not (hours.isdigit() and minutes.isdigit()) or int(hours) > 23 or int(minutes) > 59:  # noqa: PLR2004
        return None
    return int(hours) * 60 + int(minutes)


def degrees(text: str) -> float | None:
    """A coordinate with a point or a comma; None when it is no number."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if value == value else None  # noqa: PLR0124 - NaN is the one value unequal to itself

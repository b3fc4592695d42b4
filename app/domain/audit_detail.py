"""What an entry of the audit chain may hold beside its action: ids, moments, counts and slugs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, TypeAlias
from uuid import UUID

Detail: TypeAlias = Mapping[str, object]
"""What `plain_detail` admits: ids, moments, counts, short slugs, and lists of them."""
Json: TypeAlias = "dict[str, Json] | list[Json] | bool | int | str | None"


class NotForAudit(TypeError):
    """A programming error: something other than ids, counts, moments and slugs was to be written down."""


_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_MOST_DIGITS: Final = 8  # a phone number has nine or more
_LARGEST: Final = 10**_MOST_DIGITS


def plain_detail(detail: Detail) -> dict[str, Json]:
    """The detail as JSON that both databases give back unchanged.

    The chain is kept for years and can never be amended, so it must not be able to hold contact details: a
    text is a lower-case slug without spaces, and neither it nor a number has the digits of a phone number.

    Raises:
        NotForAudit: a key or a value is anything else.
    """
    if wrong := [key for key in detail if not _KEY.fullmatch(key)]:
        raise NotForAudit(f"not a key: {wrong[0]!r}")
    return {key: _plain_list(key, value) for key, value in detail.items()}


def utc_text(moment: datetime) -> str:
    """2026-11-23T03:00:00.000000Z: one spelling for one moment, whatever zone it came in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain_list(key: str, value: object) -> Json:
    return [_plain(key, one) for one in value] if isinstance(value, list | tuple) else _plain(key, value)


def _plain(key: str, value: object) -> Json:
    match value:
        case None | bool():
            return value
        case UUID():
            return str(value)
        case datetime() if value.tzinfo is not None:
            return utc_text(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case int() if abs(value) < _LARGEST:
            return int(value)
        case str() if _SLUG.fullmatch(value) and sum(map(str.isdigit, value)) <= _MOST_DIGITS:
            return str(value)
    # The value itself stays out of the message: a message ends in a log.
    raise NotForAudit(f"{key} is neither an id, a count, a moment nor a slug")

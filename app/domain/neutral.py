"""Text that leaves in a table, made harmless to the programs that open tables.

A spreadsheet runs a cell that begins like a formula. Nothing is deleted: an apostrophe goes in front, which
spreadsheets show as plain text, and every character of the name stays as it is.
"""

from __future__ import annotations

from typing import Final

_FORMULA: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20|%")
_BLANK: Final = " \u00a0\u3000\u200b\ufeff"
_CONTROL: Final = frozenset("\t\r\n")


def neutral(text: str) -> str:
    """The text for a CSV cell; every line of it is safe where a program splits lines."""
    return "\n".join(_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _line(line: str) -> str:
    start = line.lstrip(_BLANK)
    risky = start[:1] in _FORMULA or start[:1] in _CONTROL if start else False
    return f"'{line}" if risky else line

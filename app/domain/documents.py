"""Reads a document of JSON field by field, and gathers everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from app.domain.errors import InputRefused, Problem
from app.domain.text import clean

_LARGEST_WHOLE: Final = 10**6
_T = TypeVar("_T")


def loaded(data: bytes, *, largest: int) -> Mapping[str, Any]:
    """The object that a document holds.

    Raises:
        InputRefused: too large, not JSON in UTF-8, not an object, or a name given twice.
    """
    if len(data) > largest:
        raise InputRefused([Problem("document", "too_large", (("largest", largest),))])
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(pairs)

    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=_refused_constant)
    except (ValueError, RecursionError):
        raise InputRefused([Problem("document", "json")]) from None
    if not isinstance(found, dict):
        raise InputRefused([Problem("document", "json")])
    if twice:
        raise InputRefused([Problem(name[:60], "twice") for name in twice])
    return found


class Fields:
    """One object of a document. A field that is missing or of the wrong form reads as something harmless.

    What is wrong is in `problems`, which all parts share; look there before using what was read.
    """

    def __init__(self, values: object, problems: list[Problem], path: str = "") -> None:
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else MappingProxyType({})
        self._problems = problems
        self._path = path
        self._silent = not isinstance(values, dict)
        self._asked: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether it is there and not null."""
        self._asked.add(name)
        return self._values.get(name) is not None

    def string(self, name: str) -> str:
        """Text without control characters and needless spaces."""
        value = self._value(name)
        return clean(value) if isinstance(value, str) else self._wrong(name, "")

    def whole(self, name: str) -> int:
        """A whole number."""
        value = self._value(name)
        return value if _is_whole(value) else self._wrong(name, 0)

    def number(self, name: str, default: float | None = None) -> float:
        """Any number."""
        if default is not None and not self.has(name):
            return default
        value = self._value(name)
        return float(value) if _is_number(value) else self._wrong(name, 0.0)

    def pair(self, name: str) -> tuple[int, int]:
        """Two whole numbers in a list."""
        value = self._value(name)
        if isinstance(value, list) and len(value) == len("ab") and all(map(_is_whole, value)):
            return value[0], value[1]
        return self._wrong(name, (0, 0))

    def numbers(self, name: str, most: int) -> tuple[float, ...]:
        """A list of at most so many numbers."""
        value = self._value(name)
        if isinstance(value, list) and len(value) <= most and all(map(_is_number, value)):
            return tuple(map(float, value))
        return self._wrong(name, ())

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value(name)
        return value if isinstance(value, bool) else self._wrong(name, False)

    def strings(self, name: str, most: int) -> tuple[str, ...]:
        """A list of at most so many texts."""
        value = self._value(name)
        if isinstance(value, list) and len(value) <= most and all(isinstance(one, str) for one in value):
            return tuple(map(clean, value))
        return self._wrong(name, ())

    def wholes(self, name: str, most: int) -> tuple[int | None, ...]:
        """A list of at most so many whole numbers, null where one is not known."""
        value = self._value(name)
        if isinstance(value, list) and len(value) <= most and all(x is None or _is_whole(x) for x in value):
            return tuple(value)
        return self._wrong(name, ())

    def parts(self, name: str, most: int) -> list[Fields]:
        """A list of at most so many objects."""
        value = self._value(name)
        if not isinstance(value, list) or len(value) > most:
            return self._wrong(name, [])
        found = []
        for index, one in enumerate(value):
            if not isinstance(one, dict):
                self.refuse(f"{name}.{index}", "form")
            found.append(Fields(one, self._problems, f"{self._path}{name}.{index}."))
        return found

    def part(self, name: str) -> Fields:
        """An object inside."""
        value = self._value(name)
        if not isinstance(value, dict):
            self._wrong(name, None)
        return Fields(value, self._problems, f"{self._path}{name}.")

    def names(self) -> list[str]:
        """The fields that are there."""
        return list(self._values)

    def refuse(self, name: str, kind: str) -> None:
        """Note a problem with a field."""
        self._problems.append(Problem(f"{self._path}{name}", kind))

    def end(self) -> None:
        """Note every field that nobody asked for."""
        for name in self._values:
            if name not in self._asked:
                self.refuse(name[:60], "unexpected")

    def _value(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        self._asked.add(name)
        return self._values.get(name)

    def _wrong(self, name: str, harmless: _T) -> _T:
        if not self._silent:  # a part that is missing is one problem, not one a field
            self.refuse(name, "missing" if self._values.get(name) is None else "form")
        return harmless


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_WHOLE


def _is_number(value: object) -> bool:
    return _is_whole(value) or isinstance(value, float)


def _refused_constant(name: str) -> object:
    raise ValueError(name)

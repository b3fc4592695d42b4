"""What a screen shows: a venue's code with a tag that is another every 30 seconds.

A printed code is known to everybody who ever photographed it. A tag is known to who saw the screen just now,
so a check-in with one proves a little: its assurance is `dynamic`. Knowing the tag of one step says nothing
about any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.codes import CODE_LENGTH, Code, characters, digits_of, number_of, parse_code, read_characters
from app.domain.errors import CodeMistyped
from app.domain.spans import Span

STEP: Final = timedelta(seconds=30)
TAG_BITS: Final = 40
"""Guessed once in 10^12 tries; a step lives for 90 seconds."""

_TOLERANCE: Final = 1
"""Steps either side: the screen may be a little behind, and a person needs time to aim."""
_HINT_LENGTH, _TAG_LENGTH = 2, TAG_BITS // 5
SCREEN_CODE_LENGTH: Final = CODE_LENGTH + _HINT_LENGTH + _TAG_LENGTH
_HINTS: Final = 1 << 5 * _HINT_LENGTH
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScreenCode:
    """A code as a screen showed it."""

    code: Code
    hint: int
    """The step modulo 1024: tells a code that has run out from a forged one for eight hours."""
    tag: int
    """40 bits that only the server can compute."""

    def written(self) -> str:
        """The 27 characters inside the symbol."""
        return self.code + characters(digits_of(self.hint, _HINT_LENGTH) + digits_of(self.tag, _TAG_LENGTH))

    def step_near(self, moment: datetime) -> int:
        """The step nearest to a moment that has this hint."""
        nearest = step_of(moment)
        return nearest + (self.hint - nearest + _HINTS // 2) % _HINTS - _HINTS // 2


def screen_code(code: Code, step: int, tag: int) -> ScreenCode:
    """What a screen shows during a step."""
    return ScreenCode(code, step % _HINTS, tag)


def parse_screen_code(text: str) -> ScreenCode:
    """Read the 27 characters.

    Raises:
        CodeMistyped: not that many, a foreign character, or a code whose check character does not fit.
    """
    values = read_characters(text)
    if len(values) != SCREEN_CODE_LENGTH:
        raise CodeMistyped(text[:40])
    rest = values[CODE_LENGTH:]
    code = parse_code(characters(values[:CODE_LENGTH]))
    return ScreenCode(code, number_of(rest[:_HINT_LENGTH]), number_of(rest[_HINT_LENGTH:]))


def step_of(moment: datetime) -> int:
    """The number of the step that a moment falls into, counted from 1970."""
    return (moment - _EPOCH) // STEP


def shown_during(step: int) -> Span:
    """When a screen shows the code of a step."""
    start = _EPOCH + step * STEP
    return Span(start, start + STEP)


def accepted_during(step: int) -> Span:
    """When the code of a step lets a check-in pass: its own 30 seconds and one step either side."""
    start = _EPOCH + (step - _TOLERANCE) * STEP
    return Span(start, start + (1 + 2 * _TOLERANCE) * STEP)

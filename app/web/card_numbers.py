"""A number of a card as a form sends it: read, looked up, and counted where no card has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from fastapi import Request

from app.domain import card_errors
from app.domain.code_errors import TooManyGuesses
from app.domain.errors import Refusal
from app.web import guesses, words
from app.web.answers import answer_to
from app.web.state import Installation

AT_THE_FIELD: Final = (
    card_errors.CardMistyped,
    card_errors.CardUnknown,
    card_errors.CardBlank,
    card_errors.CardRegistered,
    card_errors.CardBlocked,
    card_errors.CardExpired,
    card_errors.CardReplaced,
    card_errors.CardNotReplaceable,
    card_errors.CardUsedTooOften,
    card_errors.CardWithoutVisits,
    card_errors.CardGuesses,
)
"""What is told beside the field of a number, with what was typed still in it."""

LONGEST: Final = 200
"""Characters of a field: what a scanner may type around a number, and no page of text."""


@contextmanager
def looking_up(request: Request, ghe: Installation, now: datetime, who: bytes | None) -> Iterator[None]:
    """Watch a look-up of a number.

    Raises:
        CardGuesses: too many that no card has came lately.
    """
    try:
        with guesses.cards(request, ghe.guesses, now, who).looking_up():
            yield
    except TooManyGuesses as many:
        raise card_errors.CardGuesses(many.until) from None


def told(request: Request, ghe: Installation, refusal: Refusal) -> tuple[int, str]:
    """The status of a refusal and its words for a field."""
    answer = answer_to(refusal)
    translate = words.gettext(words.language(request))
    values: dict[str, object] = {}
    if isinstance(refusal, TooManyGuesses):
        values["time"] = words.clock(refusal.until, ghe.policy.zone)
    return answer.status, f"{translate(answer.title)}. {translate(answer.help, **values)}"

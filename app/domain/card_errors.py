"""Refusals about cards. None of them says anything about the holder: staff at a door read them."""

from __future__ import annotations

from app.domain.code_errors import TooManyGuesses
from app.domain.errors import Refusal


class CardMistyped(Refusal):
    """Not fifteen digits, or the last does not fit the others."""


class CardUnknown(Refusal):
    """No card has this number."""


class CardBlank(Refusal):
    """The card was never registered: nobody could be told about a risk."""


class CardRegistered(Refusal):
    """The card belongs to somebody already."""


class CardBlocked(Refusal):
    """The card is blocked, or another one has taken its place."""


class CardExpired(Refusal):
    """The card's last day is over."""


class CardUsedTooOften(Refusal):
    """The card has checked in as often as one may on a day."""


class CardReplaced(Refusal):
    """Another card has taken this one's place, for good."""


class CardNotReplaceable(Refusal):
    """The new card and the old one are the same."""


class CardWithoutVisits(Refusal):
    """The card has no visits in the days that a case asks for."""


class DoorUndoOver(Refusal):
    """Staff may undo what they have just recorded, not what they recorded a while ago."""


class CardGuesses(TooManyGuesses):
    """Too many numbers that no card has came from here lately."""

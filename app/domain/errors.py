"""Every refusal has a name. Its status and its words live in one table, `app.web.errors`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):  # noqa: N818 - a refusal is an answer to a person, not an error of the program
    """Something asked for that the rules do not allow. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field: `kind` chooses the words, `values` fill them."""

    field: str
    kind: str
    values: tuple[tuple[str, object], ...] = ()


class InputRefused(Refusal):
    """A form or a document with problems, all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.kind}" for p in problems))
        self.problems = tuple(problems)


class CodeMistyped(Refusal):
    """Not a code of this system, or its check character says it was misread."""


class CodeUnknown(Refusal):
    """Well formed, but no venue has it."""


class CodeRevoked(Refusal):
    """The venue has replaced this code."""


class VenueClosed(Refusal):
    """The venue no longer takes check-ins."""


class VenueUnknown(Refusal):
    """No such venue, or not one that this person may see."""


class EntryTooOld(Refusal):
    """Entered longer ago than a phone may report."""

    def __init__(self, entered_at: datetime) -> None:
        super().__init__(entered_at.isoformat())
        self.entered_at = entered_at


class EntryInFuture(Refusal):
    """Entered later than now: the phone's clock is wrong."""

    def __init__(self, entered_at: datetime) -> None:
        super().__init__(entered_at.isoformat())
        self.entered_at = entered_at


class VisitIdMalformed(Refusal):
    """Not a UUID version 7, so it holds no time of entry."""


class VisitUnknown(Refusal):
    """No such visit, or not one that this person may see."""


class VisitWithdrawn(Refusal):
    """The person has withdrawn this visit; nothing brings it back."""


class VisitOfAnother(Refusal):
    """The visit id belongs to another person's visit."""


class LeftBeforeEntry(Refusal):
    """A stay cannot end before it begins."""


class KeyDestroyed(Refusal):
    """The key of that day has been destroyed with the day, so nothing sealed to it opens again."""


class OwnerKeyUnknown(Refusal):
    """No owner signs in with this key."""


class NotNow(Refusal):
    """Too much to do at this moment; try again shortly."""

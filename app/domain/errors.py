"""Every refusal has a name. Its status and its words live in one table, `app.web.answers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
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


class CaseUnknown(Refusal):
    """No such case, or not one in this official's jurisdiction."""


class CaseClosed(Refusal):
    """Work on the case has ended."""


class NothingToTrace(Refusal):
    """The case has no visits yet."""


class EventUnknown(Refusal):
    """No such event, or not one in this official's jurisdiction."""


class OwnEvent(Refusal):
    """Who opens an event does not approve it."""


class NothingDecided(Refusal):
    """No decision about the infector of this case is in force."""


class NobodyToFollow(Refusal):
    """No contact F1 of the case stands in its trace in force, so there is nobody whose contacts to count."""


class TooFewForSources(Refusal):
    """Under three independent cases no venue is named: two meet anywhere."""


class NothingToLearn(Refusal):
    """No trace in force lists the contact, so there is no exposure to keep beside a test result."""


class DiseaseUnknown(Refusal):
    """No such profile, or no such version of it."""


class DiseaseNotReviewed(Refusal):
    """Nobody but who added it has looked at the profile yet."""


class OwnDisease(Refusal):
    """Who adds a profile does not review it."""


class LastDisease(Refusal):
    """Without any active profile no case could be reported."""


class RetentionTooShort(Refusal):
    """Visits would be gone before a case of an active disease is traced."""

    def __init__(self, disease: str, days: int) -> None:
        super().__init__(f"{disease}: {days} days")
        self.disease = disease
        self.days = days


class ReleaseUnknown(Refusal):
    """No release code with these digits, or not this phone's."""


class ReleaseExpired(Refusal):
    """The release code is older than an hour, or its withdrawal later than a day."""


class ReleaseUsed(Refusal):
    """The release code has been used."""


class NoVisitsHere(Refusal):
    """This browser holds no visits on the days asked for."""


class ContactUnknown(Refusal):
    """No such contact in this case."""


class QuotaReached(Refusal):
    """An official has opened as many contacts as one may in a day."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing wrong, or worth a look, in a file somebody hands in."""

    place: int | None
    """The physical line, or the position of the feature, from 1; None for the file as a whole."""
    problem: Problem


class FileRefused(Refusal):
    """A file taken whole or not at all: everything that is wrong with it, in its order."""

    def __init__(self, problems: Iterable[FileProblem], count: int = 0) -> None:
        self.problems = tuple(problems)
        self.count = count or len(self.problems)
        """Of all; `problems` are those of the first lines where there are very many."""
        told = (f"{p.place}: {p.problem.field}: {p.problem.kind}" for p in self.problems[:20])
        super().__init__("; ".join(told))


class FileTakenBefore(Refusal):
    """This very file of venues has been imported; once more would register every venue twice."""

    def __init__(self, imported_at: datetime) -> None:
        super().__init__(imported_at.isoformat())
        self.imported_at = imported_at


class NoAreas(Refusal):
    """No boundaries have been imported yet, so nothing can be said by ward."""


class MapVenueUnknown(Refusal):
    """No such venue on the map, or not one that this official may see."""


class NameNotPrintable(Refusal):
    """The poster's typeface lacks some characters of a name or an address."""

    def __init__(self, characters: str) -> None:
        super().__init__(" ".join(f"U+{ord(character):04X}" for character in characters))
        self.characters = characters


class NameDoesNotFit(Refusal):
    """A name is too long for the sheet that it was to be printed on."""


class SignsNotReady(Refusal):
    """The signs of that week do not exist yet, or no more."""


class SignInRefused(Refusal):
    """User name, password or code is wrong, or the account does not serve: which of them is not told."""


class TooManyTries(Refusal):
    """Too many failed sign-ins in a row under this user name."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class LinkUnknown(Refusal):
    """A one-time link that was used, is too old, or never was."""


class NotYours(Refusal):
    """The official's role does not include this."""


class OfficialUnknown(Refusal):
    """No such official."""


class NotOneself(Refusal):
    """An administrator cannot disable their own account: the last one would lock everybody out."""


class NotADemo(Refusal):
    """This is not a demo database: it hands out no sign-in links by itself."""

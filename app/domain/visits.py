"""One stay of one person in one venue: how it begins, ends, is corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.assurance import Assurance, Flag
from app.domain.code_errors import ScreenCodeUsed
from app.domain.errors import EntryInFuture, EntryTooOld, LeftBeforeEntry, VisitWithdrawn
from app.domain.ids import Pseudonym, VenueId, VisitId, ZoneId, entered_at
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.venues import Venue


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay. `left_at` None: not checked out, so its end is assumed when it is read."""

    venue: VenueId
    id: VisitId
    pseudonym: Pseudonym
    assurance: Assurance
    received_at: datetime
    basis: int
    """The row of the legal basis in force."""
    zone: ZoneId | None = None
    flags: Flag = Flag(0)
    left_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    @property
    def entered_at(self) -> datetime:
        """The millisecond inside the id."""
        return entered_at(self.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in as it arrives, its person already known by the day's pseudonym."""

    id: VisitId
    pseudonym: Pseudonym
    assurance: Assurance
    basis: int
    shown_since: datetime | None = None
    """For a screen's code: since when it could be used. A phone uses it for one visit."""


def check_clock(entered: datetime, now: datetime, policy: Policy) -> None:
    """Let a new visit's time of entry pass.

    Raises:
        EntryInFuture, EntryTooOld: outside what a phone may report.
    """
    if entered > now + policy.clock_skew:
        raise EntryInFuture(entered)
    if entered < now - policy.oldest_entry:
        raise EntryTooOld(entered)


def _continued(visit: Visit, entered: datetime, policy: Policy) -> bool:
    """Whether an entry at `entered` falls into a visit that is already kept.

    A withdrawn visit takes in only what happened before the withdrawal: a second tap of the same stay must
    not bring it back, but whoever comes again later is a new visitor.
    """
    end = visit.entered_at + policy.longest_stay
    if visit.left_at is not None:
        end = min(end, visit.left_at + policy.re_entry)
    if visit.withdrawn_at is not None:
        end = min(end, visit.withdrawn_at)
    return visit.entered_at <= entered < end


def start(
    entry: Entry, code: IssuedCode, venue: Venue, earlier: Iterable[Visit], *, policy: Policy, now: datetime
) -> Visit:
    """Decide what a check-in means: a new visit, or one of the person's `earlier` visits continued.

    `earlier` are the person's visits at this venue, in any order. An id that is already kept answers with
    itself, however often and however late it is repeated. Two different ids of one stay that arrive in the
    wrong order are both kept; they read as one stay, because they overlap.

    Raises:
        CodeRevoked: the code was no longer in force at that time.
        VisitWithdrawn: the person has withdrawn this stay.
        ScreenCodeUsed: another visit of this person was made with the screen's code of this minute.
    """
    entered = entered_at(entry.id)
    kept = sorted(earlier, key=lambda visit: visit.entered_at)
    for visit in kept:
        if visit.id == entry.id:
            return _unless_withdrawn(visit)
    code.admit(entered)
    for visit in kept:
        if _continued(visit, entered, policy):
            _unless_withdrawn(visit)
            returned = visit.left_at is not None and visit.left_at <= entered
            return stay(visit) if returned else visit
    if entry.shown_since is not None and any(_used_since(visit, entry.shown_since) for visit in kept):
        raise ScreenCodeUsed
    flags = Flag(0)
    if not venue.registration.hours.open_at(entered, policy.zone):
        flags |= Flag.CLOSED_HOURS
    if now - entered > policy.late_after:
        flags |= Flag.OFFLINE
    return Visit(
        venue.id, entry.id, entry.pseudonym, entry.assurance, now, entry.basis, zone=code.zone, flags=flags
    )


def _used_since(visit: Visit, moment: datetime) -> bool:
    return visit.assurance is Assurance.DYNAMIC and visit.received_at >= moment


def _unless_withdrawn(visit: Visit) -> Visit:
    if visit.withdrawn_at is not None:
        raise VisitWithdrawn(str(visit.id))
    return visit


def leave(visit: Visit, *, at: datetime, now: datetime) -> Visit:
    """The visit checked out at `at`. Leaving twice keeps the first time.

    Raises:
        LeftBeforeEntry: `at` is not after the entry.
        EntryInFuture: `at` is later than now.
        VisitWithdrawn: it no longer exists for its person.
    """
    if _unless_withdrawn(visit).left_at is not None:
        return visit
    if at > now:
        raise EntryInFuture(at)
    if at <= visit.entered_at:
        raise LeftBeforeEntry(str(visit.id))
    return replace(visit, left_at=at, version=visit.version + 1)


def stay(visit: Visit) -> Visit:
    """The visit with its check-out undone: *still here*.

    Raises:
        VisitWithdrawn: it no longer exists for its person.
    """
    if _unless_withdrawn(visit).left_at is None:
        return visit
    return replace(visit, left_at=None, version=visit.version + 1)


def withdraw(visit: Visit, *, now: datetime) -> Visit:
    """The visit taken back by its person; a repeat changes nothing."""
    if visit.withdrawn_at is not None:
        return visit
    return replace(visit, withdrawn_at=now, version=visit.version + 1)


def is_open(visit: Visit, now: datetime, policy: Policy) -> bool:
    """Whether its person still counts as being there."""
    return (
        visit.left_at is None
        and visit.withdrawn_at is None
        and visit.entered_at <= now < visit.entered_at + policy.longest_stay
    )

"""One stay of one person in one venue: how it begins, ends, is corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.code_errors import ScreenCodeUsed
from app.domain.companions import check_companions
from app.domain.corrections import Correction
from app.domain.errors import (
    EntryInFuture,
    EntryTooOld,
    InputRefused,
    LeftBeforeEntry,
    Problem,
    VisitWithdrawn,
)
from app.domain.ids import Pseudonym, VenueId, VisitId, ZoneId, entered_at
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.stay_errors import CorrectionTooLate
from app.domain.venues import Venue

CORRECTABLE: Final = timedelta(hours=24)
"""How long after a visit its check-out may be corrected: by then a case may have taken a copy."""


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
    companions: int = 0
    """People who came along and have no check-in of their own."""
    children: int = 0
    """Those of them who are under 16."""
    correction: Correction | None = None
    """Why its person changed the check-out; None: as it was recorded."""
    first_left_at: datetime | None = None
    """The check-out that a correction replaced; None: there was none."""

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
    companions: int = 0
    children: int = 0


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
        # A corrected end was said by a person: nothing that was on its way meanwhile undoes it.
        end = min(end, visit.left_at + (policy.re_entry if visit.correction is None else timedelta()))
    if visit.withdrawn_at is not None:
        end = min(end, visit.withdrawn_at)
    return visit.entered_at <= entered < end


def asked_about(
    visits: Iterable[Visit], zone: ZoneId | None, at: datetime, *, shift: bool = False
) -> list[Visit]:
    """Those of a person's visits at one venue that a code of this zone asks about at a time.

    The code at the door asks about whatever visit there is; a table's about that table, for nobody sits at
    two: a visit is over when the next one in another part begins. Staff on their shift go everywhere, so no
    code moves them; but to begin a shift, a visit as a guest is none.
    """
    kept = list(visits)

    def concerned(visit: Visit) -> bool:
        if visit.assurance is Assurance.STAFF:
            return True
        moved = any(
            visit.entered_at < other.entered_at <= at
            and other.zone not in (None, visit.zone)
            and other.withdrawn_at is None
            for other in kept
        )
        return not shift and not moved and zone in (None, visit.zone)

    return [visit for visit in kept if concerned(visit)]


def start(
    entry: Entry, code: IssuedCode, venue: Venue, earlier: Iterable[Visit], *, policy: Policy, now: datetime
) -> Visit:
    """Decide what a check-in means: a new visit, or one of the person's `earlier` visits continued.

    `earlier` are the person's visits at this venue, in any order. An id that is already kept answers with
    itself, however often and however late it is repeated. Two different ids of one stay that arrive in the
    wrong order are both kept; they read as one stay, because they overlap.

    Raises:
        CodeRevoked: the code was no longer in force at that time.
        InputRefused: more companions than one person brings.
        VisitWithdrawn: the person has withdrawn this stay.
        ScreenCodeUsed: another visit of this person was made with the screen's code of this minute.
    """
    entered = entered_at(entry.id)
    kept = sorted(earlier, key=lambda visit: visit.entered_at)
    for visit in kept:
        if visit.id == entry.id:
            return _unless_withdrawn(visit)
    code.admit(entered)
    for visit in asked_about(kept, code.zone, entered, shift=entry.assurance is Assurance.STAFF):
        if _continued(visit, entered, policy):
            _unless_withdrawn(visit)
            returned = visit.left_at is not None and visit.left_at <= entered
            return stay(visit) if returned else visit
    check_companions(entry.companions, entry.children)
    if entry.shown_since is not None and any(_used_since(visit, entry.shown_since) for visit in kept):
        raise ScreenCodeUsed
    flags = Flag(0)
    # Whoever works there comes before the doors open.
    shift = entry.assurance is Assurance.STAFF
    if not shift and not venue.registration.hours.open_at(entered, policy.zone):
        flags |= Flag.CLOSED_HOURS
    if now - entered > policy.late_after:
        flags |= Flag.OFFLINE
    return Visit(
        venue.id,
        entry.id,
        entry.pseudonym,
        entry.assurance,
        now,
        entry.basis,
        zone=code.zone,
        flags=flags,
        companions=entry.companions,
        children=entry.children,
    )


def _used_since(visit: Visit, moment: datetime) -> bool:
    return visit.assurance is Assurance.DYNAMIC and visit.received_at >= moment


def _unless_withdrawn(visit: Visit) -> Visit:
    if visit.withdrawn_at is not None:
        raise VisitWithdrawn(str(visit.id))
    return visit


def leave(visit: Visit, *, at: datetime, now: datetime) -> Visit:
    """The visit checked out at `at`, in whole milliseconds. Leaving twice keeps the first time.

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
    return replace(visit, left_at=_whole_milliseconds(at), version=visit.version + 1)


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stay(visit: Visit) -> Visit:
    """The visit with its check-out undone: *still here*. A corrected check-out stays.

    Raises:
        VisitWithdrawn: it no longer exists for its person.
    """
    if _unless_withdrawn(visit).left_at is None or visit.correction is not None:
        return visit
    return replace(visit, left_at=None, version=visit.version + 1)


def correct_leaving(
    visit: Visit, *, at: datetime, reason: Correction, now: datetime, policy: Policy
) -> Visit:
    """The visit with the check-out that its person says, flagged as edited; the recorded one stays beside it.

    The day in which that is possible begins with the recorded check-out, or with the latest end that a visit
    can have when there was none. Correcting again keeps what was recorded first; the same again is no change.

    Raises:
        VisitWithdrawn: it no longer exists for its person.
        CorrectionTooLate: the day is over.
        InputRefused: `at` is before the entry, later than now, or after the longest stay.
    """
    _unless_withdrawn(visit)
    at = _whole_milliseconds(at)
    first = visit.left_at if visit.correction is None else visit.first_left_at
    if now > (first or visit.entered_at + policy.longest_stay) + CORRECTABLE:
        raise CorrectionTooLate(str(visit.id))
    if at > now:
        raise InputRefused([Problem("left_at", "not_yet")])
    if at <= visit.entered_at:
        raise InputRefused([Problem("left_at", "order")])
    if at > visit.entered_at + policy.longest_stay:
        hours = policy.longest_stay // timedelta(hours=1)
        raise InputRefused([Problem("left_at", "too_long_stay", (("hours", hours),))])
    if (at, reason) == (visit.left_at, visit.correction):
        return visit
    return replace(
        visit,
        left_at=at,
        correction=reason,
        first_left_at=first,
        flags=visit.flags | Flag.EDITED,
        version=visit.version + 1,
    )


def with_companions(visit: Visit, companions: int, children: int) -> Visit:
    """The visit with the people who came along; the same again is no change.

    Raises:
        VisitWithdrawn: it no longer exists for its person.
        InputRefused: outside 0 to 60, or more children than people.
    """
    _unless_withdrawn(visit)
    check_companions(companions, children)
    if (companions, children) == (visit.companions, visit.children):
        return visit
    return replace(visit, companions=companions, children=children, version=visit.version + 1)


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

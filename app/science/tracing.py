"""Who was there with a case: span overlap plus an airborne tail, and a first simple order.

The rule of this version, `overlap-1`: people are ordered by the minutes they shared with the case or with the
air it left. It claims no probability; the dose model replaces the order, not the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from app.domain.diseases import Disease, Mode
from app.domain.ids import VenueId, ZoneId
from app.domain.spans import Span, total
from app.domain.visits import Assurance, Flag

RULE: Final = "overlap-1"
"""The name under which traces of this rule are kept."""


class Band(IntEnum):
    """How much there was to share. Bands order work; they are not probabilities."""

    BRIEF = 1
    SHORT = 2
    LONG = 3
    VERY_LONG = 4


_BANDS: Final = (
    (timedelta(hours=4), Band.VERY_LONG),
    (timedelta(hours=1), Band.LONG),
)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody in a venue. `who` is any name that stays the same for one person in one trace."""

    who: UUID
    venue: VenueId
    zone: ZoneId | None
    span: Span
    end_assumed: bool
    assurance: Assurance
    flags: Flag = Flag(0)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One overlap of a person with the case, and what it is made of."""

    who: UUID
    venue: VenueId
    zone: ZoneId | None
    span: Span
    """From coming together to parting, the tail included."""
    together: timedelta
    """Both were there."""
    after: timedelta
    """Only the air of the case was there."""
    assumed: bool
    """At least one of the ends is assumed."""
    assurance: Assurance
    """The weaker of the two."""
    flags: Flag


@dataclass(frozen=True, slots=True)
class Listed:
    """One co-present person with all exposures, the longest first."""

    who: UUID
    exposures: tuple[Exposure, ...]
    together: timedelta
    after: timedelta
    band: Band


_WEAKNESS: Final = {
    Assurance.STAFF: 0, Assurance.DYNAMIC: 1, Assurance.CARD: 2, Assurance.STATIC: 3, Assurance.TYPED: 4,
}  # fmt: skip


def tail_of(disease: Disease) -> timedelta:
    """How long after the case people still share its air."""
    return disease.tail if disease.mode in {Mode.AIRBORNE, Mode.DROPLET} else timedelta()


def exposures(case: Iterable[Presence], others: Iterable[Presence], disease: Disease) -> list[Exposure]:
    """Every overlap of `others` with the case's presences, venue by venue.

    A zone meets its own zone and the venue as a whole, never another zone. Nobody meets themselves: leave
    the case's own presences out of `others`.
    """
    by_venue: dict[VenueId, list[Presence]] = {}
    for presence in case:
        by_venue.setdefault(presence.venue, []).append(presence)
    tail = tail_of(disease)
    found = []
    for other in others:
        for ill in by_venue.get(other.venue, ()):
            if ill.zone is None or other.zone is None or ill.zone == other.zone:
                shared = other.span.overlap(ill.span.extended(tail))
                if shared is not None:
                    found.append(_exposure(ill, other, shared))
    return found


def _exposure(ill: Presence, other: Presence, shared: Span) -> Exposure:
    both = other.span.overlap(ill.span)
    together = both.length if both is not None else timedelta()
    return Exposure(
        other.who,
        other.venue,
        other.zone or ill.zone,
        shared,
        together,
        shared.length - together,
        ill.end_assumed or other.end_assumed,
        max(ill.assurance, other.assurance, key=_WEAKNESS.__getitem__),
        ill.flags | other.flags,
    )


def ranked(found: Sequence[Exposure], disease: Disease) -> list[Listed]:
    """The people behind the exposures, in the order in which to call them.

    Minutes together count whole, minutes in the air left behind count half; time shared in two nested venues
    at once counts once.
    """
    of_person: dict[UUID, list[Exposure]] = {}
    for exposure in found:
        of_person.setdefault(exposure.who, []).append(exposure)
    people = [_listed(who, theirs, disease) for who, theirs in of_person.items()]
    return sorted(people, key=_order)


def _listed(who: UUID, theirs: list[Exposure], disease: Disease) -> Listed:
    whole = total(exposure.span for exposure in theirs)
    together = total(
        Span(exposure.span.start, exposure.span.start + exposure.together)
        for exposure in theirs
        if exposure.together
    )
    together = min(together, whole)
    theirs.sort(key=lambda e: (-(e.together + e.after / 2), e.span, e.venue.int))
    after = whole - together
    return Listed(who, tuple(theirs), together, after, _band(together + after / 2, disease))


def _band(shared: timedelta, disease: Disease) -> Band:
    for least, band in _BANDS:
        if shared >= least:
            return band
    return Band.SHORT if shared >= disease.least_overlap else Band.BRIEF


def _order(person: Listed) -> tuple[timedelta, int, datetime, str]:
    weakest = max(_WEAKNESS[exposure.assurance] for exposure in person.exposures)
    first = min(exposure.span.start for exposure in person.exposures)
    return -(person.together + person.after / 2), weakest, first, str(person.who)


@dataclass(frozen=True, slots=True)
class Change:
    """How two traces of one case differ, by person."""

    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    longer: tuple[UUID, ...]
    shorter: tuple[UUID, ...]


def compared(before: Mapping[UUID, timedelta], after: Mapping[UUID, timedelta]) -> Change:
    """What changed from one trace to the next; the values are minutes shared."""
    both = sorted(before.keys() & after.keys(), key=str)
    return Change(
        tuple(sorted(after.keys() - before.keys(), key=str)),
        tuple(sorted(before.keys() - after.keys(), key=str)),
        tuple(who for who in both if after[who] > before[who]),
        tuple(who for who in both if after[who] < before[who]),
    )

"""Who was there with a case: span overlap plus an airborne tail.

The rule of this version, `overlap-1`: people are ordered by the minutes they shared with the case or with the
air it left. It claims no probability; the dose model replaces the order, not the parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain.assurance import Assurance, Flag
from app.domain.diseases import Disease, Mode
from app.domain.ids import VenueId, ZoneId
from app.domain.spans import Span

RULE: Final = "overlap-1"
"""The name under which traces of this rule are kept."""


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


WEAKNESS: Final = {
    Assurance.STAFF: 0, Assurance.DYNAMIC: 1, Assurance.CARD: 2, Assurance.STATIC: 3, Assurance.TYPED: 4,
}  # fmt: skip
"""The less a check-in can prove, the higher."""


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
        max(ill.assurance, other.assurance, key=WEAKNESS.__getitem__),
        ill.flags | other.flags,
    )

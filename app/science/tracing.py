"""Who was there with a case, and what each meeting was worth: the pure function for one case.

Matching is span overlap plus an airborne tail, never "arrival inside a window". The same rule for whole
cities, over columns, is `exposure_columns`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.domain.assurance import Assurance, Flag
from app.domain.diseases import BY_AIR, Disease
from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import Space, SpaceKind
from app.domain.spans import Span
from app.domain.tracing_rules import TracingRule
from app.science.dose import Parts, Together, parts_of
from app.science.infectiousness import Curve
from app.science.rooms import Room, room_of

_HOUR: Final = timedelta(hours=1)
RULE: Final = TracingRule.DOSE.value
"""The name under which traces of this rule are kept."""
Spaces = Mapping[tuple[VenueId, ZoneId | None], Space]
"""The space of every venue, and of its zones where they have their own."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody in a venue. `who` is any name that stays the same for one person in one trace."""

    who: UUID
    venue: VenueId
    zone: ZoneId | None
    start: datetime
    ends: Ends
    end_assumed: bool
    assurance: Assurance
    flags: Flag = Flag(0)
    companions: int = 0
    """People who came along without a check-in of their own: shown to officials, counted nowhere."""
    children: int = 0
    """Those of them who are under 16."""

    @property
    def span(self) -> Span:
        """From coming to the likely end."""
        return Span(self.start, self.ends.likely)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One overlap of a person with the case, and what it is made of."""

    who: UUID
    venue: VenueId
    zone: ZoneId | None
    span: Span
    """From coming together to parting, the tail included; where that is only possible, the most it may be."""
    together: timedelta
    """Both were there, likely."""
    after: timedelta
    """Only the air of the case was there, likely."""
    assumed: bool
    """At least one of the ends is assumed."""
    assurance: Assurance
    """The weaker of the two."""
    flags: Flag
    threshold: timedelta = timedelta(minutes=15)
    """From how long together it is more than brief, in such a place and on such evidence."""
    parts: Parts | None = None
    """For diseases of the air, under the dose rule."""
    counted: float | None = None
    """Minutes as the Corona-Warn-App counts them, under its rule."""
    companions: int = 0
    """Who came along with the person."""
    children: int = 0
    on_shift: bool = False
    """The person was there at work."""


WEAKNESS: Final = {
    Assurance.STAFF: 0, Assurance.DYNAMIC: 1, Assurance.CARD: 2, Assurance.STATIC: 3, Assurance.TYPED: 4,
}  # fmt: skip
"""The less a check-in can prove, the higher."""


def tail_of(disease: Disease) -> timedelta:
    """How long after the case people still share its air."""
    return disease.tail if disease.mode in BY_AIR else timedelta()


def may_meet(ill: Presence, other: Presence, tail: timedelta) -> bool:
    """Whether two in one venue may share its air: a zone meets itself and the whole venue, no other zone."""
    return (
        other.start < ill.ends.most + tail
        and other.ends.most > ill.start
        and (ill.zone is None or other.zone is None or ill.zone == other.zone)
    )


def exposures(
    case: Iterable[Presence],
    others: Sequence[Presence],
    disease: Disease,
    *,
    curve: Curve | None = None,
    spaces: Spaces | None = None,
) -> list[Exposure]:
    """Every overlap of `others` with the case's presences, venue by venue, in the order of `others`.

    Args:
        case: Where the case was while it may have infected others.
        others: Everybody else's presences at these venues. Nobody meets themselves: leave the case out.
        disease: Its profile.
        curve: The case's infectiousness; without it, or for a disease not of the air, there are no parts.
        spaces: The air of the venues; needed with `curve`.
    """
    by_venue: dict[VenueId, list[Presence]] = {}
    for presence in others:
        by_venue.setdefault(presence.venue, []).append(presence)
    tail = tail_of(disease)
    found: list[tuple[int, Exposure]] = []
    places = {id(presence): place for place, presence in enumerate(others)}
    for ill in case:
        there = [other for other in by_venue.get(ill.venue, ()) if may_meet(ill, other, tail)]
        space = None if spaces is None else spaces.get((ill.venue, ill.zone)) or spaces[ill.venue, None]
        setting = None
        if curve is not None and space is not None and disease.dose is not None:
            room, spread = room_of(space, disease.dose), disease.dose.per_hour_spread
            setting = _Setting(ill, curve, room, _crowd(ill, there), tail / _HOUR, spread)
        for other in there:
            exposure = _exposure(ill, other, tail, setting)
            least = threshold(disease, space, exposure.assurance)
            found.append((places[id(other)], replace(exposure, threshold=least)))
    return [exposure for _, exposure in sorted(found, key=lambda item: item[0])]


def threshold(disease: Disease, space: Space | None, assurance: Assurance) -> timedelta:
    """From how long together an exposure is more than brief; a place of which nothing is known is a room."""
    minutes = disease.thresholds.minutes[SpaceKind.ROOM if space is None else space.kind]
    weak = disease.thresholds.weak if WEAKNESS[assurance] >= WEAKNESS[Assurance.STATIC] else 1.0
    return timedelta(minutes=minutes * weak)


def _crowd(ill: Presence, there: Iterable[Presence]) -> float:
    """How many others were beside the case on average. Lengths are whole, so no order of adding shows."""
    shared = (other.span.overlap(ill.span) for other in there)
    return sum((span.length for span in shared if span is not None), timedelta()) / ill.span.length


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the doses around one presence of the case have in common."""

    ill: Presence
    curve: Curve
    room: Room
    others: float
    tail: float
    spread: float

    def parts(self, other: Presence) -> Parts:
        start = self.ill.start
        levels = [
            self.curve.mean_level(start, min(left, gone) if gone > start else left)
            for left, gone in zip(self.ill.ends.all(), other.ends.all(), strict=True)
        ]
        times = Together(
            [(end - start) / _HOUR for end in self.ill.ends.all()],
            (other.start - start) / _HOUR,
            [(end - start) / _HOUR for end in other.ends.all()],
        )
        return parts_of(times, levels, self.room, self.others, tail=self.tail, spread=self.spread)


def _exposure(ill: Presence, other: Presence, tail: timedelta, setting: _Setting | None) -> Exposure:
    shared = other.span.overlap(ill.span.extended(tail))
    both = other.span.overlap(ill.span)
    together = both.length if both is not None else timedelta()
    return Exposure(
        other.who,
        other.venue,
        other.zone or ill.zone,
        shared or Span(max(ill.start, other.start), min(ill.ends.most + tail, other.ends.most)),
        together,
        shared.length - together if shared is not None else timedelta(),
        ill.end_assumed or other.end_assumed,
        max(ill.assurance, other.assurance, key=WEAKNESS.__getitem__),
        ill.flags | other.flags,
        parts=None if setting is None else setting.parts(other),
        companions=other.companions,
        children=other.children,
        on_shift=other.assurance is Assurance.STAFF,
    )

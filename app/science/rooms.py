"""What reaches a person in a room: Wells-Riley with build-up, and decay after the source has left.

Wells and Riley's model as Miller and others (2021, Indoor Air 31:314) and CAiMIRA (Henriques and others 2022)
use it: a source gives off E quanta an hour into V cubic metres from which a share `loss` goes each hour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from app.domain.diseases import Dose
from app.domain.spaces import Space
from app.science.errors import BadParameter, NegativeSpan

REFERENCE_VOLUME: Final = 60.0
REFERENCE_AIR_CHANGES: Final = 2.0
"""The reference room, in which the profiles' hazard of one hour holds: 60 m³, an office for ten."""
_NORMAL_975: Final = 1.959963984540054
_VOLUME_SPREAD: Final = 2.0
_CLOSENESS_SPREAD: Final = 2.0
"""Factors from median to 97.5 % of what nobody measures. Assumed."""


@dataclass(frozen=True, slots=True)
class Room:
    """A space for one disease: what an hour in it counts, and how badly that is known."""

    loss: float
    """Removed in an hour: air changes, settling and decay."""
    through_air: float
    """Hours in the reference room that an hour in its fully mixed air is worth."""
    close_by: float
    """The same for an hour among so few that everybody is near."""
    circle: float
    usual: float
    air_deviation: float
    close_deviation: float
    """Standard deviations of the logarithms of the two."""


def room_of(space: Space, dose: Dose) -> Room:
    """The room that a space makes for a disease."""
    loss = space.air.median + dose.loss_per_hour
    reference = REFERENCE_VOLUME * (REFERENCE_AIR_CHANGES + dose.loss_per_hour)
    by_air_changes = math.log(space.air.spread) * space.air.median / loss
    return Room(
        loss,
        (1 - dose.near_share) * space.emission * reference / (space.mixing_volume * loss),
        dose.near_share * space.closeness,
        space.circle,
        space.usual,
        math.hypot(by_air_changes, math.log(_VOLUME_SPREAD)) / _NORMAL_975,
        math.log(_CLOSENESS_SPREAD) / _NORMAL_975,
    )


def near(room: Room, others: float) -> float:
    """Hours in the reference room that an hour together is worth by closeness, among so many others.

    One comes near `circle` people: among fewer, near all of them; among more, near each for part of the time.
    """
    return room.close_by * min(1.0, room.circle / max(others, room.usual, 1.0))


def mixed_hours(stay: float, enters: float, leaves: float, *, loss: float, tail: float) -> float:
    """Hours of fully mixed air that somebody shares with a source, build-up and decay included.

    Times E / (V loss) this is the integral of the concentration over the stay, in quanta hours a cubic metre.

    Args:
        stay: Hours the source is there, from 0.
        enters: When the other comes, in hours after the source; may be negative.
        leaves: When the other goes.
        loss: Removed in an hour, above 0.
        tail: Hours after which nothing is counted any more.

    Raises:
        NegativeSpan: somebody leaves before they come.
        BadParameter: no loss at all.
    """
    if stay < 0 or leaves < enters:
        raise NegativeSpan(f"{stay} hours, and {enters} to {leaves}")
    if not loss > 0:
        raise BadParameter(f"a loss of {loss} an hour")
    hours = 0.0
    first, last = max(0.0, enters), min(stay, leaves)
    if last > first:
        hours += (last - first) - (math.exp(-loss * first) - math.exp(-loss * last)) / loss
    first, last = max(stay, enters), min(leaves, stay + tail)
    if last > first:
        left = 1 - math.exp(-loss * stay)
        hours += left * (math.exp(-loss * (first - stay)) - math.exp(-loss * (last - stay))) / loss
    return hours

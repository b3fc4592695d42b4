"""The air and the closeness of a place: what a dose needs to know of it, and how badly it is known.

A city rarely knows the air changes of a café. Until somebody says more, a place has the prior of its kind: a
median and a spread, carried into the interval of every exposure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.domain.venue_kinds import VenueKind


class SpaceKind(StrEnum):
    """How much room people share. Thresholds and the cap of the mixing volume go by it."""

    CABIN = "cabin"
    ROOM = "room"
    HALL = "hall"
    OPEN_AIR = "open_air"


class Ventilation(StrEnum):
    """What an owner or an inspector can tell without instruments."""

    CLOSED = "closed"
    """Windows shut; an air conditioner that only moves the air of the room."""
    WINDOWS = "windows"
    """Windows or doors stand open."""
    MECHANICAL = "mechanical"
    """Fresh air is blown in or stale air drawn out."""
    OPEN_AIR = "open_air"
    """No walls, or on two sides at most."""


@dataclass(frozen=True, slots=True)
class AirChanges:
    """Air changes an hour with outside air: log-normal, by median and the factor from there to the 97.5 %."""

    median: float
    spread: float


BY_VENTILATION: Final = {
    Ventilation.CLOSED: AirChanges(0.5, 2.5),
    Ventilation.WINDOWS: AirChanges(3.0, 3.0),
    Ventilation.MECHANICAL: AirChanges(5.0, 2.0),
    Ventilation.OPEN_AIR: AirChanges(30.0, 3.0),
}
"""Closed rooms 0.2 to 1.2, open windows 1 to 9, mechanical ventilation 2.5 to 10. Orders of magnitude: see
docs/science.md."""

_BY_KIND: Final = {
    SpaceKind.CABIN: AirChanges(4.0, 4.0),
    SpaceKind.ROOM: AirChanges(2.0, 5.0),
    SpaceKind.HALL: AirChanges(2.0, 4.0),
    SpaceKind.OPEN_AIR: AirChanges(30.0, 3.0),
}
"""Where nothing is known: wide on purpose. A room's 95 % run from 0.4 to 10."""

_LARGEST_MIXING: Final = {
    SpaceKind.CABIN: 60.0,
    SpaceKind.ROOM: 300.0,
    SpaceKind.HALL: 600.0,
    SpaceKind.OPEN_AIR: 600.0,
}
"""Cubic metres in which the air of one person mixes at most while others stand in it: a market hall of
20,000 m³ is not one well-mixed room. Assumed."""

_VOLUME_A_PERSON: Final = {
    SpaceKind.CABIN: 1.5,
    SpaceKind.ROOM: 6.0,
    SpaceKind.HALL: 12.0,
    SpaceKind.OPEN_AIR: 20.0,
}
"""Cubic metres for each person of the capacity, where no volume is known. Assumed."""


@dataclass(frozen=True, slots=True)
class Space:
    """What the dose knows of a venue or a zone."""

    kind: SpaceKind
    mixing_volume: float
    """Cubic metres, capped by the kind."""
    air: AirChanges
    emission: float
    """Breathing and voice against quiet talk: singing and sport give off more."""
    circle: float
    """How many of those present one really comes near."""
    closeness: float
    """How near and how loud, against a shared office."""
    usual: float
    """People who are there on an ordinary day: the least that is assumed where few check in."""


@dataclass(frozen=True, slots=True)
class _Habit:
    kind: SpaceKind
    emission: float
    circle: float
    closeness: float


_K, _S = VenueKind, SpaceKind
_HABITS: Final = dict.fromkeys(VenueKind, _Habit(_S.ROOM, 1.0, 8.0, 1.0)) | {
    _K.MARKET: _Habit(_S.HALL, 1.0, 8.0, 0.7),
    _K.MALL: _Habit(_S.HALL, 0.8, 6.0, 0.5),
    _K.SHOP: _Habit(_S.ROOM, 0.8, 4.0, 0.6),
    _K.RESTAURANT: _Habit(_S.ROOM, 1.3, 8.0, 1.3),
    _K.CAFE: _Habit(_S.ROOM, 1.2, 8.0, 1.2),
    _K.BAR: _Habit(_S.ROOM, 2.0, 15.0, 2.0),
    _K.FACTORY: _Habit(_S.HALL, 1.0, 15.0, 1.0),
    _K.SCHOOL: _Habit(_S.ROOM, 1.0, 25.0, 0.7),
    _K.CLINIC: _Habit(_S.ROOM, 0.8, 8.0, 0.8),
    _K.HOSPITAL: _Habit(_S.HALL, 0.8, 8.0, 0.8),
    _K.OFFICE: _Habit(_S.ROOM, 0.8, 8.0, 0.7),
    _K.WORSHIP: _Habit(_S.HALL, 2.0, 15.0, 1.2),
    _K.GYM: _Habit(_S.ROOM, 2.5, 10.0, 1.5),
    _K.BEAUTY: _Habit(_S.ROOM, 1.2, 4.0, 1.5),
    _K.CINEMA: _Habit(_S.HALL, 0.5, 8.0, 0.8),
    _K.EVENT: _Habit(_S.HALL, 1.5, 20.0, 1.3),
    _K.STATION: _Habit(_S.HALL, 0.8, 6.0, 0.5),
    _K.VEHICLE: _Habit(_S.CABIN, 0.8, 12.0, 1.3),
    _K.PARK: _Habit(_S.OPEN_AIR, 1.2, 5.0, 0.5),
    _K.CARE_HOME: _Habit(_S.ROOM, 1.0, 15.0, 1.5),
}
"""Priors by kind of venue, to be replaced by each city's own findings. `emission` follows the order of
measured quanta (Buonanno and others 2020: resting, light activity, loud speaking), damped to about its square
root, because people in one venue do different things. `circle` and `closeness` are assumed."""


def space_of(
    kind: VenueKind,
    capacity: int,
    *,
    ventilation: Ventilation | None = None,
    volume: float | None = None,
) -> Space:
    """The space of a venue, or of a zone where `capacity` and `volume` are the zone's own.

    Args:
        kind: What people do there.
        capacity: People it holds.
        ventilation: What is known of its air.
        volume: Cubic metres, where somebody has measured them.
    """
    habit = _HABITS[kind]
    if ventilation is Ventilation.OPEN_AIR:
        habit = replace(habit, kind=SpaceKind.OPEN_AIR)
    whole = volume or capacity * _VOLUME_A_PERSON[habit.kind]
    return Space(
        habit.kind,
        max(_SMALLEST, min(whole, _LARGEST_MIXING[habit.kind])),
        BY_VENTILATION[ventilation] if ventilation is not None else _BY_KIND[habit.kind],
        habit.emission,
        habit.circle,
        habit.closeness,
        capacity * USUAL_SHARE,
    )


USUAL_SHARE: Final = 0.05
"""Of the capacity. Chosen on simulated cities, seeds 1 to 20 of the evaluation."""
_SMALLEST: Final = 10.0
"""Cubic metres: nobody shares less than a taxi and the street outside its window."""

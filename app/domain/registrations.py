"""What an owner says about a place, checked."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputRefused, Problem
from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours, hours_problems
from app.domain.positions import Position
from app.domain.spaces import Ventilation
from app.domain.text import clean, looks_like_markup
from app.domain.venue_kinds import VenueKind


@dataclass(frozen=True, slots=True)
class Registration:
    """What an owner says about a place. Made only by `register`, which has checked it."""

    name: str
    address: str
    kind: VenueKind
    capacity: int
    hours: OpeningHours
    position: Position | None
    parent: VenueId | None
    phone: str | None
    """The place's own published number: the first call of a trace."""
    ventilation: Ventilation | None = None
    """What is known of its air; None: nothing, so the prior of its kind stands."""


NAME_LENGTH = 100
ADDRESS_LENGTH = 200
LARGEST_CAPACITY = 100_000


def _text_problems(field: str, text: str, longest: int) -> list[Problem]:
    if not text:
        return [Problem(field, "missing")]
    if len(text) > longest:
        return [Problem(field, "too_long", (("longest", longest),))]
    if looks_like_markup(text):
        return [Problem(field, "markup")]
    return []


def register(
    *,
    name: str,
    address: str,
    kind: VenueKind,
    capacity: int,
    hours: OpeningHours,
    position: Position | None = None,
    parent: VenueId | None = None,
    phone: str | None = None,
    ventilation: Ventilation | None = None,
) -> Registration:
    """Check what an owner says and put it into the form that is kept.

    Raises:
        InputRefused: every problem at once.
    """
    name, address = clean(name), clean(address)
    problems = _text_problems("name", name, NAME_LENGTH) + _text_problems("address", address, ADDRESS_LENGTH)
    if not 1 <= capacity <= LARGEST_CAPACITY:
        problems.append(Problem("capacity", "range", (("least", 1), ("most", LARGEST_CAPACITY))))
    problems += hours_problems(hours)
    if position is not None and not (abs(position.latitude) <= 90 and abs(position.longitude) <= 180):  # noqa: PLR2004 - degrees
        problems.append(Problem("latitude", "position"))
    if problems:
        raise InputRefused(problems)
    return Registration(name, address, kind, capacity, hours, position, parent, phone, ventilation)

"""What the scratch database of an import keeps of a line, and how it is read back."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import uuid4

from app.domain.look_alikes import Place
from app.domain.neighbourhood import Sight, band, reach
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.spaces import Ventilation
from app.domain.text import fold
from app.domain.venue_files import NamedLine
from app.domain.venue_kinds import VenueKind


def line_row(line: NamedLine) -> tuple[object, ...]:
    """A line as a row of `lines`; of one that is wrong its name alone."""
    if line.said is None:
        return (line.number, fold(line.name), *(None,) * 16)
    said, there = line.said, line.said.registration
    north, east = (there.position.latitude, there.position.longitude) if there.position else (None, None)
    return (
        *(line.number, fold(there.name), fold(there.address), north, east, _band(north, east)),
        *(there.name, there.address, 1),
        *(fold(said.parent_name) if said.parent_name else "", said.parent_code, said.parent_name),
        *(uuid4().bytes, there.kind, there.capacity, _written(there.hours), there.phone, there.ventilation),
    )


def registered_row(
    number: int, name: str, address: str, north: float | None, east: float | None
) -> tuple[object, ...]:
    """A venue that is registered, likewise."""
    return -number, fold(name), fold(address), north, east, _band(north, east), name, address


@lru_cache(maxsize=4_096)
def _written(hours: OpeningHours) -> bytes:
    return pickle.dumps(hours, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=4_096)
def _read(hours: bytes) -> OpeningHours:
    found: OpeningHours = pickle.loads(hours)  # noqa: S301 - our own
    return found


def registration(said: Sequence[Any]) -> Registration:
    """What a line says, from the columns that the import asks for; it was checked when the line was read."""
    north, east, hours, kind, air, name, address, capacity, phone = said
    return Registration(
        name=name,
        address=address,
        kind=VenueKind(kind),
        capacity=capacity,
        hours=_read(hours),
        position=_position(north, east),
        parent=None,
        phone=phone,
        ventilation=None if air is None else Ventilation(air),
    )


Row = tuple[str | int, int, int, str, str, float | None, float | None]
"""Group, whether new, number, name, address, latitude, longitude."""


def beside(row: Row) -> Sight:
    """A place among those of its band, or of the next."""
    here, new, number, name, address, north, east = row
    assert north is not None  # noqa: S101 - the query asks for it
    assert east is not None  # noqa: S101 - as well
    return Sight(here, east, reach(north), bool(new), number, Place(name, address, Position(north, east)))


def at_address(row: Row) -> Sight:
    """A place among those at its address."""
    here, new, number, name, address, north, east = row
    return Sight(here, 0.0, 0.0, bool(new), number, Place(name, address, _position(north, east)))


def _position(north: float | None, east: float | None) -> Position | None:
    return None if north is None or east is None else Position(north, east)


def _band(north: float | None, east: float | None) -> int | None:
    return None if north is None or east is None else band(north)
